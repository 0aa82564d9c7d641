import type { PendingBroadcast, PendingOutput } from './store.ts';

/**
 * Packs what waits in Redis: outputs that Kafka has not acknowledged and broadcasts that are not
 * swept. Length-prefixed fields, so that values are stored as the bytes that they are.
 */
const VERSION = 2;
const ABSENT = 0xffff_ffff;

/** Writes into one growing buffer: an outbox has tens of thousands of small fields. */
class FrameWriter {
  private frame: Buffer;
  private end = 0;

  constructor(sizeHint: number) {
    this.frame = Buffer.allocUnsafe(sizeHint);
  }

  uint32(value: number): void {
    this.reserve(4);
    this.end = this.frame.writeUInt32LE(value >>> 0, this.end);
  }

  bytes(value: Buffer | null): void {
    if (value === null) {
      this.uint32(ABSENT);
      return;
    }
    this.uint32(value.length);
    this.reserve(value.length);
    this.end += value.copy(this.frame, this.end);
  }

  text(value: string | null): void {
    if (value === null) {
      this.uint32(ABSENT);
      return;
    }
    // No letter takes more than three bytes per UTF-16 unit.
    this.reserve(4 + value.length * 3);
    const length = this.frame.write(value, this.end + 4);
    this.frame.writeUInt32LE(length, this.end);
    this.end += 4 + length;
  }

  headers(headers: Readonly<Record<string, string>>): void {
    this.text(JSON.stringify(headers));
  }

  done(): Buffer {
    return this.frame.subarray(0, this.end);
  }

  private reserve(length: number): void {
    if (this.end + length <= this.frame.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.frame.length * 2, this.end + length));
    this.frame.copy(larger, 0, 0, this.end);
    this.frame = larger;
  }
}

class FrameReader {
  private at = 0;
  private readonly frame: Buffer;

  constructor(frame: Buffer) {
    this.frame = frame;
  }

  uint32(): number {
    const value = this.frame.readUInt32LE(this.at);
    this.at += 4;
    return value;
  }

  bytes(): Buffer | null {
    const length = this.uint32();
    if (length === ABSENT) return null;
    const value = this.frame.subarray(this.at, this.at + length);
    if (value.length !== length) throw new RangeError('The frame ends inside a field.');
    this.at += length;
    return value;
  }

  text(): string {
    return this.bytes()?.toString() ?? '';
  }

  headers(): Record<string, string> {
    return JSON.parse(this.text()) as Record<string, string>;
  }
}

/** A profile with its headers, roughly. */
const OUTPUT_BYTES = 2_048;

export function encodeOutbox(outputs: readonly PendingOutput[]): Buffer {
  const writer = new FrameWriter(16 + outputs.length * OUTPUT_BYTES);
  writer.uint32(VERSION);
  writer.uint32(outputs.length);
  for (const output of outputs) {
    writer.text(output.topic);
    writer.uint32(output.partition ?? ABSENT);
    writer.text(output.key);
    writer.bytes(output.value);
    writer.headers(output.headers);
  }
  return writer.done();
}

export function decodeOutbox(frame: Buffer): PendingOutput[] {
  const reader = checkedReader(frame);
  const outputs: PendingOutput[] = [];
  for (let left = reader.uint32(); left > 0; left -= 1) {
    const topic = reader.text();
    const partition = reader.uint32();
    const rest = {
      topic,
      key: reader.bytes()?.toString() ?? null,
      value: reader.bytes(),
      headers: reader.headers(),
    };
    outputs.push(partition === ABSENT ? rest : { ...rest, partition });
  }
  return outputs;
}

export function encodeBroadcast(broadcast: PendingBroadcast): Buffer {
  const writer = new FrameWriter(OUTPUT_BYTES);
  writer.uint32(VERSION);
  writer.bytes(broadcast.value);
  writer.uint32(Math.floor(broadcast.timestampMs / 2 ** 32));
  writer.uint32(broadcast.timestampMs % 2 ** 32);
  writer.headers(broadcast.headers);
  return writer.done();
}

export function decodeBroadcast(topic: string, offset: number, frame: Buffer): PendingBroadcast {
  const reader = checkedReader(frame);
  const value = reader.bytes() ?? Buffer.alloc(0);
  const timestampMs = reader.uint32() * 2 ** 32 + reader.uint32();
  return { topic, offset, value, timestampMs, headers: reader.headers() };
}

function checkedReader(frame: Buffer): FrameReader {
  const reader = new FrameReader(frame);
  const version = reader.uint32();
  if (version !== VERSION) throw new RangeError(`Frame version ${version} is not known here.`);
  return reader;
}
