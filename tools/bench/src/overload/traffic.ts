import { Agent } from 'node:http';
import type { ShopFeed } from '../credit-checks/shop-feed.ts';
import { type Answer, type Door, post, postSteadily } from '../post-steadily.ts';

/** Events of one request. */
const BATCH_EVENTS = 100;
/** Requests at a time that keep the door busy without a queue before it. */
const BUSY_CONNECTIONS = 8;

interface BatchAnswer {
  readonly outcomes: readonly { readonly id: string; readonly status: string }[];
}

/** Batches of ordinary events for the door, and what it said to them. */
export class Traffic {
  readonly acceptedIds: string[] = [];
  /** Events in requests that were refused, by HTTP status. */
  readonly refused = new Map<number, number>();
  offered = 0;
  /** Refusals that did not say when to come again. */
  withoutRetryAfter = 0;
  private readonly door: Door;
  private readonly feed: ShopFeed;

  constructor(door: Door, feed: ShopFeed) {
    this.door = { ...door, contentType: 'application/cloudevents-batch+json' };
    this.feed = feed;
  }

  /** So many events a second, whatever the door says. */
  async offer(eventsPerSecond: number, seconds: number): Promise<void> {
    await postSteadily({
      ...this.door,
      ...{ perSecond: eventsPerSecond / BATCH_EVENTS, seconds },
      body: () => this.batch(),
      onAnswer: (answer) => this.note(answer),
    });
  }

  /** As many as get in: each connection sends the next batch when the one before is answered. */
  async saturate(seconds: number): Promise<void> {
    const agent = new Agent({ keepAlive: true });
    const untilMs = performance.now() + seconds * 1_000;
    const busy = Array.from({ length: BUSY_CONNECTIONS }, async () => {
      while (performance.now() < untilMs) this.note(await post(agent, this.door, this.batch()));
    });
    await Promise.all(busy);
    agent.destroy();
  }

  private batch(): string {
    this.offered += BATCH_EVENTS;
    return JSON.stringify(Array.from({ length: BATCH_EVENTS }, () => this.feed.next()));
  }

  private note({ status, headers, body }: Omit<Answer, 'latencyMs'>): void {
    if (status === 202 || status === 207) {
      const { outcomes } = JSON.parse(body) as BatchAnswer;
      const taken = outcomes.filter((outcome) => outcome.status !== 'rejected');
      this.acceptedIds.push(...taken.map(({ id }) => id));
      if (taken.length < outcomes.length) throw new Error(`the door rejects events: ${body}`);
      return;
    }
    this.refused.set(status, (this.refused.get(status) ?? 0) + BATCH_EVENTS);
    if (!(Number(headers['retry-after']) > 0)) this.withoutRetryAfter += 1;
  }
}
