import { Agent } from 'node:http';
import { TOPICS } from '@duewatch/contracts';
import type { Bus } from '@duewatch/event-bus';
import { type Door, post } from '../post-steadily.ts';

const EVERY_MS = 100;
/** Of the probes of a second. */
const SLOW_PER_SECOND = 1;
/** So many customers take turns, so that no two probes share a chunk's last profile. */
const CUSTOMERS = 500;

/** How long one event took from its post to its profile; null while there is none. */
interface Probed {
  readonly sentAtMs: number;
  latencyMs: number | null;
}

/**
 * Posts one event about a customer of its own ten times a second and notes when its profile is
 * written. What the door refuses is not posted again: the next probe tells more.
 */
export class Probe {
  private readonly door: Door;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly reading = new AbortController();
  private readonly probed = new Map<string, Probed>();
  private readonly timer: NodeJS.Timeout;
  private readonly read: Promise<void>;
  private made = 0;

  constructor(bus: Bus, door: Door) {
    this.door = { ...door, contentType: 'application/cloudevents+json' };
    this.read = bus.read({
      topics: [TOPICS.profiles],
      from: 'end',
      signal: this.reading.signal,
      onRecord: ({ headers }) => this.see(headers['ce_correlationid']),
    });
    this.timer = setInterval(() => void this.send(), EVERY_MS);
  }

  /** Latencies of what was posted and taken in from one moment to another, sorted. */
  latencies(fromMs: number, toMs: number): readonly number[] {
    return [...this.probed.values()]
      .filter(({ sentAtMs }) => sentAtMs >= fromMs && sentAtMs < toMs)
      .map(({ latencyMs }) => latencyMs ?? Number.POSITIVE_INFINITY)
      .sort((a, b) => a - b);
  }

  /**
   * Seconds after `fromMs` from which on in no second more than one probe in ten was refused or
   * took longer than that: a single slow one is also met in the calm.
   */
  normalAfterSeconds(fromMs: number, normalMs: number): number {
    const slow = new Map<number, number>();
    for (const { sentAtMs, latencyMs } of this.probed.values()) {
      if (sentAtMs < fromMs || (latencyMs !== null && latencyMs <= normalMs)) continue;
      const second = Math.floor((sentAtMs - fromMs) / 1_000);
      slow.set(second, (slow.get(second) ?? 0) + 1);
    }
    const bad = [...slow].filter(([, count]) => count > SLOW_PER_SECOND);
    return Math.max(0, ...bad.map(([second]) => second + 1));
  }

  /** Posts no more; what was posted is still waited for. */
  silence(): void {
    clearInterval(this.timer);
  }

  async stop(): Promise<void> {
    this.reading.abort();
    await this.read;
    this.agent.destroy();
  }

  private async send(): Promise<void> {
    this.made += 1;
    const id = `probe-${this.made}`;
    this.probed.set(id, { sentAtMs: performance.now(), latencyMs: null });
    await post(this.agent, this.door, JSON.stringify(this.event(id)));
  }

  private see(id: string | undefined): void {
    const probed = id === undefined ? undefined : this.probed.get(id);
    if (probed?.latencyMs === null) probed.latencyMs = performance.now() - probed.sentAtMs;
  }

  private event(id: string) {
    const data = {
      amountMinor: 100_00,
      currency: 'EUR',
      issuedOn: '2026-01-05',
      dueOn: '2026-02-05',
    };
    return {
      ...{ specversion: '1.0', id, source: '/probe', type: 'io.duewatch.ar.invoice.issued' },
      ...{ time: '2026-01-05T09:00:00Z', subject: `P-${this.made % CUSTOMERS}` },
      data: { ...data, invoiceId: id },
    };
  }
}
