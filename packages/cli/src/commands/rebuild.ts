import { parseArgs } from 'node:util';
import type { Clock } from '@duewatch/config';
import { createRedisStore } from '@duewatch/stream';
import { recordAct } from '../acts/act-log.ts';
import { authorOf } from '../acts/author.ts';
import type { Command, Terminal } from '../command.ts';
import { planRebuild, type RebuildPlan, secondsLeft } from '../rebuild/rebuild.ts';
import { openRedis } from '../stack/open-redis.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch rebuild scoring|alerting|notifier [--republish] [--by NAME] [--json]

Forgets the state of a service and waits until the service, which must be running, has folded it
again from its topics, showing progress and time left. Nothing that was told before is told again.
Ending the command ends nothing: the service goes on, and the same command begins anew.

  --republish  writes all outputs to the topics again, in the same places: for when a topic was
               lost. Readers that keep positions drop what they have; nobody gets a message twice.
  --json       prints one JSON object at the end

DUEWATCH_SETTINGS names the settings of the services. It is recorded on risk.acts.
`;

const options = {
  republish: { type: 'boolean', default: false },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const streams = ['scoring', 'alerting', 'notifier'];
const LOOK_EVERY_MS = 1_000;

/** `duewatch rebuild …`: state from the log. */
export const command: Command = {
  summary: 'folds the state of a service again from the log',
  usage,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [stream = ''] = positionals;
    if (!streams.includes(stream)) {
      terminal.err(usage);
      return 2;
    }
    return await withStack(terminal, async (connection) => {
      const { stack, bus, clock } = connection;
      const redis = openRedis(stack, 'stateRedisUrl');
      try {
        const store = createRedisStore({ redis, stream, inputs: [] });
        const plan = await planRebuild(stream, { bus, store }, stack.partitions);
        const detail = values.republish ? 'told again' : null;
        const act = { kind: 'state.rebuild', target: stream, detail } as const;
        await recordAct(connection, { ...act, tenantId: null, by: authorOf(values) });
        for (const partition of plan.partitions) await store.discard(partition, values);
        const seconds = await waitFor(plan, clock, terminal);
        const { records } = plan;
        if (values.json) terminal.out(JSON.stringify({ stream, records, seconds }));
        else terminal.out(`${stream} is folded again: ${records} records in ${seconds} s`);
        return 0;
      } finally {
        await redis.close();
      }
    });
  },
};

async function waitFor(plan: RebuildPlan, clock: Clock, terminal: Terminal): Promise<number> {
  const startedAt = clock.now();
  for (;;) {
    const done = await plan.done();
    const passedMs = clock.now() - startedAt;
    if (done >= plan.records) return Math.ceil(passedMs / 1_000);
    const left = secondsLeft(done, plan.records, passedMs);
    const rest = left === null ? 'waits for the service' : `about ${left} s left`;
    terminal.err(`${done} of ${plan.records} records, ${rest}`);
    await new Promise<void>((resolve) => clock.schedule(LOOK_EVERY_MS, resolve));
  }
}
