import { bandOf } from '../bands/standing.ts';
import { isReviewed, nextContactOn, nextReviewOn } from '../features/reviews.ts';
import { pinnedRank } from '../state/dossier/override.ts';
import { isMandateRevoked } from '../state/dossier/payment-method.ts';
import { gapOf } from '../state/dossier/reconciliation.ts';
import { type Stretch, stretchOn } from '../state/dossier/terms.ts';
import { NEVER } from '../state/records.ts';
import { atLevel, type CustomerFamily, fact, type Sight } from './family.ts';

/** The customer is given more and more time. */
export const termsStretch: CustomerFamily = {
  code: 'TERMS_STRETCH',
  scope: 'customer',
  about: 'terms',
  levels: [{ name: 'TERMS_STRETCH', severity: 'warning' }],
  judge: (sight) => atLevel(stretchOf(sight) ? 1 : 0),
  evidence(sight) {
    const found = stretchOf(sight);
    const { extensions, longerByDays } = sight.policy.stretch;
    if (found === null) return [];
    return found.extensions > 0
      ? [fact('extensions', found.extensions, extensions, 'count')]
      : [fact('termsLongerDays', found.longerBy, longerByDays, 'days')];
  },
};

function stretchOf({ profile, findings, policy }: Sight): Stretch | null {
  const { terms } = profile.dossier;
  return terms ? stretchOn(terms, findings.today, policy) : null;
}

/** The customer took its direct-debit mandate back, and nothing has replaced it. */
export const mandateRevoked: CustomerFamily = {
  code: 'MANDATE_REVOKED',
  scope: 'customer',
  about: 'paymentMethod',
  levels: [{ name: 'MANDATE_REVOKED', severity: 'error' }],
  judge({ profile, findings, policy }) {
    const { paymentMethod } = profile.dossier;
    const { mandateNewsDays } = policy.payments;
    const isRevoked =
      paymentMethod && isMandateRevoked(paymentMethod, findings.today, mandateNewsDays);
    return atLevel(isRevoked ? 1 : 0);
  },
  evidence({ profile, findings, policy }) {
    const on = profile.dossier.paymentMethod?.on ?? findings.today;
    return [fact('revokedDays', findings.today - on, policy.payments.mandateNewsDays, 'days')];
  },
};

/** A band that a person pinned goes back to the model's soon. */
export const overrideExpiring: CustomerFamily = {
  code: 'OVERRIDE_EXPIRING',
  scope: 'customer',
  about: 'override',
  levels: [{ name: 'OVERRIDE_EXPIRING', severity: 'info' }],
  judge({ profile, findings, policy }) {
    const { override } = profile.dossier;
    if (override === null || override.until === NEVER) return atLevel(0);
    const isNear = override.until - findings.today <= policy.overrides.noticeDays;
    return atLevel(isNear && pinnedRank(override, findings.today) !== NEVER ? 1 : 0);
  },
  evidence({ profile, findings, policy, standing }) {
    const { override } = profile.dossier;
    if (override === null) return [];
    const pinned = pinnedRank(override, findings.today);
    const text = `${bandOf(pinned)} → ${bandOf(standing.held)}`;
    return [
      fact(
        'overrideDaysLeft',
        override.until - findings.today,
        policy.overrides.noticeDays,
        'days',
      ),
      fact('band', pinned, standing.held, 'band', text),
    ];
  },
};

/** The customer's credit should have been reviewed by now. */
export const reviewDue: CustomerFamily = {
  code: 'REVIEW_DUE',
  scope: 'customer',
  levels: [{ name: 'REVIEW_DUE', severity: 'info' }],
  judge({ profile, findings, policy, standing }) {
    const on = nextReviewOn(profile, policy, standing.shown);
    const isDue = on !== NEVER && findings.today > on && isReviewed(profile, findings);
    return atLevel(isDue ? 1 : 0);
  },
  evidence({ profile, findings, policy, standing }) {
    const everyDays = policy.reviews.everyDays[standing.shown] ?? null;
    const late = findings.today - nextReviewOn(profile, policy, standing.shown);
    return [fact('reviewAgeDays', late + (everyDays ?? 0), everyDays, 'days')];
  },
};

/** Somebody should have spoken with the customer by now. */
export const checkinDue: CustomerFamily = {
  code: 'CHECKIN_DUE',
  scope: 'customer',
  about: 'contact',
  levels: [{ name: 'CHECKIN_DUE', severity: 'info' }],
  judge({ profile, findings, policy, standing }) {
    const on = nextContactOn(profile, policy, standing.shown);
    return atLevel(on !== NEVER && findings.today > on ? 1 : 0);
  },
  evidence({ profile, findings, policy, standing }) {
    const due = nextContactOn(profile, policy, standing.shown);
    const last = profile.dossier.contact?.lastOn ?? findings.today;
    return [fact('contactAgeDays', findings.today - last, due - last, 'days')];
  },
};

/** The ledger's own sum is not ours. Our trouble: it costs the customer nothing. */
export const ledgerMismatch: CustomerFamily = {
  code: 'LEDGER_MISMATCH',
  scope: 'customer',
  about: 'reconciliation',
  levels: [{ name: 'LEDGER_MISMATCH', severity: 'warning' }],
  judge(sight) {
    const { toleranceMinor } = sight.policy.reconciliation;
    const report = widestReport(sight);
    return atLevel(report && gapOf(report) > toleranceMinor ? 1 : 0);
  },
  evidence(sight) {
    const report = widestReport(sight);
    if (report === undefined) return [];
    const { toleranceMinor } = sight.policy.reconciliation;
    const { currency, openMinor, ours } = report;
    return [
      fact('differenceMinor', gapOf(report), toleranceMinor, 'minor', currency),
      fact('reportedOpenMinor', openMinor, ours?.grossMinor ?? null, 'minor', currency),
    ];
  },
};

function widestReport({ profile }: Sight) {
  const { reconciliation } = profile.dossier;
  if (reconciliation === null) return undefined;
  const [first, ...others] = reconciliation.reports;
  let widest = first;
  for (const report of others) if (widest && gapOf(report) > gapOf(widest)) widest = report;
  return widest;
}
