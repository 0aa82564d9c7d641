import produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { installProduceGuard } from './produce-guard.ts';

const NONE = 0;
const GZIP = 1;
type Batches = Parameters<ReturnType<typeof produce.protocol>>[0];
type Message = Batches['topicData'][number]['partitions'][number]['messages'][number];

const message: Message = { key: 'acme|C-1', value: Buffer.from('body'), headers: {} };
const lengths = [
  0, 1, 39, 40, 41, 62, 63, 64, 65, 127, 128, 8_100, 8_190, 8_192, 70_000, 2_100_000,
];
const names = Array.from({ length: 130 }, (_, nth) => [`h${nth}`, `${nth}`] as const);

/** One of everything that changes how long a length is written, or how text is. */
const messages: readonly Message[] = [
  message,
  { ...message, key: null, value: null },
  { ...message, key: '' },
  { ...message, headers: { ce_type: 'io.duewatch.ar.invoice.issued', empty: '' } },
  { ...message, headers: { 'Łódź & Müller': '株式会社', short: 'ü', smile: '🙂'.repeat(40) } },
  { ...message, headers: Object.fromEntries(names) },
  ...lengths.map((length) => ({ ...message, value: Buffer.alloc(length, 7) })),
  ...lengths.map((length) => ({ ...message, headers: { long: 'x'.repeat(length) } })),
  ...lengths.map((length) => ({ ...message, key: 'ü'.repeat(length) })),
];

function requestOf(version: number, compression: number): Promise<{ readonly buffer: Buffer }> {
  const partition = (number: number, some: readonly Message[]) => ({
    partition: number,
    firstSequence: 7 + number,
    messages: some,
  });
  const topicData = [
    { topic: 'risk.profiles', partitions: [partition(0, messages), partition(5, [message])] },
    { topic: 'risk.changes', partitions: [partition(3, Array(200).fill(message))] },
  ];
  const common = { acks: -1, timeout: 5_000, producerId: '4294967301', producerEpoch: 3 };
  return produce
    .protocol({ version })({ ...common, compression, topicData })
    .request.encode();
}

async function encodeAll(): Promise<string[]> {
  const asked = [requestOf(7, NONE), requestOf(3, NONE), requestOf(7, GZIP)];
  const encoded = await Promise.all(asked);
  return encoded.map(({ buffer }) => buffer.toString('hex'));
}

describe('produce guard', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(1_790_000_000_123);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('writes the same bytes as kafkajs alone', async () => {
    const before = await encodeAll();
    installProduceGuard();
    installProduceGuard();
    const after = await encodeAll();
    expect(after.map((bytes, index) => bytes === before[index])).toEqual([true, true, true]);
  });
});
