import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bus, BusRecord } from '@duewatch/event-bus';
import { repositoryRoot } from '@duewatch/run';
import type { Stage } from './stage.ts';

const program = join(repositoryRoot, 'examples/consumers/dunning/dunning.mjs');

export interface Dunning {
  readonly treatments: Readonly<Record<string, string>>;
  /** Customers that it writes to for no reason at all, because a source is silent. */
  readonly held: number;
  /** Changes that it knows it has missed. */
  readonly losses: number;
}

/** What the example consumer makes of the topic as it is now, starting from nothing. */
export async function dun(stage: Stage): Promise<Dunning> {
  return await dunning(stage, (run) => run());
}

/** The example consumer with a table that it keeps from one run to the next. */
export async function dunning<T>(
  stage: Stage,
  use: (run: () => Promise<Dunning>) => Promise<T>,
): Promise<T> {
  const { stack } = JSON.parse(readFileSync(stage.settingsFile, 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'duewatch-dunning-'));
  const table = join(folder, 'table.json');
  const args = [program, stack.kafkaBrokers.join(), stack.registryUrl, table, '--once'];
  try {
    return await use(async () => {
      const said = await new Promise<string>((resolve, reject) => {
        execFile(process.execPath, args, (error, stdout, stderr) =>
          error === null ? resolve(stdout) : reject(new Error(stderr + stdout, { cause: error })),
        );
      });
      const rows: Readonly<Record<string, { readonly treatment?: string }>> = JSON.parse(
        readFileSync(table, 'utf8'),
      );
      const treatments = Object.entries(rows).flatMap(([key, { treatment }]) =>
        treatment === undefined ? [] : [[key, treatment]],
      );
      return {
        treatments: Object.fromEntries(treatments),
        held: Number(/(\d+) on hold/.exec(said)?.[1]),
        losses: Number(/(\d+) losses/.exec(said)?.[1]),
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes all that a topic holds once more behind it, as a producer does that thinks it failed. */
export async function repeat(bus: Bus, topic: string): Promise<void> {
  const records: BusRecord[] = [];
  await bus.read({
    topics: [topic],
    untilEnd: true,
    onRecord: (record) => void records.push(record),
  });
  const producer = bus.producer('repeat');
  await producer.send(
    records.map(({ key, value, headers, partition }) => ({
      topic,
      key,
      value,
      headers,
      partition,
    })),
  );
  await producer.close();
}
