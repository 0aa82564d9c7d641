import {
  createCodec,
  createStaticSchemaIds,
  customerKey,
  type EpochMs,
  type RecordName,
} from '@duewatch/contracts';
import { type OutgoingRecord, partitionOf } from '@duewatch/event-bus';
import { type Assessment, assess, type Profile, type World } from '@duewatch/risk-core';
import type { ScoringEvent } from '../../packages/scoring-logic/src/scoring-event.ts';
import { createScoringLogic } from '../../packages/scoring-logic/src/scoring-logic.ts';
import type { PartitionWorld } from '../../packages/scoring-logic/src/world.ts';
import { deriveEventKinds } from '../../services/ingest/src/door/event-kinds.ts';
import type { Caller } from '../../services/ingest/src/steps/authenticate-key.ts';
import { createCheckEventStep } from '../../services/ingest/src/steps/check-event.ts';
import { readStructured } from '../../services/ingest/src/steps/read-events.ts';
import { createTranslate } from '../../services/ingest/src/translate.ts';
import { SynchronousStream } from './synchronous-stream.ts';

/** Whose customers the stories are about. */
export const TENANT = 'demo';
const CALENDAR = 'sample';

/** Knows every schema without a registry. */
export const codec = createCodec({ ids: createStaticSchemaIds() });
const checkEvent = createCheckEventStep({
  kinds: deriveEventKinds(),
  calendars: { ofTenant: () => CALENDAR, isLive: () => false },
  futureMsMax: 0,
});
/** May do everything, so that a story can also tell what operators do. */
const caller: Caller = {
  keyId: 'story',
  tenantId: TENANT,
  has: () => true,
  mayUseCalendar: () => true,
};

/** What became of an event: its record's name, or who refused it and why. */
export type Told =
  | { readonly kind: 'told'; readonly recordName: RecordName }
  | { readonly kind: 'refused'; readonly by: 'door' | 'scoring'; readonly why: string };

/** The door's checks and translation and scoring's rules, over so many partitions, in memory. */
export class DoorAndScoring {
  private readonly partitions: readonly SynchronousStream<ScoringEvent>[];
  private readonly translate: ReturnType<typeof createTranslate>;
  /** What the door wrote, in order. */
  readonly written: OutgoingRecord[] = [];

  constructor(partitions = 1) {
    this.translate = createTranslate({ codec, partitions });
    this.partitions = Array.from({ length: partitions }, () => {
      return new SynchronousStream(createScoringLogic({ codec, baseCurrency: 'EUR' }));
    });
  }

  tell(event: unknown, now: EpochMs): Told {
    const read = readStructured(event);
    const checked = read.kind === 'ok' ? checkEvent(read.event, caller, now) : read;
    if (checked.kind === 'refused') {
      return { kind: 'refused', by: 'door', why: checked.refusal.detail };
    }
    const { records } = this.translate.event(checked.value, now);
    const refusals = records.flatMap((record) => {
      this.written.push(record);
      const stream = this.streamOf(record);
      const before = stream.refused.length;
      stream.take(record);
      return stream.refused.slice(before);
    });
    if (refusals[0] !== undefined) return { kind: 'refused', by: 'scoring', why: refusals[0] };
    return { kind: 'told', recordName: checked.value.kind.entry.recordName };
  }

  /** Stores everything and reads it again, as when other processes take over. */
  restart(): void {
    for (const stream of this.partitions) stream.restart();
  }

  /** Date that the calendar has reached. */
  today(): number | undefined {
    const [stream] = this.partitions;
    return stream && worldOf(stream)?.dateOf(CALENDAR, stream.lastOffset);
  }

  /** What is true of a customer; undefined before the first event about it, or once erased. */
  assessment(customerId: string): Assessment | undefined {
    const held = this.held(customerId);
    return held && assess(held.profile, held.world);
  }

  /** A customer as it is held, and what it is judged by. */
  held(customerId: string): { readonly profile: Profile; readonly world: World } | undefined {
    const key = customerKey(TENANT, customerId);
    const stream = this.partitions[partitionOf(key, this.partitions.length)];
    const profile = stream?.peek<Profile>('profiles', key);
    const world = stream && worldOf(stream);
    if (!profile || profile === 'unloaded' || !world) return undefined;
    return { profile, world: world.viewAt(stream.lastOffset, TENANT, profile.calendarId) };
  }

  private streamOf({ key, partition }: OutgoingRecord): SynchronousStream<ScoringEvent> {
    const { length } = this.partitions;
    const stream = this.partitions[partition ?? partitionOf(key ?? '', length)];
    if (stream === undefined) throw new Error(`there is no partition ${partition}`);
    return stream;
  }
}

function worldOf(stream: SynchronousStream<ScoringEvent>): PartitionWorld | undefined {
  return stream.peek<PartitionWorld>('world', 'world') as PartitionWorld | undefined;
}
