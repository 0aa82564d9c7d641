import { FAR, NEVER, type Promised } from '../state/records.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { currencyNo, currencyOf, type PageContext, readKeys, writeKeys } from './fields.ts';

/** Writes a promise or a plan. */
export function writePromise(writer: ByteWriter, promise: Promised, page: PageContext): void {
  writer.text(promise.id);
  writer.whole(promise.stamp + 1);
  writer.flag(promise.isWithdrawn);
  writer.whole(currencyNo(page, promise.currency));
  writer.whole(promise.rate);
  writer.whole(promise.amountMinor);
  writer.signed(promise.madeOn - page.firstOn);
  writer.signed(promise.promisedFor - page.firstOn);
  writer.signed(promise.deadlineOn - page.firstOn);
  writer.whole(promise.level);
  writer.signed(promise.keptMinor);
  writer.signed(promise.paidMinor);
  writer.signed(promise.openMinor);
  writeKeys(writer, promise.items);
  if (!promise.isPlan) return;
  writer.whole(promise.instalments.length);
  for (const { dueOn, deadlineOn, amountMinor } of promise.instalments) {
    writer.signed(dueOn - page.firstOn);
    writer.whole(deadlineOn - dueOn);
    writer.whole(amountMinor);
  }
}

/** Reads what `writePromise` wrote. */
export function readPromise(reader: ByteReader, key: number, page: PageContext): Promised {
  return {
    kind: 'promise',
    key,
    sortOn: NEVER,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    id: reader.text(),
    stamp: reader.whole() - 1,
    isWithdrawn: reader.flag(),
    currency: currencyOf(page, reader.whole()),
    rate: reader.whole(),
    amountMinor: reader.whole(),
    madeOn: reader.signed() + page.firstOn,
    promisedFor: reader.signed() + page.firstOn,
    deadlineOn: reader.signed() + page.firstOn,
    level: reader.whole(),
    keptMinor: reader.signed(),
    paidMinor: reader.signed(),
    openMinor: reader.signed(),
    items: readKeys(reader),
    isPlan: false,
    instalments: [],
  };
}

/** Reads a plan as `writePromise` wrote it: a promise with its instalments behind. */
export function readPlan(reader: ByteReader, key: number, page: PageContext): Promised {
  const plan = readPromise(reader, key, page);
  plan.isPlan = true;
  const instalments = reader.list(() => {
    const dueOn = reader.signed() + page.firstOn;
    return { dueOn, deadlineOn: dueOn + reader.whole(), amountMinor: reader.whole() };
  });
  plan.instalments.push(...instalments);
  return plan;
}
