import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { loadSettings } from '@duewatch/config';
import { auditCustomers, SCORING, SCORING_INPUTS } from '@duewatch/scoring-logic';
import { createRedisStore } from '@duewatch/stream';
import { z } from 'zod';
import type { Command } from '../command.ts';
import { openRedis } from '../stack/open-redis.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch audit [--sample N] [--seed TEXT] [--json]

Folds customers from the log once more and compares them with the state of scoring, while it runs.
Reports each whose score, bands, treatment, sums, conditions or pages of invoices differ, whose
state cannot be read, or whom the state lacks though the log tells of it; exit code 1 when there is
any. Customers that another policy or release judged last are counted and left out.

  --sample N   so many customers of each partition (default 100)
  --seed TEXT  draws the same customers again

DUEWATCH_SETTINGS names the settings of the services. It reads \`ar.events\` from the start.
`;

const options = {
  sample: { type: 'string', default: '100' },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const MEND = `State that is not the fold of the log is a fault: keep this report and the logs.
Then \`duewatch rebuild scoring\` folds the state again.`;

const scoringSection = z.looseObject({ baseCurrency: z.string().default('EUR') });

/** `duewatch audit`: is what scoring holds what the log comes to? */
export const command: Command = {
  summary: 'folds sampled customers from the log and compares them',
  usage,
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options });
    const sample = Number(values.sample);
    if (!Number.isInteger(sample) || sample < 1) {
      throw new Error(`--sample ${values.sample} is no whole number above 0.`);
    }
    const seed = values.seed ?? randomBytes(4).toString('hex');
    const { baseCurrency } = loadSettings({ scoring: scoringSection }).scoring;
    const report = await withStack(terminal, async ({ stack, bus, codec }) => {
      const redis = openRedis(stack, 'stateRedisUrl');
      const store = createRedisStore({ redis, stream: SCORING, inputs: SCORING_INPUTS });
      const { partitions } = stack;
      try {
        const parts = { bus, store, codec, baseCurrency, partitions };
        return await auditCustomers({ ...parts, sample, seed });
      } finally {
        await redis.close();
      }
    });
    const { customers, outdated, drifts } = report;
    if (values.json) terminal.out(JSON.stringify({ ...report, seed }));
    else {
      for (const { key, stored, folded, pages } of drifts) {
        terminal.out(`${key}\n  stored  ${JSON.stringify(stored)}`);
        terminal.out(`  folded  ${JSON.stringify(folded)}`);
        if (pages.length > 0) terminal.out(`  pages that differ: ${pages.join(', ')}`);
      }
      const left = outdated === 0 ? '' : `, ${outdated} left out: judged by other rules`;
      terminal.out(
        `customers ${customers}, of which ${drifts.length} differ${left} (seed ${seed})`,
      );
      if (drifts.length > 0) terminal.err(MEND);
    }
    return drifts.length === 0 ? 0 : 1;
  },
};
