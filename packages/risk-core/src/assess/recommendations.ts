import type { AdviceEntry } from '../state/dossier/advice.ts';
import type { Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { WithdrawalCode } from '../types/advice.ts';
import type {
  Advised,
  Decisions,
  Reason,
  Recommendation,
  Withdrawal,
} from '../types/assessment.ts';
import type { Money } from '../types/units.ts';

const MOST_REASONS = 4;
/** No advice at all: one list, so that it equals itself. */
export const none: readonly Advised[] = [];

/** The advice that stands: its own reason first, then the principal ones of the band. */
export function recommendationsOf(profile: Profile, reasons: readonly Reason[]): Recommendation[] {
  const entries = profile.dossier.advice?.now ?? [];
  const isPerson = profile.master.customerKind === 'sole_trader';
  return entries
    .filter(({ isOpen }) => isOpen)
    .map((entry) => {
      const isHold = entry.kind === 'order_hold' || entry.kind === 'delivery_hold';
      const principal = reasons.map(({ code }) => code);
      return {
        id: adviceId(entry),
        kind: entry.kind,
        from: moneyOf(entry.fromMinor, entry),
        to: moneyOf(entry.toMinor, entry),
        fromCode: entry.fromCode === '' ? null : entry.fromCode,
        toCode: entry.toCode === '' ? null : entry.toCode,
        sharePpm: entry.sharePpm === NEVER ? null : entry.sharePpm,
        reasons: [entry.reason, ...principal].slice(0, MOST_REASONS),
        needsHuman: isHold || isPerson,
        issuedOn: entry.issuedOn,
        expiresOn: entry.expiresOn,
      };
    });
}

const seen = new WeakMap<readonly AdviceEntry[], readonly Advised[]>();

/** The same advice as decisions see it; the same list for the same advice spares comparing. */
export function advisedOf({ dossier }: Profile): readonly Advised[] {
  if (dossier.advice === null) return none;
  const { now } = dossier.advice;
  const known = seen.get(now);
  if (known) return known;
  const advised = now.map((entry) => ({
    id: adviceId(entry),
    kind: entry.kind,
    expiresOn: entry.expiresOn,
    isOpen: entry.isOpen,
  }));
  seen.set(now, advised);
  return advised;
}

/** What is advised, since when: stays while the advice does, and differs for another target. */
function adviceId({ kind, issuedOn, toMinor, toCode, sharePpm }: AdviceEntry): string {
  const target = toMinor === NEVER ? '' : `.${toMinor}`;
  const share = sharePpm === NEVER ? '' : `.${sharePpm}`;
  return `${kind}.${issuedOn}${target}${toCode === '' ? '' : `.${toCode}`}${share}`;
}

function moneyOf(amountMinor: number, { currency }: AdviceEntry): Money | null {
  return amountMinor === NEVER ? null : { currency, amountMinor };
}

/** Ids of advice that is new after a step. */
export function issuedBy(before: Decisions | undefined, after: Decisions): string[] {
  if (after.advised === before?.advised || after.advised.length === 0) return [];
  const known = new Set(before?.advised.filter(({ isOpen }) => isOpen).map(({ id }) => id));
  return after.advised.filter(({ id, isOpen }) => isOpen && !known.has(id)).map(({ id }) => id);
}

/** Advice that stood before a step and does not after it. */
export function withdrawnBy(before: Decisions | undefined, after: Decisions): Withdrawal[] {
  const withdrawn: Withdrawal[] = [];
  if (after.advised === before?.advised) return withdrawn;
  for (const { id, kind, expiresOn, isOpen } of before?.advised ?? none) {
    const same = after.advised.find((other) => other.id === id);
    if (!isOpen || same?.isOpen) continue;
    const isGivenAnew = after.advised.some((other) => other.kind === kind && other.isOpen);
    withdrawn.push({ id, kind, on: after.asOf, reason: reasonOf() });

    function reasonOf(): WithdrawalCode {
      if (same !== undefined) return 'followed';
      if (!isGivenAnew) return 'no_longer_holds';
      return after.asOf >= expiresOn ? 'expired' : 'superseded';
    }
  }
  return withdrawn;
}
