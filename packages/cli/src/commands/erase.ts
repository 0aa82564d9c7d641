import { hash, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Clock, loadSettings, readKeyFile } from '@duewatch/config';
import { customerKey, isoInstantOf } from '@duewatch/contracts';
import { type CloudEventJson, FeedError } from '@duewatch/door-client';
import { z } from 'zod';
import { recordAct } from '../acts/act-log.ts';
import { authorOf } from '../acts/author.ts';
import type { Command, Terminal } from '../command.ts';
import { type DoorCall, doorKey, doorUrl, sendOne } from '../door.ts';
import { findTraces, type Trace } from '../erase/traces.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch erase CUSTOMER --reason TEXT [--tenant ID] [--url URL] [--by NAME]
       [--json]

Erases a customer: its card, its notes and its profile, in topics, state and queue. Looks
everywhere before and after, and reports what was found and what is left; exit code 1 when after two
minutes anything is.

DUEWATCH_API_KEY holds a key of the customer's tenant with the scope customers:erase; the tenant is
found by the key in the settings (DUEWATCH_SETTINGS), or said with --tenant. What the door refuses
is on risk.acts as customer.erase.refused. What stays, and for how long, is told at the end: events
under the customer's id, without names; and what lies in your backups of Kafka.
`;

const options = {
  tenant: { type: 'string' },
  reason: { type: 'string' },
  url: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 500;

/** What an erasure leaves on purpose; docs/security.md gives the reasons. */
const stays = [
  'ar.events: codes, amounts and dates under the id of the customer, for ever',
  'risk.changes, risk.alerts, dead letters: the same for 30 days; risk.deliveries for 400 days',
  'state of alerting and notifier: places read, under the id, so that no alert is told again',
  'risk.acts: that the customer was erased, by whom and why',
  'disk of Kafka: old records of compacted topics until compaction, at most 7 days after that',
  'backups of Kafka: until they are thrown away; erase again after restoring one',
];

/** `duewatch erase …`: forget a customer, and prove it. */
export const command: Command = {
  summary: 'erases a customer and proves that nothing is left',
  usage,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [customerId] = positionals;
    const { reason: detail } = values;
    if (customerId === undefined || detail === undefined) {
      terminal.err(usage);
      return 2;
    }
    const apiKey = doorKey(terminal, 'customers are erased only with a key');
    if (apiKey === undefined) return 2;
    const tenantId = tenantOf(apiKey, values.tenant);
    const url = doorUrl(values.url);
    return await withStack(terminal, async (stack) => {
      const { clock } = stack;
      const act = { kind: 'customer.erase', tenantId, target: customerId, detail } as const;
      const by = authorOf(values);
      const key = customerKey(tenantId, customerId);
      const { queuePrefix } = loadSettings({ notifier: notifierSection }).notifier;
      const look = () => findTraces(stack, { key, queuePrefix });
      const before = await look();
      await recordAct(stack, { ...act, by });
      const refusal = await tellDoor({ url, apiKey, clock, terminal }, customerId);
      if (refusal !== null) {
        await recordAct(stack, { ...act, by, kind: 'customer.erase.refused', detail: refusal });
        throw new Error(`Refused: ${refusal}`);
      }
      const after = await untilGone(look, clock);
      return report({ key, before, after }, values.json, terminal);
    });
  },
};

const ingestSection = z.looseObject({
  keys: z.array(z.looseObject({ tenantId: z.string(), sha256: z.string() })).default([]),
  keysFile: z.string().nullable().default(null),
});

const notifierSection = z.looseObject({ queuePrefix: z.string().min(1).default('duewatch') });

/** Whose key it is. A guess would erase another tenant's customer of the same id. */
function tenantOf(apiKey: string, said: string | undefined): string {
  const { ingest } = loadSettings({ ingest: ingestSection });
  const keys = [...ingest.keys, ...(ingest.keysFile === null ? [] : readKeyFile(ingest.keysFile))];
  const sha256 = hash('sha256', apiKey, 'hex');
  const key = keys.find((one) => one.sha256 === sha256);
  const tenantId = key?.tenantId ?? said;
  if (tenantId === undefined) {
    throw new Error('The settings do not know this key. Say whose it is with --tenant.');
  }
  if (said !== undefined && said !== tenantId) {
    throw new Error(
      `The key is of ${tenantId}, whose customer it would erase. Use one of ${said}.`,
    );
  }
  return tenantId;
}

/** Null when the door took it, else why it did not. */
async function tellDoor(call: DoorCall, customerId: string): Promise<string | null> {
  const time = isoInstantOf(call.clock.now());
  const event: CloudEventJson = {
    ...{ specversion: '1.0', id: `erase:${randomUUID()}`, source: '/duewatch/cli', time },
    type: 'io.duewatch.ar.customer.erased',
    data: { customerId, erasedOn: time.slice(0, 'YYYY-MM-DD'.length) },
  };
  try {
    const { rejected } = await sendOne(event, call);
    return rejected.map(({ detail, mend }) => `${detail} ${mend}`)[0] ?? null;
  } catch (error) {
    if (error instanceof FeedError && error.code === 'refused') return error.message;
    throw error;
  }
}

async function untilGone(
  look: () => Promise<readonly Trace[]>,
  clock: Clock,
): Promise<readonly Trace[]> {
  const deadline = clock.now() + PATIENCE_MS;
  for (;;) {
    const traces = await look();
    if (traces.every(({ left }) => left === 0) || clock.now() > deadline) return traces;
    await new Promise<void>((resolve) => clock.schedule(LOOK_EVERY_MS, resolve));
  }
}

function report(
  looks: {
    readonly key: string;
    readonly before: readonly Trace[];
    readonly after: readonly Trace[];
  },
  isJson: boolean,
  terminal: Terminal,
): number {
  const { key, before, after } = looks;
  const traces = after.map(({ place, left }, at) => ({
    place,
    found: before[at]?.left ?? 0,
    left,
  }));
  const isGone = traces.every(({ left }) => left === 0);
  const isKnown = traces.some(({ found, left }) => found + left > 0);
  if (isJson) terminal.out(JSON.stringify({ key, traces, stays, isKnown, isGone }));
  else {
    terminal.out(`${key} is ${isGone ? 'erased' : 'NOT erased'}`);
    for (const { place, found, left } of traces) {
      terminal.out(`  ${place.padEnd(20)} ${String(found).padStart(3)} found, ${left} left`);
    }
    terminal.out('What stays:');
    for (const line of stays) terminal.out(`  ${line}`);
  }
  if (!isKnown) terminal.err(`Nothing was known of ${key} before either: check the id.`);
  return isGone ? 0 : 1;
}
