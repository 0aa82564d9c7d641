import { type DeadLetter, type DeadLetterConsumer, deadLetterTopic } from '@duewatch/contracts';
import { readActs } from '../acts/act-log.ts';
import { readRecords } from '../stack/read-records.ts';
import type { StackConnection } from '../stack/with-stack.ts';

export const consumers: readonly DeadLetterConsumer[] = ['scoring', 'alerting', 'notifier'];

/** A dead letter, where it lies, and what was done about it. */
export interface Letter extends DeadLetter {
  /** `consumer/partition/offset` of the letter itself. */
  readonly letterId: string;
  /** Null while it is open. */
  readonly handled: { readonly kind: string; readonly by: string; readonly at: number } | null;
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
 * is handled when an act on `risk.acts` says so: the letter itself stays as it was written.
 */
export async function readLetters(
  connection: Pick<StackConnection, 'bus' | 'codec'>,
  match: LetterMatch,
): Promise<readonly Letter[]> {
  const acts = (await readActs(connection)).filter(({ kind }) => kind.startsWith('dead_letter.'));
  const handled = new Map(acts.map(({ target, kind, by, at }) => [target, { kind, by, at }]));
  const letters: Letter[] = [];
  await readRecords(connection, consumers.map(deadLetterTopic), ({ recordName, data }, record) => {
    if (recordName !== 'DeadLetter') return;
    const letterId = `${data.consumer}/${record.partition}/${record.offset}`;
    const letter = { ...data, letterId, handled: handled.get(letterId) ?? null };
    if (isMeant(letter, match)) letters.push(letter);
  });
  return letters.sort(byPlace);
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
