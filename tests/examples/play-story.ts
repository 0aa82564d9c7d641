import { readFileSync } from 'node:fs';
import {
  createCodec,
  createStaticSchemaIds,
  customerKey,
  epochMsOf,
  type RecordName,
} from '@duewatch/contracts';
import { type Assessment, assess, type Profile } from '@duewatch/risk-core';
import { deriveEventKinds } from '../../services/ingest/src/door/event-kinds.ts';
import type { Caller } from '../../services/ingest/src/steps/authenticate-key.ts';
import { createCheckEventStep } from '../../services/ingest/src/steps/check-event.ts';
import { readStructured } from '../../services/ingest/src/steps/read-events.ts';
import { createTranslate } from '../../services/ingest/src/translate.ts';
import type { ScoringEvent } from '../../services/scoring/src/scoring-event.ts';
import { createScoringLogic } from '../../services/scoring/src/scoring-logic.ts';
import type { PartitionWorld } from '../../services/scoring/src/world.ts';
import { SynchronousStream } from './synchronous-stream.ts';

const TENANT = 'demo';
const CALENDAR = 'sample';

const codec = createCodec({ ids: createStaticSchemaIds() });
const translate = createTranslate({ codec, partitions: 1 });
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

interface Line {
  readonly number: number;
  readonly time: number;
  readonly text: string;
}

/** A story on its way: events go in by the door's checks and come out as scoring sees them. */
export class StoryPlay {
  /** Record names of everything told so far. */
  readonly told = new Set<RecordName>();
  private readonly path: string;
  private readonly lines: readonly Line[];
  private next = 0;
  private stream: SynchronousStream<ScoringEvent>;

  constructor(path: string) {
    this.path = path;
    this.lines = readLines(path);
    const logic = createScoringLogic({ codec, baseCurrency: 'EUR' });
    this.stream = new SynchronousStream(logic);
  }

  /** Tells everything up to and including an instant, then lets another process take over. */
  playUntil(instant: number): void {
    for (let line = this.lines[this.next]; line !== undefined; line = this.lines[this.next]) {
      if (line.time > instant) break;
      this.tell(line);
      this.next += 1;
    }
    this.stream.restart();
  }

  /** Date that the story's calendar has reached. */
  today(): number | undefined {
    return this.world()?.dateOf(CALENDAR, this.stream.lastOffset);
  }

  /** What is true of a customer; undefined before the first event about it, or once erased. */
  assessment(customerId: string): Assessment | undefined {
    const profile = this.stream.peek<Profile>('profiles', customerKey(TENANT, customerId));
    const world = this.world();
    if (profile === undefined || profile === 'unloaded' || world === undefined) return undefined;
    return assess(profile, world.viewAt(this.stream.lastOffset, TENANT, profile.calendarId));
  }

  private world(): PartitionWorld | undefined {
    return this.stream.peek<PartitionWorld>('world', 'world') as PartitionWorld | undefined;
  }

  private tell({ text, number, time }: Line): void {
    const where = `${this.path}:${number}`;
    const read = readStructured(JSON.parse(text));
    const checked = read.kind === 'ok' ? checkEvent(read.event, caller, time) : read;
    if (checked.kind === 'refused') {
      throw new Error(`${where} is refused by the door: ${checked.refusal.detail}`);
    }
    this.told.add(checked.value.kind.entry.recordName);
    for (const record of translate.event(checked.value, time).records) this.stream.take(record);
    const [refused] = this.stream.refused;
    if (refused !== undefined) throw new Error(`${where} is refused by scoring: ${refused}`);
  }
}

function readLines(path: string): Line[] {
  const lines: Line[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, text] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (text.trim() === '') continue;
    const number = index + 1;
    const time = epochMsOf((JSON.parse(text) as { readonly time: string }).time);
    if (time === undefined) throw new Error(`${path}:${number} has no time`);
    if (time < last) throw new Error(`${path}:${number} happens before the line above it`);
    last = time;
    lines.push({ number, time, text });
  }
  return lines;
}
