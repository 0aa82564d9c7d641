import { setTimeout as pause } from 'node:timers/promises';
import { SCORING, SCORING_INPUTS } from '@duewatch/scoring-logic';
import type { Ground } from '../ground.ts';

const ROUNDS = 8;
const STAY_MS = 1_000;

/**
 * A member joins the group and leaves it, again and again. It owns partitions meanwhile and does
 * nothing with them, so that each time others have to open them anew.
 */
export async function stormGroup({ bus }: Ground): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const member = await bus.consume({
      groupId: SCORING,
      topics: SCORING_INPUTS,
      handlers: {
        onJoin: () => undefined,
        onBatch: async (batch) => batch.resolve(batch.logEnd),
        onCrash: () => undefined,
      },
    });
    await pause(STAY_MS);
    await member.stop();
    await pause(STAY_MS);
  }
}
