// `npm run bench:storm`: very many customers worsen at once; what topics and receivers get of it:
// real Kafka, registry and Redis, a scoring, an alerting and a notifier process, local receivers.
import { parseArgs } from 'node:util';
import { onGround } from '../ground.ts';
import { receiversOf } from './receivers.ts';
import { runStorm } from './run-storm.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  },
});

/** What a receiver may get in a window, and the one message that stands for the rest. */
const MESSAGES_MAX = 20;
const SUMMARIES_MAX = 1;

await onGround(
  ['scoring', 'alerting', 'notifier'],
  (sinks) => ({ notifier: receiversOf(sinks) }),
  async (ground, sinks) => {
    const outcome = await runStorm(ground, sinks, Number(values.customers));
    const { customers, alertsOnTopic, messages, summaries, held, seconds } = outcome;
    const counts = Object.entries(messages).map(
      ([channel, count]) =>
        `${channel} ${count} + ${summaries[channel as keyof typeof summaries]} summaries`,
    );
    process.stdout.write(
      values.json
        ? `${JSON.stringify(outcome)}\n`
        : `${customers} customers worsened: ${alertsOnTopic} have an alert on the topic; ` +
            `${counts.join(', ')}; ${held} held; ${seconds} s\n`,
    );
    const isQuiet =
      Object.values(messages).every((count) => count <= MESSAGES_MAX) &&
      Object.values(summaries).every((count) => count <= SUMMARIES_MAX);
    process.exitCode = isQuiet && alertsOnTopic === customers ? 0 : 1;
  },
);
