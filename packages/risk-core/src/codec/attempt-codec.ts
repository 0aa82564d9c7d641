import { type Attempt, FAR, NEVER } from '../state/records.ts';
import { Bits, BitsReader } from './bits.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { type PageContext, readStamp, writeStamp } from './fields.ts';

/** Writes a failed attempt. */
export function writeAttempt(writer: ByteWriter, attempt: Attempt, page: PageContext): void {
  const bits = new Bits();
  const isLoose = bits.add(attempt.isLoose);
  bits.add(attempt.isHard);
  writer.whole(bits.value);
  if (isLoose) writer.text(attempt.id);
  writer.signed(attempt.on - page.firstOn);
  writeStamp(writer, attempt.stamp, attempt.on);
}

/** Reads what `writeAttempt` wrote. */
export function readAttempt(reader: ByteReader, key: number, page: PageContext): Attempt {
  const bits = new BitsReader(reader.whole());
  const isLoose = bits.take();
  const isHard = bits.take();
  const id = isLoose ? reader.text() : '';
  const on = reader.signed() + page.firstOn;
  const stamp = readStamp(reader, on);
  return {
    kind: 'attempt',
    key,
    id,
    sortOn: NEVER,
    nextOn: FAR,
    judgeOn: FAR,
    isStub: false,
    stamp,
    currency: '',
    amountMinor: 0,
    on,
    isHard,
    isLoose,
  };
}
