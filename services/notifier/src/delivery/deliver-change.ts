import type { Channel, SendOutcome } from '../channels/channel.ts';
import type { Receiver } from '../config.ts';
import type { Audience } from '../ledger/audience.ts';
import { CHANGES } from '../ledger/ledger-logic.ts';
import type { KnownChange, LedgerReader } from '../ledger/ledger-reader.ts';
import type { ChangeMessage } from '../message/change-message.ts';
import { DONE, type JobResult, type RunningJob, SOON } from '../queue/delivery-queue.ts';
import type { RowReason } from '../reasons.ts';
import { isForgotten } from './perhaps-sent.ts';
import type { Outcome, OutcomeRecorder } from './record-outcome.ts';
import { type SendCounters, type SendPorts, trySend } from './try-send.ts';

/** What the delivery of a change needs from outside. */
export interface ChangePorts extends SendPorts {
  readonly ledger: LedgerReader;
  readonly recorder: OutcomeRecorder;
  readonly audience: Pick<Audience, 'hearing'>;
  readonly counters: SendCounters & { ended(receiver: Receiver, outcome: Outcome): void };
}

/**
 * Sends a system its next change of a customer. Changes are a contract and not a person's reading:
 * none is too old, too many, or told with others. What ends one is that it was taken, that no try
 * helps, or that the system is to have this tenant's changes no more.
 */
export async function deliverChange(
  job: RunningJob,
  receiver: Receiver,
  channel: Channel,
  ports: ChangePorts,
): Promise<JobResult> {
  const { ledger, recorder, counters, clock } = ports;
  const { partition = 0 } = job.subject;
  if (!(await ledger.isUpToDate(partition))) return SOON;
  const find = () => findChange(ledger, job);
  const known = await find();
  if (known === undefined) return (await isForgotten(job, CHANGES, ledger, find)) ? DONE : SOON;
  const isWanted = ports.audience.hearing(known.row.change.tenantId).has(receiver.id);
  if (!isWanted && job.memo.ended === null) {
    await recorder.change(receiver, known, untold(job, clock.now()));
    return DONE;
  }
  const { sendChange = refuse } = channel;
  const tried = await trySend(job, receiver, sendChange, messageOf(known), ports);
  if (tried.kind === 'later') return tried.result;
  await recorder.change(receiver, known, tried.outcome);
  counters.ended(receiver, tried.outcome);
  return DONE;
}

async function findChange(ledger: LedgerReader, { subject }: RunningJob) {
  const { partition = 0, place = '' } = subject;
  const [known] = await ledger.changes(partition, [place]);
  return known;
}

function untold({ memo }: RunningJob, at: number): Outcome {
  const reason: RowReason = 'unsubscribed';
  const { tries, mayHaveArrived: isPossibleRepeat } = memo;
  return { outcome: 'suppressed', reason, tries, providerRef: null, isPossibleRepeat, at };
}

/** Routes name only webhooks for changes, and those take them. */
const refuse = async (): Promise<SendOutcome> => ({ kind: 'dead', reason: 'rejected' });

function messageOf({ partition, row }: KnownChange): ChangeMessage {
  const { id, key, change, follows, resend = null } = row;
  return { id, isPossibleRepeat: false, sentAgain: resend, key, partition, change, follows };
}
