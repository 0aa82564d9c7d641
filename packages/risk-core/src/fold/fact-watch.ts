import { isMadeGood } from '../state/contributions.ts';
import { isIssued } from '../state/derive-item.ts';
import type { AccountRecord, Item, Promised } from '../state/records.ts';
import type { DerivedFact } from '../types/facts.ts';
import type { EpochDay } from '../types/units.ts';

const none: readonly DerivedFact[] = [];

/** How a record stands as far as facts are told of it. */
type Status = 'nothing' | 'overdue' | 'kept' | 'broken';

/**
 * Notes how records stood when a step first touched them and how they stand now. What comes and
 * goes within one step, as records are taken out and filed again, is no fact.
 */
export class FactWatch {
  // Made on first use: most steps touch nothing that is late or promised.
  private before: Map<number, Status> | undefined;
  private after: Map<number, Item | Promised> | undefined;

  /** A record as it stood on a day, before it changes or the day does. */
  leaves(record: AccountRecord, on: EpochDay): void {
    if (record.kind !== 'item' && record.kind !== 'promise') return;
    const status = statusOf(record, on);
    // Most stand for nothing: then absence says so.
    if (status === 'nothing' || this.after?.has(record.key)) return;
    this.before ??= new Map();
    if (!this.before.has(record.key)) this.before.set(record.key, status);
  }

  /** A record as it stands today. */
  arrives(record: AccountRecord, today: EpochDay): void {
    if (record.kind !== 'item' && record.kind !== 'promise') return;
    if (statusOf(record, today) === 'nothing') {
      this.after?.delete(record.key);
      return;
    }
    this.after ??= new Map();
    this.after.set(record.key, record);
  }

  /** What has become true, in an order that does not depend on where records are kept. */
  facts(today: EpochDay): readonly DerivedFact[] {
    if (this.after === undefined) return none;
    const facts: DerivedFact[] = [];
    const records = [...this.after.values()].sort((a, b) => a.key - b.key);
    for (const record of records) {
      const status = statusOf(record, today);
      if (status === 'nothing' || status === this.before?.get(record.key)) continue;
      // A stub that was opened again may have lost its name; its invoice tells of it no more.
      if (record.id === '') continue;
      facts.push(record.kind === 'item' ? becameOverdue(record) : promiseFact(record, today));
    }
    return facts;
  }
}

function statusOf(record: Item | Promised, on: EpochDay): Status {
  if (record.kind === 'item') {
    const isOverdue = on >= record.overdueFrom && isIssued(record) && !record.isVoided;
    return isOverdue && record.openMinor > record.disputedMinor ? 'overdue' : 'nothing';
  }
  if (record.isWithdrawn || record.stamp < 0) return 'nothing';
  if (record.keptMinor >= record.amountMinor) return 'kept';
  return on > record.deadlineOn && !isMadeGood(record) ? 'broken' : 'nothing';
}

function becameOverdue(item: Item): DerivedFact {
  return {
    kind: 'invoice.became_overdue',
    invoiceId: item.id,
    dueOn: item.dueOn,
    overdueOn: item.overdueFrom,
    openMinor: item.openMinor,
    currency: item.currency,
  };
}

function promiseFact(promise: Promised, today: EpochDay): DerivedFact {
  const { id, promisedFor, amountMinor, keptMinor, currency, deadlineOn, level } = promise;
  const common = { promiseId: id, promisedFor, promisedMinor: amountMinor, keptMinor, currency };
  return keptMinor >= amountMinor
    ? { kind: 'promise.kept', ...common, on: today }
    : { kind: 'promise.broken', ...common, on: Math.min(deadlineOn + 1, today), level };
}
