import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Where requests go, and as whom. */
export interface Door {
  readonly url: string;
  readonly apiKey: string;
  readonly contentType: string;
}

/** What came of one request. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From the moment that the request was due to its whole answer. */
  readonly latencyMs: number;
}

/**
 * Posts so many times a second whatever the answers take: a slow answer does not slow the posting
 * down, and a request that waits here for its turn counts as waiting.
 */
export async function postSteadily(
  options: Door & {
    readonly perSecond: number;
    readonly seconds: number;
    body(nth: number): string;
    onAnswer(answer: Answer): void;
  },
): Promise<void> {
  const { perSecond, seconds, onAnswer } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const pending: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let nth = 0; nth < perSecond * seconds; nth += 1) {
    const dueAt = startedAt + (nth * 1_000) / perSecond;
    if (dueAt > performance.now()) await pause(dueAt - performance.now());
    pending.push(
      post(agent, options, options.body(nth)).then((answer) => {
        onAnswer({ ...answer, latencyMs: performance.now() - dueAt });
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
}

/** One request; the whole body is read. Rejects when the connection breaks. */
export function post(agent: Agent, to: Door, body: string): Promise<Omit<Answer, 'latencyMs'>> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${to.apiKey}`,
      'content-type': to.contentType,
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(to.url, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
