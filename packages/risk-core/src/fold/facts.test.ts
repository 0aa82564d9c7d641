import { issued, paid, received } from '../../test/events.ts';
import { MONDAY, Shell, type Told, weekdays, worldWith } from '../../test/shell.ts';
import type { FoldResult } from '../index.ts';

const told = ({ facts = [] }: FoldResult) =>
  facts.map((fact) => ('invoiceId' in fact ? `${fact.kind} ${fact.invoiceId}` : fact.kind));

const promised = (promisedFor: number): Told => ({
  ...{ kind: 'promise.made', promiseId: 'PR', invoiceIds: ['I1'], amountMinor: 100_00 },
  ...{ currency: 'EUR', madeOn: MONDAY, promisedFor, level: 1 },
});

describe('an invoice', () => {
  it('becomes overdue on the first business day after its due day, once', () => {
    const shell = new Shell({ world: worldWith({ calendar: weekdays }) });
    const friday = MONDAY + 4;
    shell.tell(MONDAY, issued('I1', MONDAY, friday, 100_00));
    expect(told(shell.advance(friday + 2))).toEqual([]);
    const result = shell.advance(friday + 3);
    expect(result.facts).toEqual([
      {
        ...{ kind: 'invoice.became_overdue', invoiceId: 'I1', dueOn: friday },
        ...{ overdueOn: friday + 3, openMinor: 100_00, currency: 'EUR' },
      },
    ]);
    expect(told(shell.advance(friday + 60))).toEqual([]);
    expect(told(shell.tell(friday + 60, paid('P', 'I1', friday + 60, 40_00)))).toEqual([]);
  });

  it('is told of when it was late already on being issued, and not when it is repeated', () => {
    const shell = new Shell();
    const late = 'invoice.became_overdue I1';
    expect(told(shell.tell(MONDAY, issued('I1', MONDAY - 40, MONDAY - 9, 100_00)))).toEqual([late]);
    expect(told(shell.tell(MONDAY, issued('I1', MONDAY - 40, MONDAY - 9, 100_00)))).toEqual([]);
    shell.tell(MONDAY, received('P', MONDAY, 100_00));
    expect(told(shell.tell(MONDAY, paid('P', 'I1', MONDAY, 100_00)))).toEqual([]);
  });

  it('does not become overdue while all of it is disputed', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 5, 100_00));
    const dispute = { invoiceId: 'I1', disputeId: 'D', amountMinor: 100_00 };
    shell.tell(MONDAY, { kind: 'invoice.disputed', ...dispute, disputedOn: MONDAY });
    expect(told(shell.advance(MONDAY + 30))).toEqual([]);
    const resolved = shell.tell(MONDAY + 30, {
      ...{ kind: 'invoice.dispute_resolved', invoiceId: 'I1', disputeId: 'D' },
      ...{ outcome: 'invalid', creditedMinor: 0, resolvedOn: MONDAY + 30 },
    });
    expect(told(resolved)).toEqual(['invoice.became_overdue I1']);
  });

  it('and others that fall due on the way are told of by one step as by many', () => {
    const [once, daily] = [new Shell(), new Shell()];
    const dates = [3, 5, 5, 9];
    for (const shell of [once, daily]) {
      dates.forEach((days, index) => {
        shell.tell(MONDAY, issued(`I${index}`, MONDAY, MONDAY + days, 100_00));
      });
    }
    const stepwise: string[] = [];
    for (let day = 1; day <= 20; day += 1) stepwise.push(...told(daily.advance(MONDAY + day)));
    expect(told(once.advance(MONDAY + 20)).sort()).toEqual(stepwise.sort());
    expect(stepwise).toHaveLength(4);
  });
});

describe('a promise', () => {
  it('is kept with the payment that completes it in time', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY - 40, MONDAY - 9, 100_00));
    shell.tell(MONDAY, promised(MONDAY + 5));
    expect(told(shell.tell(MONDAY + 1, paid('P1', 'I1', MONDAY + 1, 60_00)))).toEqual([]);
    expect(shell.tell(MONDAY + 7, paid('P2', 'I1', MONDAY + 7, 40_00)).facts).toEqual([
      {
        ...{ kind: 'promise.kept', promiseId: 'PR', promisedFor: MONDAY + 5, on: MONDAY + 7 },
        ...{ promisedMinor: 100_00, keptMinor: 100_00, currency: 'EUR' },
      },
    ]);
    expect(told(shell.advance(MONDAY + 60))).toEqual([]);
  });

  it('is broken on the day after its tolerance, with what came of it', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY - 40, MONDAY - 9, 100_00));
    shell.tell(MONDAY, promised(MONDAY + 5));
    shell.tell(MONDAY + 1, paid('P1', 'I1', MONDAY + 1, 60_00));
    expect(told(shell.advance(MONDAY + 7))).toEqual([]);
    expect(shell.advance(MONDAY + 30).facts).toEqual([
      {
        ...{ kind: 'promise.broken', promiseId: 'PR', promisedFor: MONDAY + 5, on: MONDAY + 8 },
        ...{ promisedMinor: 100_00, keptMinor: 60_00, currency: 'EUR', level: 1 },
      },
    ]);
    expect(told(shell.tell(MONDAY + 31, paid('P2', 'I1', MONDAY + 31, 40_00)))).toEqual([]);
  });
});
