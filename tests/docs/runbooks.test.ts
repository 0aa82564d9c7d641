import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families } from '../../packages/risk-core/src/conditions/catalogue.ts';
import { defaultPolicy } from '../../packages/risk-core/src/policy/default-policy.ts';
import { describeCode, runbookOf } from '../../services/alerting/src/catalogue.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'runbooks');
const {
  overdue,
  limits,
  behaviour,
  promises,
  payments,
  bands,
  insurance,
  overrides,
  stretch,
  reviews,
} = defaultPolicy;
const { overdueShare, disputes, scoreJump } = defaultPolicy;
const { outside, registers, shelfLife } = defaultPolicy;
const { discounts, eclJump, orderPattern } = defaultPolicy;

/** Every code that the model can raise, with its family and the severities that it may have. */
const codes = new Map<string, { family: string; severities: string[] }>();
for (const { code: family, levels } of families) {
  for (const { name, severity } of levels) {
    const known = codes.get(name)?.severities ?? [];
    codes.set(name, { family, severities: [...known, severity] });
  }
}

// Raised by scoring about a source of events: the model knows customers only.
codes.set('FEED_SILENT', { family: 'FEED_SILENT', severities: ['error'] });

/** What a text says, whatever the line breaks. */
function read(code: string): string {
  return readFileSync(join(folder, runbookOf(code)), 'utf8').replaceAll('\n', ' ');
}

const percent = (ppm: number) => `${ppm / 10_000} %`;
const euros = (minor: number) => `EUR ${(minor / 100).toFixed(2)}`;
const [, after30, after60, after90] = overdue.floorDays;
const material = [euros(overdue.materialMinor), percent(overdue.materialSharePpm)];
const { infoPpm, warningPpm, errorPpm, clearPpm } = limits.levels;

