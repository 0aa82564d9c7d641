import {
  type DeadLetter,
  deadLetterConsumers,
  deadLetterTopic,
  isoInstantOf,
} from '@duewatch/contracts';
import { readActs } from '../acts/act-log.ts';
import { readRecords } from '../stack/read-records.ts';
import type { LogReader } from '../stack/with-stack.ts';

/** A dead letter, where it lies, and what was done about it. */
export interface Letter extends DeadLetter {
  /** `consumer/partition/offset` of the letter itself. */
  readonly letterId: string;
  /** Null while it is open. */
  readonly handled: Handled | null;
}

interface Handled {
  readonly kind: string;
  readonly by: string;
  readonly at: number;
}

/** Which letters are meant; all that is given must hold. */
export interface LetterMatch {
  readonly letterIds?: readonly string[] | undefined;
  readonly consumer?: string | undefined;
  readonly topic?: string | undefined;
  readonly reason?: string | undefined;
  /** Those that were replayed or dropped, too. */
  readonly all?: boolean | undefined;
}

/**
 * Letters that match, per consumer and partition in the order in which they were written. A letter
 * is handled when an act on `risk.acts` says so: the letter itself stays as it was written. What
 * says the same as an earlier one is left out: a crash or a rebuild publishes letters again.
 */
export async function readLetters(
  connection: LogReader,
  match: LetterMatch,
): Promise<readonly Letter[]> {
  const acts = (await readActs(connection)).filter(({ kind }) => kind.startsWith('dead_letter.'));
  const handled = new Map(acts.map(({ target, kind, by, at }) => [target, { kind, by, at }]));
  const seen = new Set<string>();
  const letters: Letter[] = [];
  const topics = deadLetterConsumers.map(deadLetterTopic);
  await readRecords(connection, topics, ({ recordName, data }, record) => {
    if (recordName !== 'DeadLetter') return;
    const { consumer, topic, partition, offset, reason, detail } = data;
    const about = [consumer, topic, partition, offset, reason, detail].join(' ');
    if (seen.has(about)) return;
    seen.add(about);
    const letterId = `${data.consumer}/${record.partition}/${record.offset}`;
    const letter = { ...data, letterId, handled: handled.get(letterId) ?? null };
    if (isMeant(letter, match)) letters.push(letter);
  });
  return letters.sort(byPlace);
}

/** Letters by name; all must be there, for half of a list dealt with helps nobody. */
export async function findLetters(
  connection: LogReader,
  letterIds: readonly string[],
): Promise<readonly Letter[]> {
  const letters = await readLetters(connection, { letterIds, all: true });
  const missing = letterIds.filter((id) => !letters.some(({ letterId }) => letterId === id));
  if (missing.length === 0) return letters;
  const mend = '`duewatch dead-letters list --all` shows all that are kept.';
  throw new Error(`There is no letter ${missing.join(', ')}. ${mend}`);
}

/** The same, all of them open. */
export async function findOpenLetters(
  connection: LogReader,
  letterIds: readonly string[],
): Promise<readonly Letter[]> {
  const letters = await findLetters(connection, letterIds);
  const done = letters.flatMap(({ letterId, handled }) =>
    handled === null ? [] : [`${letterId} was ${handledText(handled)}: nothing is left to do.`],
  );
  if (done.length > 0) throw new Error(done.join('\n'));
  return letters;
}

/** What was done, by whom and when. */
export function handledText({ kind, by, at }: Handled): string {
  const done = kind === 'dead_letter.replay' ? 'replayed' : 'dropped';
  return `${done} by ${by}, ${isoInstantOf(at)}`;
}

function isMeant(letter: Letter, { letterIds, consumer, topic, reason, all }: LetterMatch) {
  return (
    (all === true || letter.handled === null) &&
    (letterIds === undefined || letterIds.includes(letter.letterId)) &&
    (consumer === undefined || letter.consumer === consumer) &&
    (topic === undefined || letter.topic === topic) &&
    (reason === undefined || letter.reason === reason)
  );
}

function byPlace(a: Letter, b: Letter): number {
  const [one, other] = [a, b].map(({ consumer, partition }) => `${consumer} ${partition}`);
  if (one !== other) return (one ?? '') < (other ?? '') ? -1 : 1;
  return Number(a.letterId.split('/')[2]) - Number(b.letterId.split('/')[2]);
}
