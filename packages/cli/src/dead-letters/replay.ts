import type { BusProducer } from '@duewatch/event-bus';
import { type ActKind, actRecord } from '../acts/act-log.ts';
import type { StackConnection } from '../stack/with-stack.ts';
import type { Letter } from './letters.ts';

/** On a record that was written again: of which letter, and by whom. */
const MARKS = { of: 'ce_replayof', by: 'ce_replayedby' } as const;

/** What letters are settled with; one producer serves them all. */
export interface LetterTools extends Pick<StackConnection, 'codec' | 'clock'> {
  readonly producer: BusProducer;
}

/**
 * Writes the record of a letter again, where and as it was, and then notes that the letter is
 * handled: a failure in between leaves it open, and a record that comes twice counts once.
 */
export async function replayLetter(tools: LetterTools, letter: Letter, by: string): Promise<void> {
  const { letterId, topic, partition, key, value, headers } = letter;
  const obstacle = whyNotReplayed(letter);
  if (obstacle !== null) throw new Error(obstacle);
  const marks = { [MARKS.of]: letterId, [MARKS.by]: by };
  await tools.producer.send([{ topic, partition, key, value, headers: { ...headers, ...marks } }]);
  await handle(tools, letter, { kind: 'dead_letter.replay', by, detail: null });
}

/** Notes that nothing will be done about a letter, and why. */
export async function dropLetter(
  tools: LetterTools,
  letter: Letter,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<void> {
  await handle(tools, letter, { kind: 'dead_letter.drop', by, detail: reason });
}

async function handle(
  tools: LetterTools,
  { letterId, headers }: Letter,
  act: { readonly kind: ActKind; readonly by: string; readonly detail: string | null },
): Promise<void> {
  const tenantId = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.exec(headers['ce_tenantid'] ?? '');
  const whole = { ...act, tenantId: tenantId?.[0] ?? null, target: letterId };
  await tools.producer.send([actRecord(tools, whole)]);
}

/**
 * Why a letter cannot be replayed, and what to do instead; null where it can. A body that is
 * missing means "erased" on some topics, so it is never written.
 */
export function whyNotReplayed(letter: Letter): string | null {
  const { letterId, topic, partition, offset, reason, value } = letter;
  if (value !== null) return null;
  const where = `${topic}-${partition}@${offset}`;
  return reason === 'undeliverable'
    ? `${letterId} is about an alert that is still at ${where} and was tried for a day. ` +
        'Mend the receiver, tell it with `duewatch deliveries resend`, and drop the letter.'
    : `${letterId} has no body: the record at ${where} had none. Drop the letter.`;
}
