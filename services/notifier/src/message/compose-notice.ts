import type { SummaryMessage } from './message.ts';

/** A receiver that could not be told something, and why not. */
export interface ReceiverFailure {
  readonly failedReceiverId: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly failedAt: number;
}

/** What operators are told of a receiver that takes no messages. */
export function composeNotice(id: string, failure: ReceiverFailure): SummaryMessage {
  const { failedReceiverId, reason, failedAt } = failure;
  return {
    kind: 'summary',
    id,
    threadId: id,
    threadRootId: id,
    who: `Receiver ${failedReceiverId}`,
    headline: 'Messages do not reach a receiver',
    severity: 'error',
    isPossibleRepeat: false,
    acceptedAt: failedAt,
    intro:
      `A message to ${failedReceiverId} was given up: ${reason.replaceAll('_', ' ')}. ` +
      'It is named in the dead letters. Mend the receiver or its settings; ' +
      'until then others may be lost to it.',
    facts: [],
    lines: [],
    unlisted: 0,
    actions: [
      {
        what: 'See what it missed',
        command: `npx duewatch deliveries list --receiver ${failedReceiverId} --state failed`,
      },
    ],
  };
}
