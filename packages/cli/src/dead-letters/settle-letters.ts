import type { Terminal } from '../command.ts';
import type { StackConnection } from '../stack/with-stack.ts';
import { letterLine } from './letter-lines.ts';
import type { Letter } from './letters.ts';
import { dropLetter, replayLetter, whyNotReplayed } from './replay.ts';

/**
 * Replays letters one after the other, or drops them where there is a reason. One that cannot be
 * replayed keeps none back: it is named, and the exit code is 1.
 */
export async function settleLetters(
  connection: Omit<StackConnection, 'stack'>,
  letters: readonly Letter[],
  { by, reason }: { readonly by: string; readonly reason: string | null },
  terminal: Terminal,
): Promise<number> {
  if (letters.length === 0) terminal.err('None.');
  const producer = connection.bus.producer('replay');
  const tools = { ...connection, producer };
  let left = 0;
  try {
    for (const letter of letters) {
      const obstacle = reason === null ? whyNotReplayed(letter) : null;
      if (obstacle !== null) {
        left += 1;
        terminal.err(obstacle);
        continue;
      }
      if (reason === null) await replayLetter(tools, letter, by);
      else await dropLetter(tools, letter, { by, reason });
      terminal.out(`${reason === null ? 'replayed' : 'dropped'}  ${letterLine(letter)}`);
    }
  } finally {
    await producer.close();
  }
  return left === 0 ? 0 : 1;
}
