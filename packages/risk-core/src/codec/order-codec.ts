import { createOrder } from '../state/create-records.ts';
import { NEVER, type Order, type Part } from '../state/records.ts';
import { Bits, BitsReader } from './bits.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { currencyNo, currencyOf, type PageContext, readStamp, writeStamp } from './fields.ts';

/** Writes an order with its deliveries and bills. */
export function writeOrder(writer: ByteWriter, order: Order, page: PageContext): void {
  const bits = new Bits();
  const isPlaced = bits.add(order.stamp >= 0);
  const hasId = bits.add(order.id !== '');
  bits.add(order.isCancelled);
  const hasDay = bits.add(order.placedOn !== NEVER);
  const isWanted = bits.add(order.wantedOn !== NEVER);
  writer.whole(bits.value);
  if (hasId) writer.text(order.id);
  writer.signed(order.on - page.firstOn);
  writer.whole(currencyNo(page, order.currency));
  if (isPlaced) {
    writer.whole(order.amountMinor);
    writer.whole(order.toldOpenMinor);
    writeStamp(writer, order.stamp, order.on);
  }
  if (hasDay) writer.signed(order.placedOn - order.on);
  if (isWanted) writer.signed(order.wantedOn - order.on);
  writeParts(writer, order.deliveries);
  writeParts(writer, order.bills);
}

/** Reads what `writeOrder` wrote. */
export function readOrder(reader: ByteReader, key: number, page: PageContext): Order {
  const bits = new BitsReader(reader.whole());
  const isPlaced = bits.take();
  const hasId = bits.take();
  const isCancelled = bits.take();
  const hasDay = bits.take();
  const isWanted = bits.take();
  const id = hasId ? reader.text() : '';
  const on = reader.signed() + page.firstOn;
  const order = createOrder(key, id, currencyOf(page, reader.whole()), on);
  order.isCancelled = isCancelled;
  if (isPlaced) {
    order.amountMinor = reader.whole();
    order.toldOpenMinor = reader.whole();
    order.stamp = readStamp(reader, on);
  }
  if (hasDay) order.placedOn = on + reader.signed();
  if (isWanted) order.wantedOn = on + reader.signed();
  order.deliveries.push(...readParts(reader));
  order.bills.push(...readParts(reader));
  return order;
}

function writeParts(writer: ByteWriter, parts: readonly Part[]): void {
  writer.whole(parts.length);
  for (const { key, amountMinor } of parts) {
    writer.key(key);
    writer.signed(amountMinor);
  }
}

function readParts(reader: ByteReader): Part[] {
  return reader.list(() => ({ key: reader.key(), amountMinor: reader.signed() }));
}
