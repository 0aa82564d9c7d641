import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSystemClock } from '@duewatch/config';
import type { CloudEventJson } from './cloud-event.ts';
import { createFeedClient, type FeedClientOptions } from './feed-client.ts';

type Reply = (batch: CloudEventJson[], request: IncomingMessage, response: ServerResponse) => void;

/** A door that answers as it is told, the last reply for ever, and remembers what it was sent. */
class FakeDoor {
  readonly batches: CloudEventJson[][] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  private readonly server: Server;
  private readonly replies: Reply[];

  constructor(...replies: Reply[]) {
    this.replies = replies;
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const batch = JSON.parse(Buffer.concat(chunks).toString()) as CloudEventJson[];
        this.batches.push(batch);
        this.headers.push(request.headers);
        const reply = this.replies.length > 1 ? this.replies.shift() : this.replies[0];
        reply?.(batch, request, response);
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  ids(): string[][] {
    return this.batches.map((batch) => batch.map(({ id }) => id));
  }
}

const json = (response: ServerResponse, code: number, body: unknown, headers = {}) => {
  response.writeHead(code, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

const takeAll: Reply = (batch, _, response) =>
  json(response, 202, { outcomes: batch.map(({ id }) => ({ id, status: 'accepted' })) });

const later =
  (status: number, headers = {}): Reply =>
  (_, __, response) =>
    json(response, status, { detail: 'not now' }, headers);

let nextId = 0;

function event(type: string, data: object, subject?: string): CloudEventJson {
  nextId += 1;
  const about = subject === undefined ? {} : { subject };
  return {
    specversion: '1.0',
    id: `e${nextId}`,
    source: '/test',
    type: `io.duewatch.ar.${type}`,
    time: '2026-03-01T09:00:00Z',
    ...about,
    data: { ...data },
  };
}

const invoice = (customer = 'C-1') => event('invoice.issued', {}, customer);
const tick = (date: string) => event('clock.business_day_started', { date });

describe('sending a feed through the door', () => {
  let door: FakeDoor | undefined;
  beforeEach(() => {
    nextId = 0;
  });
  afterEach(() => door?.close());

  async function client(fake: FakeDoor, options: Partial<FeedClientOptions> = {}) {
    door = fake;
    const url = await fake.open();
    return createFeedClient({ url, apiKey: 'secret', clock: createSystemClock(), ...options });
  }

  it('sends a batch of CloudEvents with the key', async () => {
    const fake = new FakeDoor(takeAll);
    await (await client(fake)).send([invoice()]);
    expect(fake.headers[0]).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/cloudevents-batch+json',
    });
  });

  it('keeps the order, a tick alone between what is before and after it', async () => {
    const fake = new FakeDoor(takeAll);
    const days: string[] = [];
    const events = [tick('2026-03-02'), invoice(), invoice(), tick('2026-03-03'), invoice()];
    const report = await (await client(fake)).send(events, {
      beforeTick: (date) => void days.push(date),
    });
    expect(fake.ids()).toEqual([['e1'], ['e2', 'e3'], ['e4'], ['e5']]);
    expect(days).toEqual(['2026-03-02', '2026-03-03']);
    expect(report).toEqual({ accepted: 5, duplicate: 0, rejected: [] });
  });

  it('never sends more at once than the door takes', async () => {
    const fake = new FakeDoor(takeAll);
    await (await client(fake, { batchEvents: 2 })).send([invoice(), invoice(), invoice()]);
    expect(fake.ids()).toEqual([['e1', 'e2'], ['e3']]);
  });

  it('reports repeats and refusals, and lets the rest pass', async () => {
    const fake = new FakeDoor((_, __, response) =>
      json(response, 207, {
        outcomes: [
          { id: 'e1', status: 'accepted' },
          { id: 'e2', status: 'rejected', problem: { detail: '/data/dueOn: no date', mend: 'x' } },
          { id: 'e3', status: 'duplicate' },
        ],
      }),
    );
    const report = await (await client(fake)).send([invoice(), invoice(), invoice()]);
    expect(report).toEqual({
      accepted: 1,
      duplicate: 1,
      rejected: [
        {
          id: 'e2',
          type: 'io.duewatch.ar.invoice.issued',
          detail: '/data/dueOn: no date',
          mend: 'x',
        },
      ],
    });
  });

  it.each([
    ['too many events', later(429, { 'retry-after': '0' })],
    ['the log is away', later(503, { 'retry-after': '0' })],
    ['something went wrong', later(500)],
    ['the connection breaks', (_: unknown, request: IncomingMessage) => request.socket.destroy()],
  ] as [string, Reply][])('sends the same batch again when %s', async (_, refusal) => {
    const fake = new FakeDoor(refusal, refusal, takeAll);
    const report = await (await client(fake)).send([invoice(), invoice()]);
    expect(fake.ids()).toEqual([
      ['e1', 'e2'],
      ['e1', 'e2'],
      ['e1', 'e2'],
    ]);
    expect(report.accepted).toBe(2);
  });

  it('waits as long as it is told to', async () => {
    const waits: number[] = [];
    const clock = createSystemClock();
    const fake = new FakeDoor(later(429, { 'retry-after': '7' }), takeAll);
    const impatient = await client(fake, {
      clock: {
        now: () => clock.now(),
        schedule(delayMs, run) {
          waits.push(delayMs);
          return clock.schedule(0, run);
        },
      },
    });
    await impatient.send([invoice()]);
    expect(waits).toEqual([7_000]);
  });

  it('gives up a door that stays away', async () => {
    const stubborn = await client(new FakeDoor(later(503)), { patienceMs: 50 });
    await expect(stubborn.send([invoice()])).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('halves a batch that is too large', async () => {
    const tooLarge: Reply = (batch, request, response) =>
      batch.length > 1
        ? json(response, 413, { detail: 'too large' })
        : takeAll(batch, request, response);
    const fake = new FakeDoor(tooLarge);
    const report = await (await client(fake)).send([invoice(), invoice(), invoice()]);
    expect(report.accepted).toBe(3);
    expect(fake.ids().filter((batch) => batch.length === 1)).toEqual([['e1'], ['e2'], ['e3']]);
  });

  it('stops at once when the key is wrong, and says what the door said', async () => {
    const fake = new FakeDoor((_, __, response) =>
      json(response, 401, { detail: 'The API key is not valid.', mend: 'Use another.' }),
    );
    await expect((await client(fake)).send([invoice()])).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('The API key is not valid. Use another.'),
    });
  });

  it('does not take a short answer for success', async () => {
    const fake = new FakeDoor((_, __, response) => json(response, 202, { outcomes: [] }));
    await expect((await client(fake)).send([invoice()])).rejects.toMatchObject({
      code: 'unexpected_answer',
    });
  });

  it('ends when it is told to, while it waits too', async () => {
    const ending = new AbortController();
    const fake = new FakeDoor((batch, request, response) => {
      later(503, { 'retry-after': '60' })(batch, request, response);
      setImmediate(() => ending.abort());
    });
    const sending = (await client(fake)).send([invoice()], { signal: ending.signal });
    await expect(sending).rejects.toMatchObject({ code: 'aborted' });
  });
});
