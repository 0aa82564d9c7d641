import { bandOf, floorsOf, rankOf } from '../bands/standing.ts';
import { fact } from '../conditions/family.ts';
import { UTILISATION_CAP_PPM } from '../features/measure.ts';
import { multiplyDivideUp } from '../money/integer.ts';
import { heldScope } from '../state/dossier/holds.ts';
import { NEVER } from '../state/records.ts';
import type { Evidence, FloorCode } from '../types/assessment.ts';
import type { CreditCheckCode, CreditCheckReason, CreditVerdict } from '../types/credit-check.ts';
import type { CreditSight } from './credit-sight.ts';

/** Says whether one thing speaks against an order; undefined when it does not. */
type CreditRule = (sight: CreditSight) => CreditCheckReason | undefined;

const PPM = 1_000_000;
/** The second floor age: a material sum is more than 30 days overdue. */
const OVERDUE_30 = 1;

function reason(
  code: CreditCheckCode,
  verdict: CreditVerdict,
  evidence: readonly Evidence[] = [],
): CreditCheckReason {
  return { code, verdict, evidence };
}

/** A fact about the customer that speaks for itself, whatever the order. */
function byFloor(code: FloorCode & CreditCheckCode, verdict: CreditVerdict): CreditRule {
  return ({ profile, standing, findings, policy }) => {
    const floors = floorsOf(profile, standing, findings, policy);
    return floors.some((floor) => floor.code === code) ? reason(code, verdict) : undefined;
  };
}

/** Band E pays in advance; C and D are looked at order by order. */
const band: CreditRule = ({ standing, policy }) => {
  const { referBand, refuseBand } = policy.creditCheck;
  const told = (from: typeof referBand) => [
    fact('band', standing.shown, rankOf(from), 'band', bandOf(standing.shown)),
  ];
  if (standing.shown >= rankOf(refuseBand)) return reason('PREPAYMENT', 'refuse', told(refuseBand));
  if (standing.shown < rankOf(referBand)) return undefined;
  return reason('BAND', 'refer', told(referBand));
};

/** The ledger itself holds the customer's orders. */
const held: CreditRule = ({ profile: { dossier, today } }) => {
  const scope = dossier.holds && heldScope(dossier.holds, today);
  return scope === 'all' || scope === 'orders' ? reason('ORDERS_HELD', 'refuse') : undefined;
};

/** New orders had better wait until what is overdue is paid, or a person releases them. */
const holdAdvised: CreditRule = ({ profile, findings, policy }) => {
  const isAdvised = profile.dossier.advice?.now.some(({ kind }) => kind === 'order_hold');
  if (!isAdvised) return undefined;
  const { holdAfterDays } = policy.advice;
  const days = fact('oldestCleanDays', findings.oldestDays, holdAfterDays, 'days');
  return reason('HOLD_ADVISED', 'refuse', [days]);
};

/** Some of it was due more than a month ago, also where a person has pinned a better band. */
const overdue: CreditRule = ({ standing, findings, policy }) => {
  if ((standing.material & (1 << OVERDUE_30)) === 0) return undefined;
  const days = policy.overdue.floorDays[OVERDUE_30];
  return reason('OVERDUE', 'refer', [fact('oldestCleanDays', findings.oldestDays, days, 'days')]);
};

/** What the order would use of the limit. */
const limit: CreditRule = ({ room, policy }) => {
  if (room === null) return reason('LIMIT_MISSING', 'refer');
  if (room.headroomMinor === null) return undefined;
  const usedMinor = room.limitMinor - room.headroomMinor;
  const usedPpm = shareOf(usedMinor, room.limitMinor);
  const { referAbovePpm } = policy.creditCheck;
  if (usedPpm <= referAbovePpm) return undefined;
  const isFar = usedPpm > policy.orders.holdUtilisationPpm;
  return reason('OVER_LIMIT', isFar ? 'refuse' : 'refer', [
    fact('utilisationPpm', usedPpm, referAbovePpm, 'ppm'),
    fact('exposureMinor', usedMinor, room.limitMinor, 'minor', room.currency),
  ]);
};

function shareOf(usedMinor: number, limitMinor: number): number {
  if (usedMinor <= 0) return 0;
  if (limitMinor <= 0) return UTILISATION_CAP_PPM;
  return Math.min(UTILISATION_CAP_PPM, multiplyDivideUp(usedMinor, PPM, limitMinor));
}

const limitExpired: CreditRule = ({ profile, findings }) => {
  const { validTo } = profile.limit;
  if (validTo === NEVER || validTo >= findings.today) return undefined;
  return reason('LIMIT_EXPIRED', 'refer', [
    fact('limitDaysLeft', validTo - findings.today, 0, 'days'),
  ]);
};

/** What cannot be valued is not compared with anything. */
const rateMissing: CreditRule = ({ room, order }) => {
  if (room === null || room.headroomMinor !== null) return undefined;
  const missing = room.orderMinor === null ? order.currency : null;
  return reason('RATE_MISSING', 'refer', [fact('ratesMissing', 1, 0, 'count', missing)]);
};

/** Nobody knows what was paid or sold while the ledger is silent. */
const feedSilent: CreditRule = ({ world }) =>
  world.isFeedSilent ? reason('FEED_SILENT', 'refer') : undefined;

const stateBehind: CreditRule = ({ order: { recordsBehind, recordsBehindMost } }) => {
  if (recordsBehind !== null && recordsBehind <= recordsBehindMost) return undefined;
  const records = fact('recordsBehind', recordsBehind, recordsBehindMost, 'count');
  return reason('STATE_BEHIND', 'refer', [records]);
};

/** Everything that speaks against an order, the gravest first. */
export const creditRules: readonly CreditRule[] = [
  byFloor('SANCTIONS', 'refuse'),
  byFloor('KYC_FAILED', 'refuse'),
  byFloor('INSOLVENCY', 'refuse'),
  byFloor('CEASED_TRADING', 'refuse'),
  held,
  holdAdvised,
  band,
  limit,
  byFloor('INSOLVENCY_PETITION', 'refer'),
  overdue,
  limitExpired,
  rateMissing,
  feedSilent,
  stateBehind,
];

/** What speaks for an order when nothing speaks against it. */
export function approval({ room, isStarter }: CreditSight): CreditCheckReason {
  const left = fact('headroomMinor', room?.headroomMinor ?? null, 0, 'minor', room?.currency);
  return reason(isStarter ? 'STARTER_LIMIT' : 'WITHIN_LIMIT', 'approve', [left]);
}
