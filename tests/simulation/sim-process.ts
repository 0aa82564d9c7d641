import type { Clock } from '@duewatch/config';
import type { MemoryConsumer } from '@duewatch/event-bus';
import type { Random } from '../../tools/run/src/feed/random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Server, Weather } from './weather.ts';

/** What all processes of a simulation share. */
export interface Machine {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly weather: Weather;
}

interface Membership {
  readonly consumer: MemoryConsumer;
  readonly topics: readonly string[];
}

/**
 * One process of a service: its clock, and every effect that it waits for. A killed one never hears
 * an answer again, though what it had asked for may still be done; a frozen one hears all of it at
 * once when it wakes, and by then others own its partitions.
 */
export class SimProcess {
  readonly name: string;
  readonly clock: Clock;
  private readonly machine: Machine;
  private state: 'running' | 'frozen' | 'dead' = 'running';
  private skewMs = 0;
  private consumers: Membership[] = [];
  private missed: (() => void)[] = [];
  private wake = Promise.withResolvers<void>();

  constructor(name: string, machine: Machine) {
    this.name = name;
    this.machine = machine;
    const { time } = machine;
    this.clock = {
      now: () => time.now() + this.skewMs,
      schedule: (delayMs, fn) => time.schedule(delayMs, () => this.turn(fn)),
    };
  }

  get isDead(): boolean {
    return this.state === 'dead';
  }

  get isAwake(): boolean {
    return this.state === 'running';
  }

  /** Its membership ends with it. */
  joined(consumer: MemoryConsumer, topics: readonly string[]): void {
    this.consumers.push({ consumer, topics });
    if (this.isDead) consumer.expire(never());
  }

  /** A question that changes nothing. */
  ask<T>(server: Server, act: () => Promise<T>): Promise<T> {
    const { weather } = this.machine;
    return this.later((resolve, reject) => {
      if (this.isDead) return;
      if (weather.isLost(server)) this.turn(() => reject(weather.errorOf(server)));
      else act().then((answer) => this.turn(() => resolve(answer)), reject);
    });
  }

  /** Something that lasts. It may be done though nobody lives to hear so, or the answer is lost. */
  effect<T>(server: Server, act: () => Promise<T>): Promise<T> {
    const { weather, random, time } = this.machine;
    return this.later((resolve, reject) => {
      if (this.isDead && random.chance(0.5)) return;
      const answer = (say: () => void): void => {
        time.schedule(weather.latencyMs(), () => this.turn(say));
      };
      if (weather.isLost(server)) {
        answer(() => reject(weather.errorOf(server)));
        return;
      }
      const isUnheard = weather.isLost(server);
      act().then(
        (done) => answer(() => (isUnheard ? reject(weather.errorOf(server)) : resolve(done))),
        (error) => answer(() => reject(error)),
      );
    });
  }

  /** Lets `act` happen here: now, at waking up, or never. */
  turn(act: () => void): void {
    if (this.state === 'running') act();
    else if (this.state === 'frozen') this.missed.push(act);
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.clock.schedule(delayMs, resolve));
  }

  kill(): void {
    this.state = 'dead';
    this.missed = [];
    for (const { consumer } of this.consumers) consumer.expire(never());
  }

  /** Stands still, longer than its session lasts. */
  freeze(): void {
    if (this.state !== 'running') return;
    this.state = 'frozen';
    this.wake = Promise.withResolvers();
    for (const { consumer } of this.consumers) consumer.expire(this.wake.promise);
  }

  thaw(): void {
    if (this.state !== 'frozen') return;
    this.state = 'running';
    this.wake.resolve();
    for (const act of this.missed.splice(0)) this.machine.time.schedule(0, () => this.turn(act));
  }

  /** Lets what it consumes be sought elsewhere. */
  seekBack(seek: (topic: string, consumer: MemoryConsumer) => void): void {
    for (const { consumer, topics } of this.consumers) {
      for (const topic of topics) seek(topic, consumer);
    }
  }

  stepClock(byMs: number): void {
    this.skewMs += byMs;
  }

  setClockRight(): void {
    this.skewMs = 0;
  }

  private later<T>(
    begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T> {
    const { time, weather } = this.machine;
    return new Promise((resolve, reject) => {
      time.schedule(weather.latencyMs(), () => begin(resolve, reject));
    });
  }
}

/** A promise of its own each time: one that never settles keeps all who wait for it. */
function never(): Promise<void> {
  return new Promise(() => undefined);
}
