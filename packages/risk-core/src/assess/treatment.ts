import { bandOf } from '../bands/standing.ts';
import { isDunningPaused } from '../state/dossier/dunning.ts';
import type { InsolvencyCase } from '../state/dossier/insolvency.ts';
import type { FlagCode, Profile, Standing } from '../state/profile.ts';
import { NEVER } from '../state/records.ts';
import type { Band, Pause, PauseKind, Treatment } from '../types/assessment.ts';
import type { EpochDay } from '../types/units.ts';
import type { World } from '../types/world.ts';

const treatments: Readonly<Record<Band, Treatment>> = {
  A: 'soft',
  B: 'standard',
  C: 'firm',
  D: 'strict',
  E: 'hold_legal',
};

const none: readonly InsolvencyCase[] = [];

/** While a promise or a plan is kept there is nothing to press for. */
const pauseKinds: Readonly<Partial<Record<FlagCode, PauseKind>>> = {
  promised: 'promise',
  planned: 'plan',
};

/**
 * What dunning must leave alone: whoever is in an insolvency case, disputed amounts, promises and
 * plans that stand. What a silent feed hides is no customer's pause: scoring tells it at once for
 * all customers of a partition.
 */
export function pausesOf(profile: Profile, today: EpochDay, world: World): Pause[] {
  const pauses: Pause[] = [];
  for (const { id, isWithdrawn } of profile.dossier.insolvency?.cases ?? none) {
    if (isWithdrawn) continue;
    pauses.push({ kind: 'legal', ref: id, amountMinor: null, currency: null, until: null });
  }
  if (profile.sums.disputed > 0) {
    pauses.push({
      kind: 'dispute',
      ref: null,
      amountMinor: profile.sums.disputed,
      currency: world.rates.base,
      until: null,
    });
  }
  for (const flag of profile.flags) {
    const kind = pauseKinds[flag.code];
    if (kind === undefined) continue;
    const until = Math.max(flag.on, today);
    pauses.push({ kind, ref: flag.id, amountMinor: null, currency: null, until });
  }
  const { dunning } = profile.dossier;
  if (dunning && isDunningPaused(dunning, today)) {
    const until = dunning.pausedUntil === NEVER ? null : dunning.pausedUntil;
    pauses.push({ kind: 'dunning', ref: null, amountMinor: null, currency: null, until });
  }
  return pauses;
}

/**
 * How hard to press. After an insolvency notice nobody is dunned, only lawyers write: that goes
 * before everything. A promise pauses everything, a dispute only its amount: it
 * pauses the customer when nothing clean is left to press for.
 */
export function treatmentOf(
  standing: Standing,
  pauses: readonly Pause[],
  cleanOverdue: number,
): Treatment {
  if (pauses.some(({ kind }) => kind === 'legal')) return 'hold_legal';
  const isPaused = pauses.some(({ kind }) => kind !== 'dispute' || cleanOverdue === 0);
  return isPaused ? 'pause' : treatments[bandOf(standing.shown)];
}
