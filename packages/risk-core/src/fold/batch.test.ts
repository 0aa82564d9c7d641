import fc from 'fast-check';
import { batchAnswer } from '../../test/batch.ts';
import { MONDAY, Shell, weekdays, worldWith } from '../../test/shell.ts';
import type { DomainEvent } from '../index.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DUEWATCH_RUNS'] ?? 15);

const invoice = fc.record({
  day: fc.integer({ min: 0, max: 300 }),
  terms: fc.integer({ min: 0, max: 60 }),
  amount: fc.integer({ min: 10, max: 300_000 }),
  parts: fc.array(
    fc.record({ late: fc.integer({ min: -20, max: 120 }), isReceived: fc.boolean() }),
    {
      maxLength: 3,
    },
  ),
  settles: fc.boolean(),
  dispute: fc.option(fc.record({ after: fc.integer({ min: 0, max: 90 }), ends: fc.boolean() }), {
    nil: null,
  }),
  isVoided: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
  extendedBy: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
});

interface Dated {
  readonly day: number;
  readonly event: DomainEvent;
}

/** A plain ledger: each invoice with what became of it, in business order. */
const ledgers = fc.array(invoice, { minLength: 1, maxLength: 40, size: 'max' }).map((drawn) => {
  const dated: Dated[] = [];
  drawn.forEach((each, at) => {
    const id = `I${at}`;
    const issuedOn = MONDAY + each.day;
    let dueOn = issuedOn + each.terms;
    const add = (day: number, event: object) =>
      dated.push({
        day,
        event: {
          sourceVersion: 0,
          occurredAtMs: (day * 86_400 + at) * 1_000,
          ...event,
        } as DomainEvent,
      });
    add(issuedOn, {
      kind: 'invoice.issued',
      invoiceId: id,
      issuedOn,
      dueOn,
      amountMinor: each.amount,
      currency: 'EUR',
      fxRateNano: null,
      orderId: null,
    });
    if (each.extendedBy !== null) {
      dueOn += each.extendedBy;
      add(issuedOn + 1, {
        kind: 'invoice.due_date_changed',
        invoiceId: id,
        newDueOn: dueOn,
        reason: each.extendedBy % 2 === 0 ? 'correction' : 'extension',
        changedOn: issuedOn + 1,
      });
    }
    const part = Math.floor(each.amount / Math.max(1, each.parts.length));
    each.parts.forEach(({ late, isReceived }, index) => {
      const on = Math.max(issuedOn, dueOn + late);
      const isLast = index === each.parts.length - 1;
      const amountMinor = isLast && each.settles ? each.amount - part * index : part;
      const paymentId = `P${at}-${index}`;
      if (isReceived) {
        add(on, {
          kind: 'payment.received',
          paymentId,
          amountMinor: amountMinor + 50_00 * index,
          currency: 'EUR',
          valueOn: on,
        });
      }
      add(on, {
        kind: 'payment.applied',
        paymentId,
        invoiceId: id,
        applicationId: null,
        amountMinor,
        discountMinor: 0,
        appliedOn: on,
        valueOn: on,
      });
    });
    if (each.dispute) {
      const on = issuedOn + each.dispute.after;
      const dispute = { invoiceId: id, disputeId: `D${at}` };
      const amountMinor = Math.ceil(each.amount / 2);
      add(on, { kind: 'invoice.disputed', ...dispute, amountMinor, disputedOn: on });
      if (each.dispute.ends) {
        add(on + 20, {
          kind: 'invoice.dispute_resolved',
          ...dispute,
          outcome: 'valid',
          creditedMinor: 0,
          resolvedOn: on + 20,
        });
      }
    }
    if (each.isVoided)
      add(dueOn + 5, { kind: 'invoice.voided', invoiceId: id, voidedOn: dueOn + 5 });
  });
  return dated.sort((a, b) => a.day - b.day);
});

describe('the incremental profile', () => {
  it('agrees with a batch run over the whole ledger, on every day that something happens', () => {
    const property = fc.property(ledgers, (dated) => {
      const world = worldWith({ calendar: weekdays });
      const shell = new Shell({ world });
      const sofar: DomainEvent[] = [];
      let before = 0;
      for (const { day, event } of dated) {
        if (day > before && sofar.length > 0) {
          shell.advance(day);
          expect(shell.assess()).toMatchObject(batchAnswer(sofar, day, world));
        }
        before = day;
        shell.tellStamped(day, event);
        sofar.push(event);
      }
      shell.advance(before + 45);
      expect(shell.assess()).toMatchObject(batchAnswer(sofar, before + 45, world));
    });
    fc.assert(property, { seed, numRuns: runs });
  });
});
