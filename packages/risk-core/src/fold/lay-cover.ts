import { toBase } from '../money/conversion.ts';
import { type AgeClasses, ageClass, DUE, IN_GRACE } from '../policy/age-classes.ts';
import { appended } from '../state/appended.ts';
import type { Weighing } from '../state/contributions.ts';
import type { ItemPage } from '../state/pages.ts';
import {
  type Cover,
  type ItemEntry,
  NOTHING_CLEAN,
  type Profile,
  SEVERAL_CURRENCIES,
  takeCoverOff,
} from '../state/profile.ts';
import { type Item, NEVER } from '../state/records.ts';
import { addAt, sumFrom } from '../state/sums.ts';
import type { EpochDay } from '../types/units.ts';

/** As much of an account as is laid over. */
interface Coverable {
  readonly profile: Profile;
  readonly weighing: Weighing;
  itemPage(entry: ItemEntry): ItemPage;
}

/**
 * Lays unapplied cash and open credits against what is due, oldest first and each currency for
 * itself, so that nobody is overdue for money that is already here. Pages that are covered whole,
 * or that hold nothing clean, are passed over by their directory entries.
 */
export function layCover(account: Coverable): void {
  const { profile } = account;
  takeCoverOff(profile.cover);
  // Most have nothing to lay it on.
  if (sumFrom(profile.sums.cleanByClass, DUE) === 0) return;
  const walk = startWalk(account);
  for (const entry of profile.itemPages) {
    if (entry.firstOn > profile.today || walk.isDone) break;
    if (!passOver(walk, entry)) {
      for (const record of account.itemPage(entry).records) {
        if (record.kind === 'item') coverItem(walk, record);
        if (walk.isDone || record.sortOn > profile.today) break;
      }
    }
  }
  const { lateItems } = profile.dossier;
  if (lateItems !== null) {
    lateItems.oldestIds = walk.cover.oldestOn === NEVER ? none : walk.oldestIds;
  }
}

/** As many as reasons name. */
const MOST_IDS = 5;

interface Walk {
  readonly profile: Profile;
  readonly classes: AgeClasses;
  readonly today: EpochDay;
  readonly ignoreBelow: number;
  readonly cover: Cover;
  /** Money left to lay, by currency. */
  readonly left: readonly Purse[];
  totalLeft: number;
  /** Clean overdue beyond grace seen so far that nothing covers. */
  uncovered: number;
  isDone: boolean;
  /** What was uncovered up to the oldest item that counts. */
  oldestIds: readonly string[];
}

interface Purse {
  readonly currency: string;
  minor: number;
}

const none: readonly never[] = [];

function startWalk(account: Coverable): Walk {
  const { profile, weighing } = account;
  let left: readonly Purse[] = none;
  let totalLeft = 0;
  for (const { currency, cashMinor, creditMinor } of profile.books) {
    const minor = cashMinor + creditMinor;
    if (minor > 0) left = appended(left, { currency, minor });
    totalLeft += minor;
  }
  return {
    profile,
    classes: weighing.classes,
    today: profile.today,
    ignoreBelow: weighing.policy.overdue.ignoreBelowMinor,
    cover: profile.cover,
    left,
    totalLeft,
    uncovered: 0,
    isDone: false,
    oldestIds: none,
  };
}

/**
 * True when the whole page is dealt with: nothing clean in it; or covered within one age class; or
 * without cash for it while the oldest item overdue is known.
 */
function passOver(walk: Walk, entry: ItemEntry): boolean {
  if (entry.currency === NOTHING_CLEAN) return true;
  if (entry.currency === SEVERAL_CURRENCIES) return false;
  const purse = walk.left.find(({ currency }) => currency === entry.currency);
  if (!purse || purse.minor === 0) return walk.cover.oldestOn !== NEVER;
  if (entry.lastOn > walk.today || purse.minor < entry.cleanMinor) return false;
  const oldest = ageClass(walk.classes, entry.firstOn, entry.firstOn, walk.today);
  const newest = ageClass(walk.classes, entry.lastOn, entry.lastOn, walk.today);
  // Items just due may still be before their first overdue day: only older pages are one class.
  if (oldest !== newest || newest <= IN_GRACE) return false;
  purse.minor -= entry.cleanMinor;
  walk.totalLeft -= entry.cleanMinor;
  addAt(walk.cover.byClass, oldest, entry.cleanBase);
  walk.cover.age += entry.cleanBase * (walk.today - entry.firstOn) - entry.cleanLag;
  return true;
}

function coverItem(walk: Walk, item: Item): void {
  if (item.ageFrom > walk.today) return;
  const clean = item.openMinor - item.disputedMinor;
  if (clean <= 0 || item.rate === 0) return;
  const at = ageClass(walk.classes, item.ageFrom, item.overdueFrom, walk.today);
  const covered = draw(walk, item.currency, clean);
  const coveredBase = covered === clean ? item.cleanBase : toBase(covered, item.rate);
  if (coveredBase > 0) {
    addAt(walk.cover.byClass, at, coveredBase);
    walk.cover.age += coveredBase * (walk.today - item.ageFrom);
  }
  if (at > IN_GRACE && walk.cover.oldestOn === NEVER) {
    walk.uncovered += item.cleanBase - coveredBase;
    // What was reopened without being named has no id left.
    const isNamed = item.id !== '' && walk.oldestIds.length < MOST_IDS;
    if (covered < clean && isNamed) walk.oldestIds = appended(walk.oldestIds, item.id);
    if (walk.uncovered >= walk.ignoreBelow && walk.uncovered > 0) {
      walk.cover.oldestOn = item.ageFrom;
    }
  }
  walk.isDone = walk.totalLeft === 0 && walk.cover.oldestOn !== NEVER;
}

function draw(walk: Walk, currency: string, wanted: number): number {
  if (walk.totalLeft === 0) return 0;
  for (const purse of walk.left) {
    if (purse.currency !== currency) continue;
    const drawn = purse.minor < wanted ? purse.minor : wanted;
    purse.minor -= drawn;
    walk.totalLeft -= drawn;
    return drawn;
  }
  return 0;
}
