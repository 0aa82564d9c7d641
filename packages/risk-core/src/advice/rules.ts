import { reportDeadline } from '../features/insurer-report.ts';
import { isReviewed, nextReviewOn } from '../features/reviews.ts';
import { interestOf } from '../figures/interest.ts';
import { heldScope } from '../state/dossier/holds.ts';
import { furthestStage } from '../state/dossier/insolvency.ts';
import { NEVER } from '../state/records.ts';
import type { HoldScope } from '../types/events/index.ts';
import { type AdviceRule, type AdviceSight, bandReason, draftOf, RANK } from './draft.ts';
import { limitRule } from './limit-rule.ts';
import { requestRule } from './request-rule.ts';

const MATERIAL_30 = 1 << 1;

/** Shorter terms from C on. */
const terms: AdviceRule = {
  kind: 'terms',
  draft(sight) {
    const { shown } = sight.standing;
    if (shown !== RANK.C && shown !== RANK.D) return null;
    const { termsDaysC, termsDaysD } = sight.policy.advice;
    const reason = bandReason(sight);
    const days = shown === RANK.C ? termsDaysC : termsDaysD;
    const now = agreedDays(sight);
    return draftOf(reason, reason, {
      fromCode: now === NEVER ? '' : `net-${now}`,
      toCode: `net-${days}`,
      isOpen: now === NEVER || now > days,
    });
  },
};

/** Days that the standing terms give; NEVER while nobody has told. */
function agreedDays({ profile: { dossier, today } }: AdviceSight): number {
  return dossier.terms?.changes.findLast(({ from }) => from <= today)?.days ?? NEVER;
}

/** A part of each new order in advance. */
const deposit: AdviceRule = {
  kind: 'deposit',
  draft(sight) {
    if (sight.standing.shown !== RANK.D) return null;
    return draftOf('BAND_D', 'BAND_D', { sharePpm: sight.policy.advice.depositPpm });
  },
};

/** Cash in advance. */
const prepayment: AdviceRule = {
  kind: 'prepayment',
  draft(sight) {
    if (sight.standing.shown !== RANK.E) return null;
    return draftOf('BAND_E', 'BAND_E', { toCode: 'cash_in_advance' });
  },
};

/** Money that is fetched instead of waited for. */
const paymentMethod: AdviceRule = {
  kind: 'payment_method',
  draft(sight) {
    const { shown } = sight.standing;
    if (shown !== RANK.C && shown !== RANK.D) return null;
    return draftOf('debit', bandReason(sight), {
      toCode: 'direct_debit',
      isOpen: !hasMandate(sight),
    });
  },
};

function hasMandate({ profile: { dossier } }: AdviceSight): boolean {
  const { paymentMethod: method } = dossier;
  return method?.method === 'direct_debit' && method.mandate === 'active';
}

/** New orders wait: in D for the payment of what is overdue, in E for a human. */
const orderHold: AdviceRule = {
  kind: 'order_hold',
  draft(sight) {
    const { shown } = sight.standing;
    const isOpen = !isHeld(sight, 'orders');
    if (shown === RANK.E) return draftOf('BAND_E', 'BAND_E', { toCode: 'hold', isOpen });
    const isLate = sight.findings.oldestDays > sight.policy.advice.holdAfterDays;
    if (shown !== RANK.D || !isLate) return null;
    return draftOf('overdue', 'OVERDUE', { toCode: 'hold_until_paid', isOpen });
  },
};

/** Nothing more leaves the house; what is confirmed already is for a human to decide. */
const deliveryHold: AdviceRule = {
  kind: 'delivery_hold',
  draft(sight) {
    if (sight.standing.shown !== RANK.E) return null;
    const isOpen = !isHeld(sight, 'deliveries');
    return draftOf('BAND_E', 'BAND_E', { toCode: 'hold', isOpen });
  },
};

/** The ERP has done it already. */
function isHeld({ profile: { dossier, today } }: AdviceSight, scope: HoldScope): boolean {
  const held = dossier.holds && heldScope(dossier.holds, today);
  return held === 'all' || held === scope;
}

/** Who pays in part and has much overdue may be helped by instalments. */
const plan: AdviceRule = {
  kind: 'plan',
  draft(sight, prior) {
    const { findings, standing, world } = sight;
    const isInTrouble = (standing.material & MATERIAL_30) !== 0 && standing.shown <= RANK.D;
    if (!isInTrouble || !isPaying(sight) || hasAgreed(sight)) return null;
    if (prior?.basis === 'instalments') return prior;
    return draftOf('instalments', 'PAYS_IN_PART', {
      toCode: 'instalments',
      toMinor: findings.cleanOverdue,
      currency: world.rates.base,
    });
  },
};

function isPaying({ profile, policy }: AdviceSight): boolean {
  const { lastPaidOn, today } = profile;
  return lastPaidOn !== NEVER && today - lastPaidOn <= policy.advice.planPaidWithinDays;
}

/** An open promise is an agreement too, and with an insolvent customer nobody may agree alone. */
function hasAgreed({ profile }: AdviceSight): boolean {
  if (furthestStage(profile.dossier.insolvency) >= 0) return true;
  return profile.flags.some(({ code }) => code === 'promised');
}

/** A notice of what the law adds to the debt, before it comes to lawyers. */
const interest: AdviceRule = {
  kind: 'interest',
  draft({ profile, standing, world }, prior) {
    if (standing.shown !== RANK.D) return null;
    const owed = interestOf(profile, world);
    const toMinor = owed === null ? 0 : owed.accruedMinor + owed.fixedMinor;
    if (owed === null || toMinor === 0) return null;
    const basis = `statutory ${owed.regime}`;
    if (prior?.basis === basis) return prior;
    return draftOf(basis, 'OVERDUE', { toCode: owed.regime, toMinor, currency: world.rates.base });
  },
};

/** Somebody should look at the customer again: its band says how often. */
const review: AdviceRule = {
  kind: 'review',
  draft({ profile, findings, standing, policy }) {
    const on = nextReviewOn(profile, policy, standing.shown);
    if (on === NEVER || findings.today <= on || !isReviewed(profile, findings)) return null;
    return draftOf('due', 'REVIEW_DUE', { toCode: 'credit_review' });
  },
};

/** What is not reported in time is not insured. */
const insurerReport: AdviceRule = {
  kind: 'insurer_report',
  draft({ profile, findings, policy, world }, prior) {
    const deadline = reportDeadline(profile);
    if (deadline === NEVER || deadline - findings.today > policy.insurance.warningDays) return null;
    if (prior?.basis === 'report') return prior;
    const { cleanOverdue: toMinor } = findings;
    return draftOf('report', 'REPORT_DUE', { toMinor, currency: world.rates.base });
  },
};

/** What may be advised to any customer, whatever its band. */
export const generalRules: readonly AdviceRule[] = [limitRule, requestRule, insurerReport, review];

/** True while one of the general rules other than the limit may have something to say. */
export function hasOccasion({ profile, findings, standing, policy }: AdviceSight): boolean {
  if (profile.dossier.creditLimits?.request) return true;
  if (reportDeadline(profile) !== NEVER) return true;
  const on = nextReviewOn(profile, policy, standing.shown);
  return on !== NEVER && findings.today > on;
}

/** Every kind of advice, in the order in which it is told. */
export const adviceRules: readonly AdviceRule[] = [
  orderHold,
  deliveryHold,
  prepayment,
  deposit,
  limitRule,
  requestRule,
  terms,
  paymentMethod,
  plan,
  interest,
  insurerReport,
  review,
];
