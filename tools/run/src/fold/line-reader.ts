import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createFileCheck, type FileOwner, type LoggedEvent } from '@duewatch/ingest';

/** A line that holds no event, told so that it can be mended. */
export interface BadLine {
  readonly line: number;
  readonly what: string;
  readonly mend: string;
}

/** An event and the line that it stands on. */
export interface LineEvent extends LoggedEvent {
  readonly line: number;
}

/** Lines that are checked and then folded in one go: few, so that their events die young. */
const BATCH_LINES = 64;

export interface LineBatch {
  readonly events: readonly LineEvent[];
  readonly badLines: readonly BadLine[];
  /** What reading and checking them took. */
  readonly seconds: number;
}

/** The events of a file, one CloudEvent per line, checked as the door would. */
export async function* readBatches(path: string, owner: FileOwner): AsyncGenerator<LineBatch> {
  const check = createFileCheck(owner);
  const input = createReadStream(path, 'utf8');
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let texts: string[] = [];
  let first = 1;
  let startedAt = performance.now();
  const batch = (): LineBatch => {
    const events: LineEvent[] = [];
    const badLines: BadLine[] = [];
    texts.forEach((text, index) => {
      if (text.trim() !== '') readLine(text, first + index, check, events, badLines);
    });
    return { events, badLines, seconds: (performance.now() - startedAt) / 1_000 };
  };
  for await (const line of lines) {
    texts.push(line);
    if (texts.length < BATCH_LINES) continue;
    yield batch();
    first += texts.length;
    texts = [];
    startedAt = performance.now();
  }
  yield batch();
}

function readLine(
  text: string,
  line: number,
  check: ReturnType<typeof createFileCheck>,
  events: LineEvent[],
  badLines: BadLine[],
): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    badLines.push({
      line,
      what: 'The line is not JSON.',
      mend: 'Put one CloudEvent on each line.',
    });
    return;
  }
  const outcome = check(body);
  if (outcome.kind === 'refused') {
    const { detail, mend } = outcome.refusal;
    badLines.push({ line, what: detail, mend });
    return;
  }
  for (const event of outcome.events) events.push({ ...event, line });
}
