import { connect } from 'node:net';
import { BusError } from '@duewatch/event-bus';
import { closeDoors, invoice, keys, openDoor } from './door.ts';

afterEach(closeDoors);

/** A hook for faults that can be switched while the door is open. */
function switchable() {
  let fault: (() => void | Promise<void>) | undefined;
  return {
    set: (next: typeof fault) => {
      fault = next;
    },
    faults: {
      beforeAppend: async (_producer: string, records: readonly { headers: object }[]) => {
        if (records.some(({ headers }) => Reflect.get(headers, 'ce_source') === '/erp/fr')) {
          await fault?.();
        }
      },
    },
  };
}

describe('too much at once', () => {
  it('is a body of more than 1 MB', async () => {
    const door = await openDoor();
    const reply = await door.post(invoice('1', { note: 'x'.repeat(1_048_576) }));
    expect(reply.status).toBe(413);
    expect(reply.body.type).toBe('urn:duewatch:problem:body-too-large');
    expect((await door.post(invoice('1'))).status).toBe(202);
  });

  it('is a batch of more than 1,000 events, of which none is taken in', async () => {
    const door = await openDoor();
    const events = Array.from({ length: 1_001 }, (_, n) => invoice(`${n}`));
    const reply = await door.batch(events);
    expect(reply.status).toBe(413);
    expect(reply.body.detail).toContain('1001');
    expect(await door.events()).toEqual([]);
    expect((await door.batch(events.slice(1))).status).toBe(202);
    expect(await door.events()).toHaveLength(1_000);
  });

  it('is more than the allowance of a tenant, which others do not feel', async () => {
    const rates = { eventsPerSecond: 10, burstEvents: 20, batchEventsMax: 20 };
    const door = await openDoor({ settings: rates });
    const batch = (name: string) => Array.from({ length: 20 }, (_, n) => invoice(`${name}${n}`));
    expect((await door.batch(batch('a'))).status).toBe(202);
    const reply = await door.batch(batch('b'));
    expect(reply.status).toBe(429);
    expect(reply.headers.get('retry-after')).toBe('2');
    expect((await door.batch(batch('b'), keys.other)).status).toBe(202);
    await door.clock.advance(2_000);
    expect((await door.batch(batch('b'))).status).toBe(202);
  });

  it('is more than fits in memory, which is refused before it is read', async () => {
    const fault = switchable();
    const sizes = { inFlightBytesMax: 1_048_576, bodyBytesMax: 524_288 };
    const door = await openDoor({ settings: sizes, faults: fault.faults });
    const held = Promise.withResolvers<void>();
    fault.set(() => held.promise);
    const statuses: number[] = [];
    const posts = Array.from({ length: 400 }, async (_, n) => {
      const reply = await door.post(invoice(`${n}`));
      statuses.push(reply.status);
      return reply;
    });
    // Each request at work counts as two: those that are not refused wait for Kafka.
    while (statuses.length + door.app.status().pending / 2 < 400) await new Promise(setImmediate);
    expect(new Set(statuses)).toEqual(new Set([503]));
    held.resolve();
    const refused = (await Promise.all(posts)).filter(({ status }) => status === 503);
    expect(refused[0]?.body.type).toBe('urn:duewatch:problem:overloaded');
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    expect(await door.events()).toHaveLength(400 - refused.length);
    expect((await door.post(invoice('after'))).status).toBe(202);
  });
});

describe('when Kafka is away', () => {
  it.each<[string, Error, string]>([
    ['does not answer in time', new BusError('SEND_DEADLINE', 'late'), 'log-unavailable'],
    ['cannot be reached', new BusError('UNAVAILABLE', 'gone'), 'log-unavailable'],
    ['has lost a topic', new BusError('UNKNOWN_TOPIC', 'no topic'), 'log-unavailable'],
    ['has a full queue before it', new BusError('QUEUE_FULL', 'full'), 'overloaded'],
  ])('because it %s, the client is told to come again, and may', async (_, error, problem) => {
    const fault = switchable();
    const door = await openDoor({ faults: fault.faults });
    fault.set(() => {
      throw error;
    });
    const reply = await door.post(invoice('1'));
    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('5');
    expect(reply.body.type).toBe(`urn:duewatch:problem:${problem}`);
    const batch = await door.batch([invoice('2'), invoice('3')]);
    expect(batch.status).toBe(503);
    expect(await door.events()).toEqual([]);
    fault.set(undefined);
    expect((await door.post(invoice('1'))).status).toBe(202);
    expect((await door.batch([invoice('2'), invoice('3')])).body).toMatchObject({ accepted: 2 });
  });

  it('it is logged once, and once more when it is back', async () => {
    const fault = switchable();
    const door = await openDoor({ faults: fault.faults, log: true });
    fault.set(() => {
      throw new BusError('UNAVAILABLE', 'gone');
    });
    for (const id of ['1', '2', '3']) await door.post(invoice(id));
    fault.set(undefined);
    for (const id of ['1', '2', '3']) await door.post(invoice(id));
    const lines = door.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    const back = lines.filter(({ message }) => message === 'events are taken in again');
    expect(back).toMatchObject([{ refused: 3 }]);
  });

  it('wrong events are still told what is wrong', async () => {
    const fault = switchable();
    const door = await openDoor({ faults: fault.faults });
    fault.set(() => {
      throw new BusError('UNAVAILABLE', 'gone');
    });
    expect((await door.post(invoice('1', { dueOn: 'x' }))).status).toBe(400);
  });

  it('events that got in without our knowing are written again, and never lost', async () => {
    let isLost = true;
    const door = await openDoor({
      faults: {
        afterAppend(_producer, records) {
          if (isLost && records.some(({ headers }) => headers['ce_id'] === '1')) {
            isLost = false;
            throw new BusError('SEND_DEADLINE', 'the acknowledgement was lost');
          }
        },
      },
    });
    expect((await door.post(invoice('1'))).status).toBe(503);
    expect((await door.post(invoice('1'))).status).toBe(202);
    expect(await door.events()).toHaveLength(2);
  });
});

