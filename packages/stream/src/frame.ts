import type { PendingBroadcast, PendingOutput } from './store.ts';

/**
 * Packs what waits in Redis: outputs that Kafka has not acknowledged and broadcasts that are not
 * swept. Length-prefixed fields, so that values are stored as the bytes that they are.
 */
const VERSION = 1;
const ABSENT = 0xffff_ffff;

class FrameWriter {
  private readonly parts: Buffer[] = [];

  uint32(value: number): void {
    const part = Buffer.allocUnsafe(4);
    part.writeUInt32LE(value >>> 0);
    this.parts.push(part);
  }

  bytes(value: Buffer | string | null): void {
    if (value === null) {
      this.uint32(ABSENT);
      return;
    }
    const part = typeof value === 'string' ? Buffer.from(value) : value;
    this.uint32(part.length);
    this.parts.push(part);
  }

  headers(headers: Readonly<Record<string, string>>): void {
    const entries = Object.entries(headers);
    this.uint32(entries.length);
    for (const [name, value] of entries) {
      this.bytes(name);
      this.bytes(value);
    }
  }

  done(): Buffer {
    return Buffer.concat(this.parts);
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
    const headers: Record<string, string> = {};
    for (let left = this.uint32(); left > 0; left -= 1) headers[this.text()] = this.text();
    return headers;
  }
}

export function encodeOutbox(outputs: readonly PendingOutput[]): Buffer {
  const writer = new FrameWriter();
  writer.uint32(VERSION);
  writer.uint32(outputs.length);
  for (const output of outputs) {
    writer.bytes(output.topic);
    writer.uint32(output.partition ?? ABSENT);
    writer.bytes(output.key);
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
  const writer = new FrameWriter();
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
