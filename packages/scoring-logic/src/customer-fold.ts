import type { Codec } from '@duewatch/contracts';
import {
  type Assessment,
  assess,
  businessDayBefore,
  type Decisions,
  decide,
  diffDecisions,
  type FoldInput,
  type FoldResult,
  fold,
  isOutdated,
  type Profile,
  type World,
} from '@duewatch/risk-core';
import type { FoldContext, FoldOutcome } from '@duewatch/stream';
import { accessPages } from './profile-pages.ts';
import { type Publication, publish } from './publish.ts';
import { bearingOf, daysBefore, inputFor, releaseInput, type Scene, viewOf } from './scene.ts';
import type { ScoringEvent } from './scoring-event.ts';

/** Where profiles are kept. */
export const PROFILES = 'profiles';

/** How a step is told. */
type Told = Pick<Publication, 'envelope' | 'facts' | 'fromCalendar' | 'occasion' | 'position'> & {
  readonly before: Decisions | undefined;
  readonly world: World;
};

/** Takes one input into one customer, and tells what it changed. */
export class CustomerFold {
  private readonly codec: Codec;
  // What was last decided about a profile, as long as it is in memory: saves deciding twice.
  private readonly decided = new WeakMap<Profile, Decisions>();

  constructor(codec: Codec) {
    this.codec = codec;
  }

  /** `stored` is the scene's profile, or undefined when nobody has heard of the customer yet. */
  fold(scene: Scene, stored: Profile | undefined, context: FoldContext): FoldOutcome {
    const { event, profile, partitionWorld } = scene;
    const bearing = bearingOf(scene);
    if (bearing === 'pass') return { kind: 'ok' };
    if (bearing === 'judge') return this.judge(scene, context);
    const worldBefore = viewOf(scene);
    // A release that judges otherwise: what it moves is told apart from the event, and to nobody.
    if (stored && isOutdated(stored, worldBefore.policy)) this.rejudge(scene, context);
    const before = stored && this.decisionsOf(stored, worldBefore);
    const fromCalendar = profile.calendarId;
    if (bearing === 'move') profile.calendarId = partitionWorld.livingCalendar(fromCalendar);
    const occasion = stored === undefined ? 'first' : bearing === 'move' ? 'moved' : 'news';
    const position = context.nextPosition();
    const world = bearing === 'move' ? viewOf(scene) : worldBefore;
    const result = this.step(scene, context, inputFor(scene, position), world);
    if (result.isChanged || bearing === 'move') {
      const { envelope } = event;
      const { facts = [] } = result;
      const told: Told = { envelope, facts, before, fromCalendar, occasion, position, world };
      this.tell(scene, context, told);
    }
    return outcomeOf(result, event);
  }

  /** Another policy: the old one rules up to its day, the new one from there. */
  private judge(scene: Scene, context: FoldContext): FoldOutcome {
    const old = viewOf(scene, scene.record.offset - 1);
    const before = this.decisionsOf(scene.profile, old);
    const position = context.nextPosition();
    const input = inputFor(scene, position);
    const world = viewOf(scene);
    const { facts: earlier = [] } = this.step(scene, context, daysBefore(input), old);
    const { facts: later = [] } = this.step(scene, context, input, world);
    const facts = [...earlier, ...later];
    this.tellJudged(scene, context, { before, facts, position, world });
    return { kind: 'ok' };
  }

  private rejudge(scene: Scene, context: FoldContext): void {
    const world = viewOf(scene);
    const before = this.decisionsOf(scene.profile, world);
    const position = context.nextPosition();
    const { facts = [] } = this.step(scene, context, releaseInput(scene, position), world);
    this.tellJudged(scene, context, { before, facts, position, world });
  }

  private step(scene: Scene, context: FoldContext, input: FoldInput, world: World): FoldResult {
    const { key, profile } = scene;
    return fold(profile, accessPages(key, profile, context), input, world);
  }

  /** On the topics, never to people: the customer did nothing. */
  private tellJudged(
    scene: Scene,
    context: FoldContext,
    told: Pick<Told, 'before' | 'facts' | 'position' | 'world'>,
  ): void {
    const envelope = { ...scene.event.envelope, suppressed: true };
    const fromCalendar = scene.profile.calendarId;
    this.tell(scene, context, { ...told, envelope, fromCalendar, occasion: 'judged' });
  }

  private tell(scene: Scene, context: FoldContext, told: Told): void {
    const { key, customerId, profile } = scene;
    const { before, world, ...publication } = told;
    const after = decide(profile, world);
    this.decided.set(profile, after);
    context.put(PROFILES, key, profile);
    let explained: Assessment | undefined;
    publish(
      {
        ...publication,
        codec: this.codec,
        key,
        customerId,
        profile,
        after,
        change: diffDecisions(before, after),
        explain() {
          explained ??= assess(profile, world);
          return explained;
        },
        awaitsCashOf: after.awaitsCash ? businessDayBefore(world.calendar, after.asOf) : null,
      },
      context,
    );
  }

  private decisionsOf(profile: Profile, world: World): Decisions {
    return this.decided.get(profile) ?? decide(profile, world);
  }
}

function outcomeOf(result: FoldResult, event: ScoringEvent): FoldOutcome {
  if (event.kind === 'broadcast' || result.kind === 'applied') return { kind: 'ok' };
  if (result.kind === 'ignored') return { kind: 'skip', reason: result.reason };
  return { kind: 'dead-letter', reason: result.reason, detail: result.detail };
}