describe('when the memory of repeats is away', () => {
  it('nothing is taken in that could not be recognised', async () => {
    let isAway = true;
    const door = await openDoor({
      dedupe: (store) => ({
        ...store,
        lookup: async (ids) => {
          if (isAway) throw new Error('no Redis');
          return store.lookup(ids);
        },
      }),
    });
    const reply = await door.post(invoice('1'));
    expect(reply.status).toBe(503);
    expect(reply.body.type).toBe('urn:duewatch:problem:memory-unavailable');
    expect(await door.events()).toEqual([]);
    isAway = false;
    expect((await door.post(invoice('1'))).status).toBe(202);
  });

  it('what is in the log already is accepted all the same', async () => {
    const door = await openDoor({
      dedupe: (store) => ({
        ...store,
        remember: () => Promise.reject(new Error('no Redis')),
      }),
    });
    expect((await door.post(invoice('1'))).status).toBe(202);
    expect(door.app.status().forgotten).toBe(1);
  });
});

describe('shutting down', () => {
  it('finishes what is at work and refuses what comes', async () => {
    const fault = switchable();
    const door = await openDoor({ faults: fault.faults });
    const held = Promise.withResolvers<void>();
    fault.set(() => held.promise);
    const atWork = door.post(invoice('1'));
    while (door.app.status().pending < 2) await new Promise(setImmediate);
    const stopped = door.app.stop();
    const late = await door.post(invoice('2'));
    expect(late.status).toBe(503);
    expect(late.body.type).toBe('urn:duewatch:problem:draining');
    expect(late.headers.get('retry-after')).toBe('1');
    expect((await fetch(`${door.url}/readyz`)).status).toBe(503);
    held.resolve();
    expect((await atWork).status).toBe(202);
    await stopped;
    await expect(door.post(invoice('3'))).rejects.toThrow('fetch failed');
  });

  it('waits for work whose client has hung up', async () => {
    const fault = switchable();
    const door = await openDoor({ faults: fault.faults });
    const held = Promise.withResolvers<void>();
    fault.set(() => held.promise);
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    const body = JSON.stringify(invoice('1'));
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${keys.erp}\r\n` +
        'content-type: application/cloudevents+json\r\n' +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
    while (door.app.status().pending < 2) await new Promise(setImmediate);
    socket.destroy();
    while (door.app.status().pending > 1) await new Promise(setImmediate);
    const stopped = door.app.stop();
    held.resolve();
    await stopped;
    expect(door.app.status().accepted).toBe(1);
  });

  it('does not wait for ever', async () => {
    const fault = switchable();
    const door = await openDoor({ faults: fault.faults });
    const held = Promise.withResolvers<void>();
    fault.set(() => held.promise);
    const answer = door.post(invoice('1')).catch(() => 'cut off');
    while (door.app.status().pending < 2) await new Promise(setImmediate);
    const stopped = door.app.stop();
    await door.clock.advance(9_999);
    expect((await fetch(`${door.url}/livez`)).status).toBe(200);
    await door.clock.advance(1);
    await expect(answer).resolves.toBe('cut off');
    held.resolve();
    await stopped;
  });
});

interface OpenApi {
  readonly openapi: string;
  readonly components: { readonly schemas: Record<string, { properties?: object }> };
}

describe('what the door says about itself', () => {
  it('is alive, ready and counts', async () => {
    const door = await openDoor();
    await door.batch([invoice('1'), invoice('1'), invoice('2', { dueOn: 'x' })]);
    expect((await fetch(`${door.url}/livez`)).status).toBe(200);
    expect((await fetch(`${door.url}/readyz`)).status).toBe(200);
    const status = await (await fetch(`${door.url}/status`)).json();
    expect(status).toEqual({
      service: 'ingest',
      ready: true,
      lag: 0,
      pending: 0,
      accepted: 1,
      duplicates: 1,
      rejected: 1,
      unavailable: 0,
      forgotten: 0,
    });
  });

  it('is described for tools by an OpenAPI document', async () => {
    const door = await openDoor();
    const answer = await fetch(`${door.url}/v1/openapi.json`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const document = (await answer.json()) as OpenApi;
    expect(document.openapi).toBe('3.1.0');
    const { schemas } = document.components;
    expect(schemas['InvoiceIssued']?.properties).toMatchObject({
      type: { const: 'io.duewatch.ar.invoice.issued' },
    });
    expect(schemas['InvoiceIssuedData']).toMatchObject({
      additionalProperties: false,
      properties: { dueOn: { type: 'string', format: 'date' }, amountMinor: { type: 'integer' } },
      required: ['invoiceId', 'issuedOn', 'dueOn', 'amountMinor', 'currency'],
    });
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(schemas).toHaveProperty([name as string]);
    }
  });
});
