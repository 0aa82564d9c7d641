import { BusError } from '@duewatch/event-bus';
import { RedisError } from '@duewatch/redis';
import type { Random } from '../../tools/run/src/feed/random.ts';

/** Whom processes wait for. */
export type Server = 'log' | 'state' | 'queue' | 'memory';

/** How fast servers answer, and how often they do not. */
export class Weather {
  private readonly random: Random;
  private readonly lossOf = new Map<Server, number>();

  constructor(random: Random) {
    this.random = random;
  }

  /** From now on such a share of requests, and of answers, is lost. */
  setLoss(server: Server, share: number): void {
    this.lossOf.set(server, share);
  }

  clear(): void {
    this.lossOf.clear();
  }

  isLost(server: Server): boolean {
    const share = this.lossOf.get(server) ?? 0;
    return share > 0 && this.random.chance(share);
  }

  /** Mostly a few milliseconds, so that much happens at the same time; now and then far more. */
  latencyMs(): number {
    const { random } = this;
    const drawn = random.next();
    if (drawn < 0.9) return drawn * 3;
    return drawn < 0.99 ? random.int(3, 40) : random.int(40, 1_500);
  }

  errorOf(server: Server): Error {
    if (server === 'log') return new BusError('SEND_DEADLINE', 'not acknowledged in time');
    return new RedisError('REDIS_UNAVAILABLE', `${server}: the connection was lost`, null);
  }
}
