import { silentLog } from '@duewatch/telemetry';
import { notifierSettings, type Receiver } from '../config.ts';
import type { JobMemo, RunningJob } from '../queue/delivery-queue.ts';
import { trySend } from './try-send.ts';

const [receiver] = notifierSettings.parse({
  receivers: [
    {
      id: 'desk',
      channel: 'webhook',
      url: 'https://desk.example/',
      secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
    },
  ],
}).receivers as [Receiver];

/** Tries once to send a message, with a process that stands still while it notes the try. */
async function tryAfter(stoodStillMs: number) {
  let now = 1_772_700_000_000;
  const sent: boolean[] = [];
  const job: RunningJob = {
    id: 'dlv_1',
    subject: { receiverId: 'desk', kind: 'row', rowId: 'dlv_1' },
    memo: { tries: 0, firstTriedAt: null, mayHaveArrived: false, ended: null } satisfies JobMemo,
    remember: async () => {
      now += stoodStillMs;
    },
  };
  const message = { id: 'dlv_1', isPossibleRepeat: false };
  const send = async ({ isPossibleRepeat }: typeof message) => {
    sent.push(isPossibleRepeat);
    return { kind: 'sent', providerRef: null } as const;
  };
  const clock = { now: () => now, schedule: () => () => undefined };
  const tried = await trySend(job, receiver, send, message, {
    ...{ clock, log: silentLog, counters: { tried: () => undefined } },
  });
  return { kind: tried.kind, sent };
}

describe('a process that notes a try', () => {
  it('sends when that is done', async () => {
    expect(await tryAfter(20)).toEqual({ kind: 'over', sent: [false] });
  });

  it('sends nothing when it stood still meanwhile, for another may have sent it', async () => {
    expect(await tryAfter(30_000)).toEqual({ kind: 'later', sent: [] });
  });
});
