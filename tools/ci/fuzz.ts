// `npm run fuzz -- --runs N [--seed N]`: the fuzz tests with more inputs than `npm test` gives.
// A run prints its seed; the same seed and count give the same inputs again.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string' } },
});
const settings = [`DUEWATCH_FUZZ_RUNS=${values.runs}`];
if (values.seed !== undefined) settings.push(`DUEWATCH_FUZZ_SEED=${values.seed}`);
// Without the dash before it, which jest would take for an option.
const jest = ['npx', 'jest', 'fuzz.test.ts$', '--selectProjects', 'unit', '--verbose'];
const { status } = spawnSync('env', [...settings, ...jest], { stdio: 'inherit' });
process.exitCode = status ?? 1;
