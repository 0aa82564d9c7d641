import { createFunds } from '../state/create-records.ts';
import { FAR, type Funds, NEVER } from '../state/records.ts';
import { Bits, BitsReader } from './bits.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { currencyNo, currencyOf, type PageContext, readStamp, writeStamp } from './fields.ts';

/** Writes a payment or credit note. */
export function writeFunds(writer: ByteWriter, funds: Funds, page: PageContext): void {
  const bits = new Bits();
  const isKnown = bits.add(funds.stamp >= 0);
  const hasId = bits.add(funds.id !== '');
  bits.add(funds.isCredit);
  bits.add(funds.isVoided);
  const isUsedUp = bits.add(funds.appliedMinor === funds.amountMinor);
  const isReturned = bits.add(funds.returnedOn !== NEVER);
  const hasRefunds = bits.add(funds.refunds.length > 0);
  const canIdle = bits.add(funds.idleFrom !== FAR);
  writer.whole(bits.value);
  if (hasId) writer.text(funds.id);
  writer.signed(funds.on - page.firstOn);
  if (isKnown) {
    writer.whole(currencyNo(page, funds.currency));
    writer.whole(funds.amountMinor);
    writeStamp(writer, funds.stamp, funds.on);
  }
  if (!isUsedUp) writer.signed(funds.appliedMinor);
  if (isReturned) writer.signed(funds.returnedOn - page.firstOn);
  if (canIdle) writer.whole(funds.idleFrom - funds.on);
  if (!hasRefunds) return;
  writer.whole(funds.refunds.length);
  for (const { key, amountMinor } of funds.refunds) {
    writer.key(key);
    writer.whole(amountMinor);
  }
}

/** Reads what `writeFunds` wrote. */
export function readFunds(reader: ByteReader, key: number, page: PageContext): Funds {
  const bits = new BitsReader(reader.whole());
  const isKnown = bits.take();
  const hasId = bits.take();
  const isCredit = bits.take();
  const isVoided = bits.take();
  const isUsedUp = bits.take();
  const isReturned = bits.take();
  const hasRefunds = bits.take();
  const canIdle = bits.take();
  const id = hasId ? reader.text() : '';
  const funds = createFunds(key, id, isCredit, reader.signed() + page.firstOn);
  funds.isVoided = isVoided;
  if (isKnown) {
    funds.currency = currencyOf(page, reader.whole());
    funds.amountMinor = reader.whole();
    funds.stamp = readStamp(reader, funds.on);
  }
  funds.appliedMinor = isUsedUp ? funds.amountMinor : reader.signed();
  if (isReturned) funds.returnedOn = reader.signed() + page.firstOn;
  if (canIdle) funds.idleFrom = funds.on + reader.whole();
  if (hasRefunds) {
    const refunds = reader.list(() => ({ key: reader.key(), amountMinor: reader.whole() }));
    funds.refunds.push(...refunds);
  }
  return funds;
}