/** Numbers of the policy that a text must say, so that a changed policy finds its runbooks. */
const numbers: readonly (readonly [string, readonly string[]])[] = [
  ['OVERDUE_FIRST', [`${overdue.firstAfterDays} days`, `${overdue.promptTenureDays} days`]],
  ['OVERDUE_FIRST', [`${overdue.promptUpToDays} days late`, euros(overdue.ignoreBelowMinor)]],
  ['OVERDUE_30', [`${after30} days`, ...material]],
  ['OVERDUE_60', [`${after60} days`, ...material]],
  ['OVERDUE_90', [`${after90} days`, ...material]],
  ['FIRST_PAYMENT_MISSED', [`${overdue.firstAfterDays} days`, `${overdue.promptTenureDays} days`]],
  ['LIMIT_80', [percent(infoPpm), percent(infoPpm - clearPpm)]],
  ['LIMIT_90', [percent(warningPpm), percent(warningPpm - clearPpm)]],
  ['LIMIT_100', [percent(errorPpm), percent(errorPpm - clearPpm)]],
  ['LIMIT_EXPIRING', [`${limits.expiringWithinDays} days`]],
  ['RISK_DOWNGRADED', [`${bands.improveMargin} points`, `${bands.improveDwellDays} days`]],
  ['PAY_DRIFT', [`${behaviour.driftMinSettled} invoices`, `${behaviour.driftAlarmDays} days`]],
  ['PAY_DRIFT', [`above ${behaviour.cusumAlarmMilli / 1_000}`, `${behaviour.minSigmaDays} days`]],
  ['PAY_DRIFT', [`${behaviour.driftAlarmSpreadMilli / 1_000} spreads`]],
  ['PAY_DRIFT', [`than ${(behaviour.cusumCapMilli - behaviour.cusumSlackMilli) / 1_000})`]],
  ['PAY_IRREGULAR', [`more than ${behaviour.irregularAboveDays} days`]],
  ['PAY_IRREGULAR', [`${behaviour.irregularCalmPermille / 1_000} times`]],
  ['PROMISE_BROKEN', [`${promises.toleranceDays} business days`, `${promises.errorLevel} or more`]],
  ['PAYMENT_FAILED', [`at ${payments.floorFailures}`]],
  ['ECL_JUMP', [percent(eclJump.jumpPpm), percent(eclJump.clearPpm), euros(eclJump.aboveMinor)]],
  ['ECL_JUMP', [`${eclJump.endsAfterDays} days`]],
  ['ORDER_PATTERN', [percent(orderPattern.surgePpm), percent(orderPattern.collapsePpm)]],
  ['ORDER_PATTERN', [`${orderPattern.driftDays} days`, `${orderPattern.calmDays} days`]],
  ['ORDER_PATTERN', [`${orderPattern.minWeeks} weeks`, euros(orderPattern.ignoreBelowMinor)]],
  ['OVERDUE_SHARE', [percent(overdueShare.abovePpm), percent(overdueShare.clearPpm)]],
  ['OVERDUE_SHARE', [`for ${overdueShare.pendingDays} days`, euros(overdue.ignoreBelowMinor)]],
  ['DISPUTE_SPIKE', [percent(disputes.spikePpm), percent(disputes.clearPpm)]],
  ['DISPUTE_SPIKE', [euros(disputes.ignoreBelowMinor)]],
  ['ORDER_HOLD_ADVISED', [percent(defaultPolicy.orders.holdUtilisationPpm)]],
  ['ORDER_HOLD_ADVISED', [`within ${defaultPolicy.orders.newForDays} days`]],
  ['PLAN_BREACHED', [`${defaultPolicy.plans.toleranceDays} business days`]],
  ['DISCOUNT_LOST', [`${discounts.lostPpm / 10_000} percentage points`]],
  ['DISCOUNT_LOST', [`${discounts.clearPpm / 10_000} percentage points`]],
  ['DISCOUNT_LOST', [`at least ${discounts.minOffers} were`]],
  ['DISPUTE_AGED', [`${disputes.agedAfterDays} days`]],
  ['CASH_UNAPPLIED', [`${payments.unappliedAfterDays} business days`]],
  ['RISK_UPGRADED', [`${bands.improveMargin} points`, `${bands.improveDwellDays} days`]],
  ['SCORE_JUMP', [`${scoreJump.points} points`, `${scoreJump.clearPoints} points`]],
  ['SCORE_JUMP', [`after ${scoreJump.endsAfterDays} days`]],
  ['DEFAULTED', [`${after90} days`, `${overdue.cureDays} days`, `${after30} days`, ...material]],
  ['EXT_SCORE_DROP', [percent(outside.scoreDropPpm), `${outside.scoreDropErrorBands} bands`]],
  ['EXT_LIMIT_CUT', [percent(outside.limitCutPpm)]],
  ['JUDGMENT', [`${registers.caseNewDays} days`, `${registers.caseKeptDays} days`]],
  ['TAX_DEFAULT', [`${registers.caseNewDays} days`, `${registers.caseKeptDays} days`]],
  [
    'GOVERNANCE_CHANGE',
    [`${registers.governanceToldDays} days`, `${registers.governanceWindowDays} days`],
  ],
  [
    'FIN_DETERIORATED',
    [percent(outside.gearingAlarmPpm), `below ${outside.ruinedAltmanMilli / 1_000}`],
  ],
  ['FIN_DETERIORATED', [`worst ${percent(1_000_000 - outside.ruinedScorePpm)}`]],
  ['MACRO_DOWNGRADE', [`${shelfLife.macroDays} days`]],
  ['LIMIT_MISSING', [euros(limits.missingAboveMinor)]],
  ['INSURER_REPORT_DUE', [`${insurance.warningDays} days`, `${insurance.criticalDays} days`]],
  ['OVERRIDE_EXPIRING', [`${overrides.noticeDays} days`]],
  ['TERMS_STRETCH', [`${stretch.extensions} times`, `${stretch.windowDays} days`]],
  ['TERMS_STRETCH', [`${stretch.longerByDays} days`, `${stretch.keepDays} days`]],
  ['MANDATE_REVOKED', [`${payments.mandateNewsDays} days`]],
  ['REVIEW_DUE', reviews.everyDays.map((days) => `${days} days`)],
  ['CHECKIN_DUE', reviews.contactEveryDays.map((days) => `${days} days`)],
  ['DATA_STALE', Object.values(shelfLife).map((days) => `${days} days`)],
];

describe('runbooks', () => {
  it('are there for every code that can be raised, and for no other', () => {
    const files = readdirSync(folder).filter((name) => name !== 'README.md');
    expect(files.sort()).toEqual([...codes.keys()].map(runbookOf).sort());
  });

  it.each([...codes])('name title, family and severities of %s', (code, { family, severities }) => {
    const text = read(code);
    expect(text).toContain(`# ${code}  ${describeCode(code).title}. Family \`${family}\`,`);
    for (const severity of severities) expect(text).toContain(`\`${severity}\``);
  });

  it.each([...codes.keys()])('say of %s why, what to check, what to do, when it ends', (code) => {
    const text = readFileSync(join(folder, runbookOf(code)), 'utf8');
    const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(['Why it fires', 'Check', 'Do', 'Ends']);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });

  it.each(numbers)('say the numbers of the policy for %s', (code, said) => {
    const text = read(code);
    expect(said.filter((number) => !text.includes(number))).toEqual([]);
  });

  it('are all listed in the index', () => {
    const index = readFileSync(join(folder, 'README.md'), 'utf8');
    const listed = [...index.matchAll(/\]\((\w+\.md)\)/g)].map((match) => match[1]);
    expect(listed.sort()).toEqual([...codes.keys()].map(runbookOf).sort());
  });
});
