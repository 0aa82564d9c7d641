import type { NotifierPorts } from '@duewatch/notifier';
import type { Channel, SendOutcome } from '../../services/notifier/src/channels/channel.ts';
import type { Message } from '../../services/notifier/src/message/message.ts';
import type { Random } from '../../tools/run/src/feed/random.ts';
import type { SimProcess } from './sim-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A message as a receiver got it. */
export interface Receipt {
  readonly receiverId: string;
  readonly message: Message;
  readonly atMs: number;
  /** Which of all sends it was: what was sent first may arrive last. */
  readonly send: number;
}

/** How a receiver behaves for the time being. */
export type Mood = 'well' | 'slow' | 'unsure' | 'busy' | 'down' | 'gone';

const SLOW_MS = 20_000;

/** Everybody whom the notifier can tell, and all that they got. */
export class Sinks {
  readonly receipts: Receipt[] = [];
  private readonly time: VirtualTime;
  private readonly random: Random;
  private readonly moods = new Map<string, Mood>();
  private sends = 0;

  constructor(time: VirtualTime, random: Random) {
    this.time = time;
    this.random = random;
  }

  setMood(receiverId: string, mood: Mood): void {
    this.moods.set(receiverId, mood);
  }

  clear(): void {
    this.moods.clear();
  }

  openChannel(process: SimProcess): NonNullable<NotifierPorts['openChannel']> {
    // Every setting of a receiver has an id, whichever channel it is for.
    return (receiver) => this.channelTo(process, Reflect.get(receiver, 'id') as string);
  }

  private channelTo(process: SimProcess, id: string): Channel {
    return {
      send: (message) => this.send(process, id, message),
      close: async () => undefined,
    };
  }

  /** Arrives or not, and is answered or not: only the answer is lost with the process. */
  private send(process: SimProcess, receiverId: string, message: Message): Promise<SendOutcome> {
    const { time, random } = this;
    this.sends += 1;
    const send = this.sends;
    const mood = this.moods.get(receiverId) ?? 'well';
    const takesMs = mood === 'slow' ? random.int(1_000, SLOW_MS) : random.int(1, 80);
    const outcome = outcomeOf(mood, random);
    const hasArrived =
      outcome.kind === 'sent' || (outcome.kind === 'retry' && outcome.mayHaveArrived);
    return new Promise((resolve) => {
      time.schedule(random.int(0, takesMs), () => {
        if (process.isDead && random.chance(0.5)) return;
        const isTaken = outcome.kind === 'sent' || (hasArrived && random.chance(0.5));
        if (isTaken) this.receipts.push({ receiverId, message, atMs: time.now(), send });
        time.schedule(takesMs, () => process.turn(() => resolve(outcome)));
      });
    });
  }
}

function outcomeOf(mood: Mood, random: Random): SendOutcome {
  switch (mood) {
    case 'well':
    case 'slow':
      return { kind: 'sent', providerRef: null };
    case 'unsure':
      return random.chance(0.5)
        ? { kind: 'sent', providerRef: null }
        : { kind: 'retry', reason: 'timeout', mayHaveArrived: true };
    case 'busy':
      return { kind: 'retry', reason: 'rate_limited', retryAfterMs: 2_000, mayHaveArrived: false };
    case 'down':
      return { kind: 'retry', reason: 'unreachable', mayHaveArrived: false };
    case 'gone':
      return { kind: 'dead', reason: 'gone' };
  }
}
