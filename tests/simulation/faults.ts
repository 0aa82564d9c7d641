import type { Random } from '../../tools/run/src/feed/random.ts';
import type { Deployment } from './deployment.ts';
import { PARTITIONS, type Service, type StreamService } from './settings.ts';
import type { Mood } from './sinks.ts';
import type { Server } from './weather.ts';

type Act =
  | {
      readonly kind: 'kill';
      readonly service: Service;
      readonly index: number;
      readonly forMs: number;
    }
  | {
      readonly kind: 'freeze';
      readonly service: Service;
      readonly index: number;
      readonly forMs: number;
    }
  | {
      readonly kind: 'lose';
      readonly server: Server;
      readonly share: number;
      readonly forMs: number;
    }
  | {
      readonly kind: 'roll-back';
      readonly service: StreamService;
      readonly partition: number;
      readonly commits: number;
    }
  | { readonly kind: 'wipe'; readonly service: StreamService }
  | { readonly kind: 'wipe-queue' }
  | { readonly kind: 'wipe-door' }
  | {
      readonly kind: 'mood';
      readonly receiverId: string;
      readonly mood: Mood;
      readonly forMs: number;
    }
  | {
      readonly kind: 'step-clock';
      readonly service: Service;
      readonly index: number;
      readonly byMs: number;
    }
  | {
      readonly kind: 'redeliver';
      readonly service: StreamService;
      readonly index: number;
      readonly partition: number;
      readonly records: number;
    }
  | { readonly kind: 'poison'; readonly partition: number };

/** Something that goes wrong, so long after the beginning of its step. */
export type Fault = Act & { readonly afterMs: number };

const SERVICES = ['scoring', 'alerting', 'notifier', 'ingest'] as const;
const STREAMS = ['scoring', 'alerting', 'notifier'] as const;
const RECEIVERS = ['all', 'grave', 'acme-desk'] as const;
const MOODS = ['slow', 'unsure', 'unsure', 'busy', 'down', 'gone'] as const;
const HOUR_MS = 3_600_000;

export function drawFaults(random: Random, runMs: number): Fault[] {
  return Array.from({ length: random.int(1, 4) }, () => {
    return { ...drawAct(random), afterMs: random.int(0, runMs) };
  });
}

function drawAct(random: Random): Act {
  const service = random.pick(SERVICES);
  const stream = random.pick(STREAMS);
  const index = random.int(0, 3);
  const partition = random.int(0, PARTITIONS - 1);
  const forMs = random.int(200, 8_000);
  const acts: readonly [weight: number, act: Act][] = [
    [30, { kind: 'kill', service, index, forMs }],
    [15, { kind: 'freeze', service, index, forMs: forMs + random.pick([0, 20_000]) }],
    [
      15,
      {
        kind: 'lose',
        server: random.pick(['log', 'state', 'queue', 'memory']),
        share: random.pick([0.1, 0.5, 1]),
        forMs,
      },
    ],
    [8, { kind: 'roll-back', service: stream, partition, commits: random.int(1, 12) }],
    [2, { kind: 'wipe', service: stream }],
    [3, { kind: 'wipe-queue' }],
    [2, { kind: 'wipe-door' }],
    [12, { kind: 'mood', receiverId: random.pick(RECEIVERS), mood: random.pick(MOODS), forMs }],
    [3, { kind: 'step-clock', service, index, byMs: random.int(-HOUR_MS, HOUR_MS) }],
    [6, { kind: 'redeliver', service: stream, index, partition, records: random.int(1, 30) }],
    [4, { kind: 'poison', partition }],
  ];
  const total = acts.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.next() * total;
  for (const [weight, act] of acts) {
    left -= weight;
    if (left < 0) return act;
  }
  return { kind: 'wipe-queue' };
}

/** Makes it go wrong; what mends by itself does so later. */
export async function inflict(fault: Fault, deployment: Deployment): Promise<void> {
  const { machine, state, queue, sinks } = deployment;
  const later = (forMs: number, act: () => void): void => void machine.time.schedule(forMs, act);
  switch (fault.kind) {
    case 'kill':
      deployment.kill(fault.service, fault.index, fault.forMs);
      return;
    case 'freeze': {
      const process = deployment.processOf(fault.service, fault.index);
      process?.freeze();
      later(fault.forMs, () => process?.thaw());
      return;
    }
    case 'lose':
      machine.weather.setLoss(fault.server, fault.share);
      later(fault.forMs, () => machine.weather.setLoss(fault.server, 0));
      return;
    case 'roll-back':
      await state[fault.service].rollBack(fault.partition, fault.commits);
      return;
    case 'wipe':
      state[fault.service].wipe();
      return;
    case 'wipe-queue':
      queue.wipe();
      return;
    case 'wipe-door':
      deployment.forgetAtDoor();
      return;
    case 'mood':
      sinks.setMood(fault.receiverId, fault.mood);
      later(fault.forMs, () => sinks.setMood(fault.receiverId, 'well'));
      return;
    case 'step-clock':
      deployment.processOf(fault.service, fault.index)?.stepClock(fault.byMs);
      return;
    case 'redeliver':
      deployment.readAgain(fault);
      return;
    case 'poison':
      await deployment.poison(fault.partition);
      return;
  }
}
