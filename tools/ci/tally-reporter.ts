import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As much of jest's results as is counted. */
interface FileResult {
  readonly displayName?: { readonly name: string };
  readonly numPassingTests: number;
  readonly numFailingTests: number;
  readonly testExecError?: unknown;
}

/** Where `print-tally.mjs` looks. One file per jest project and shard, so that runs add up. */
const folder = 'reports/tests';

/** Writes how many tests of each project passed and failed. */
export default class TallyReporter {
  readonly #folder: string;
  readonly #shard: string;

  constructor(config: {
    readonly rootDir: string;
    readonly shard?: { readonly shardIndex: number };
  }) {
    this.#folder = join(config.rootDir, folder);
    this.#shard = config.shard === undefined ? '' : `.${config.shard.shardIndex}`;
  }

  onRunComplete(_: unknown, results: { readonly testResults: readonly FileResult[] }): void {
    const tallies = new Map<string, { passed: number; failed: number }>();
    for (const file of results.testResults) {
      const project = file.displayName?.name ?? 'tests';
      const tally = tallies.get(project) ?? { passed: 0, failed: 0 };
      tallies.set(project, tally);
      tally.passed += file.numPassingTests;
      tally.failed += file.numFailingTests;
      // A file that did not even load has no tests to count, and must not look like nothing.
      if (file.testExecError !== undefined && file.testExecError !== null) tally.failed += 1;
    }
    mkdirSync(this.#folder, { recursive: true });
    for (const [project, tally] of tallies) {
      writeFileSync(join(this.#folder, `${project}${this.#shard}.json`), JSON.stringify(tally));
    }
  }
}
