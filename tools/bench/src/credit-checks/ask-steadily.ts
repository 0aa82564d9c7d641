import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What came of questions that were put at a steady rate. */
export interface Asked {
  /** Milliseconds from the moment that a question was due to its whole answer, sorted. */
  readonly latencies: readonly number[];
  /** Answers by HTTP status. */
  readonly statuses: ReadonlyMap<number, number>;
}

/**
 * Asks so many times a second whatever the answers take: a slow answer does not slow the asking
 * down, and a question that waits here for its turn counts as waiting.
 */
export async function askSteadily(options: {
  readonly url: string;
  readonly apiKey: string;
  readonly perSecond: number;
  readonly seconds: number;
  body(nth: number): string;
}): Promise<Asked> {
  const { perSecond, seconds } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const pending: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let nth = 0; nth < perSecond * seconds; nth += 1) {
    const dueAt = startedAt + (nth * 1_000) / perSecond;
    if (dueAt > performance.now()) await pause(dueAt - performance.now());
    pending.push(
      ask(agent, options, options.body(nth)).then((status) => {
        latencies.push(performance.now() - dueAt);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  return { latencies: latencies.sort((a, b) => a - b), statuses };
}

function ask(
  agent: Agent,
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  body: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
