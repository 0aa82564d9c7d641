import { readFileSync } from 'node:fs';
import { type EpochDay, epochDayOf } from '@duewatch/contracts';
import { partitionOf } from '@duewatch/event-bus';
import { type FoldedCustomer, InMemoryFold } from '@duewatch/scoring-logic';
import { type BadLine, type LineEvent, readBatches } from './line-reader.ts';

/** Whose a file's events are, and the calendar of those that name none: as of `npm start`. */
export const FILE_OWNER = { tenantId: 'demo', calendarId: 'sample' } as const;

const DAY_MS = 86_400_000;

export interface FoldFileOptions {
  readonly file: string;
  /** Only what happened up to the end of this day, and every customer as of it. */
  readonly asOf?: EpochDay;
  /** File of a policy that rules from the start. */
  readonly policyFile?: string;
  /** Folds so many shares apart: what comes out is the same. */
  readonly partitions?: number;
  /** Folds only this customer, and what concerns everyone. */
  readonly customerId?: string;
  /** Sees each event that is folded. */
  onEvent?(event: LineEvent): void;
}

/** What folding a file came to. */
export interface FoldedFile {
  readonly events: number;
  readonly badLines: readonly BadLine[];
  /** Lines that the model refuses, such as those about invoices that it has forgotten. */
  readonly refusedLines: readonly BadLine[];
  /** Events without effect, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly parseSeconds: number;
  readonly foldSeconds: number;
  customers(): Iterable<FoldedCustomer>;
}

/** Folds a file of events in process. Bad lines do not keep the others out. */
export async function foldFile(options: FoldFileOptions): Promise<FoldedFile> {
  const shares = createShares(options);
  const badLines: BadLine[] = [];
  const refusedLines: BadLine[] = [];
  const skipped: Record<string, number> = {};
  const sums = { events: 0, parseSeconds: 0, foldSeconds: 0 };
  for await (const batch of readBatches(options.file, FILE_OWNER)) {
    badLines.push(...batch.badLines);
    sums.parseSeconds += batch.seconds;
    const stop = startTimer(sums);
    for (const event of batch.events) {
      if (isLeftOut(event, options)) continue;
      options.onEvent?.(event);
      sums.events += 1;
      const outcome = shares.take(event);
      if (outcome.kind === 'skip') {
        skipped[outcome.reason] = (skipped[outcome.reason] ?? 0) + 1;
      } else if (outcome.kind === 'dead-letter') {
        refusedLines.push({ line: event.line, what: `${outcome.reason}: ${outcome.detail}`, mend });
      }
    }
    stop();
  }
  const stop = startTimer(sums);
  for (const share of shares.all) share.advance(options.asOf);
  stop();
  return { ...sums, badLines, refusedLines, skipped, customers: () => shares.customers() };
}

function startTimer(sums: { foldSeconds: number }): () => void {
  const startedAt = performance.now();
  return () => {
    sums.foldSeconds += (performance.now() - startedAt) / 1_000;
  };
}

const mend = 'Correct the event at its source, or tell it in the order in which it happened.';

function createShares({ partitions = 1, policyFile }: FoldFileOptions) {
  const policy =
    policyFile === undefined
      ? {}
      : { policy: { tenantId: FILE_OWNER.tenantId, document: readFileSync(policyFile, 'utf8') } };
  const all = Array.from({ length: partitions }, () => {
    return new InMemoryFold({ baseCurrency: 'EUR', ...policy });
  });
  const first = all[0] as InMemoryFold;
  const shareOf = (key: string): InMemoryFold =>
    all.length === 1 ? first : (all[partitionOf(key, all.length)] ?? first);
  return {
    all,
    take({ decoded, envelope, customerId }: LineEvent) {
      if (customerId !== null) {
        return shareOf(envelope.partitionKey).take(decoded, envelope, customerId);
      }
      const outcomes = all.map((share) => share.take(decoded, envelope, null));
      return outcomes[0] ?? ({ kind: 'ok' } as const);
    },
    *customers(): Generator<FoldedCustomer> {
      if (all.length === 1) return yield* first.list();
      const listed = all.flatMap((share) => [...share.list()]);
      yield* listed.sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
    },
  };
}

function isLeftOut(event: LineEvent, { asOf, customerId }: FoldFileOptions): boolean {
  if (customerId !== undefined && event.customerId !== null && event.customerId !== customerId) {
    return true;
  }
  return asOf !== undefined && Math.floor(event.envelope.time / DAY_MS) > asOf;
}

/** The day of `--as-of`, or a message about it. */
export function dayOf(text: string | undefined): EpochDay | undefined {
  if (text === undefined) return undefined;
  const day = epochDayOf(text);
  if (day === undefined) throw new Error(`--as-of ${text} is no date. Give one as 2026-03-31.`);
  return day;
}
