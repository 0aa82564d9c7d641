import type { Fault } from '../../../tools/run/src/sinks/index.ts';
import { Rig } from './rig.ts';
import { createTwinWorld } from './twin-world.ts';

// Real sockets on a busy machine; a mail server that hangs is given up by the real clock.
jest.setTimeout(30_000);

const MINUTE_MS = 60_000;
const CUSTOMERS = ['c-1', 'c-2', 'c-3', 'c-4'];
const LIFE = ['opened', 'escalated', 'resolved'];

/** By Slack, by mail and by webhook. */
const RECEIVERS = ['ops', 'desk', 'systems'] as const;
type Receiver = (typeof RECEIVERS)[number];

/** What a receiver does to its senders; SMTP has answers of its own, and no Retry-After. */
const FAULTS: readonly {
  readonly name: string;
  readonly http: Fault;
  readonly smtp: Fault;
}[] = [
  {
    name: 'answers 500',
    http: { kind: 'status', status: 500 },
    smtp: { kind: 'status', status: 451 },
  },
  {
    name: 'asks for a pause',
    http: { kind: 'status', status: 429, retryAfterSeconds: 20 },
    smtp: { kind: 'status', status: 421 },
  },
  { name: 'hangs', http: { kind: 'hang' }, smtp: { kind: 'hang' } },
  { name: 'resets', http: { kind: 'reset' }, smtp: { kind: 'reset' } },
];

describe.each(RECEIVERS)('%s, when for five minutes it', (receiver) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.create(createTwinWorld());
    await rig.start({ maxTries: 1_000, maxDelayMs: 10_000 });
  });
  afterEach(() => rig.close());

  it.each(FAULTS)('$name, gets everything after that, once and in order', async (fault) => {
    const sink = sinkOf(rig, receiver);
    sink.fail(receiver === 'desk' ? fault.smtp : fault.http, Number.POSITIVE_INFINITY);
    await tellOthers(rig, receiver);
    await fiveMinutes(rig, receiver);
    sink.heal();
    await expectAllToldOnce(rig);
  });

  it('is gone, gets everything after that, once and in order', async () => {
    const comeBack = await rig.leave(receiver);
    await tellOthers(rig, receiver);
    await fiveMinutes(rig, receiver);
    await comeBack();
    await expectAllToldOnce(rig);
  });

  it('answers slowly, gets everything meanwhile, once and in order', async () => {
    const slow: Fault = { kind: 'delay', delayMs: 1_000 };
    sinkOf(rig, receiver).fail(slow, Number.POSITIVE_INFINITY);
    await tellOthers(rig, receiver);
    await expectAllToldOnce(rig);
    expect(await rig.status()).toMatchObject({ retried: {}, possibleRepeats: 0 });
  });
});

/** A whole life of each customer's case; the other receivers hear of it as if all were well. */
async function tellOthers(rig: Rig, receiver: Receiver): Promise<void> {
  const at = rig.now();
  for (const tell of [opened, escalated, resolved]) {
    await rig.publish(...CUSTOMERS.map((customerId) => tell(rig, customerId)));
  }
  const others = RECEIVERS.filter((one) => one !== receiver).map((one) => sinkOf(rig, one));
  const all = CUSTOMERS.length * LIFE.length;
  await rig.until('the others have it', () => {
    return others.every((sink) => sink.received().length === all);
  });
  const arrivals = others.flatMap((sink) => sink.received().map((one) => one.receivedAtMs));
  expect(Math.max(...arrivals) - at).toBeLessThan(MINUTE_MS);
}

const opened = (rig: Rig, customerId: string) => rig.opened({ customerId, severity: 'error' });
const escalated = (rig: Rig, customerId: string) =>
  rig.escalated({ customerId, severity: 'critical', previousSeverity: 'error' });
const resolved = (rig: Rig, customerId: string) => rig.resolved({ customerId });

async function fiveMinutes(rig: Rig, receiver: Receiver): Promise<void> {
  for (let minute = 0; minute < 5; minute += 1) await rig.world.pass(MINUTE_MS);
  await rig.until('it was tried in vain', async () => {
    return Object.keys((await rig.status()).retried).length > 0;
  });
  expect(sinkOf(rig, receiver).received()).toEqual([]);
}

/** What each sink got is what the ledger says was sent, one for one, and each case in order. */
async function expectAllToldOnce(rig: Rig): Promise<void> {
  await rig.drained();
  const ledger = await rig.deliveries();
  for (const receiver of RECEIVERS) {
    const sent = ledger.filter((one) => one.receiver === receiver && one.outcome === 'sent');
    const heard = sinkOf(rig, receiver).received().map(idOf);
    expect(heard.toSorted()).toEqual(sent.map(({ deliveryId }) => deliveryId).sort());
    const inOrder = heard.map((id) => sent.find(({ deliveryId }) => deliveryId === id));
    for (const customerId of CUSTOMERS) {
      const own = inOrder.filter((one) => one?.customerId === customerId);
      expect(own.map((one) => one?.transition)).toEqual(LIFE);
    }
  }
  expect(ledger.every(({ outcome }) => outcome === 'sent')).toBe(true);
}

function sinkOf({ slack, mail, webhook }: Rig, receiver: Receiver) {
  return { ops: slack, desk: mail, systems: webhook }[receiver];
}

/** Every channel carries the id of the delivery: in its text, its Message-ID or its header. */
function idOf(message: object): string {
  return /dlv_[0-9a-f]{32}/.exec(JSON.stringify(message))?.[0] ?? 'no id';
}
