import type { Policy } from '../policy/policy.ts';
import { type LimitVersion, limitOn } from '../state/dossier/credit-limits.ts';
import { coversOn } from '../state/dossier/insurance.ts';
import { securesOn } from '../state/dossier/securities.ts';
import { type Limit, noLimit, type Profile } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { Money } from '../types/units.ts';

/** Settles which limit and which cover count today. Before anything is measured by them. */
export function settleLimits(profile: Profile, policy: Policy): void {
  const { dossier, today } = profile;
  if (dossier.creditLimits === null && dossier.insurance === null) return;
  const { creditLimits } = dossier;
  const counting = creditLimits && limitOn(creditLimits, today, policy.limits.priority);
  profile.limit = counting ? plain(counting) : noLimit();
  profile.insured = coverOf(profile) ?? noLimit();
}

function plain({ amountMinor, currency, validTo, stamp }: LimitVersion): Limit {
  return { amountMinor, currency, validTo, stamp };
}

/** The insurers' own word where there is one, else the insured limit that the ledger keeps. */
function coverOf({ dossier, today }: Profile): Limit | undefined {
  const covers = dossier.insurance ? coversOn(dossier.insurance, today) : [];
  const [first] = covers;
  if (first === undefined) {
    const told = dossier.creditLimits && limitOn(dossier.creditLimits, today, ['insured']);
    return told ? plain(told) : undefined;
  }
  let amountMinor = 0;
  for (const cover of covers) {
    if (cover.currency === first.currency) amountMinor += cover.amountMinor;
  }
  return { amountMinor, currency: first.currency, validTo: NEVER, stamp: first.stamp };
}

const nothing: readonly Money[] = [];

/** What secures the exposure today, by currency. */
export function securedBy({ dossier, today }: Profile): readonly Money[] {
  if (dossier.securities === null) return nothing;
  const sums = new Map<string, number>();
  for (const security of dossier.securities.list) {
    if (!securesOn(security, today)) continue;
    const { currency, amountMinor } = security;
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amountMinor]) => ({ currency, amountMinor }));
}
