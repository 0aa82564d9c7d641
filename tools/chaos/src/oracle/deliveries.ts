import type { DeliveryRecorded } from '@duewatch/contracts';

/** What the receivers got, repeats kept. */
export interface Received {
  readonly webhook: readonly { readonly id: string; readonly body: unknown }[];
  readonly slack: readonly { readonly text: string }[];
  readonly email: readonly { readonly text: string }[];
}

export interface DeliveryFindings {
  /** Said to be sent, and never received. */
  readonly lost: readonly string[];
  /** Received again without a word of it, or received and not known to have been sent. */
  readonly unexplained: readonly string[];
}

type Delivery = Pick<DeliveryRecorded, 'deliveryId' | 'channel' | 'outcome'>;

/** A receiver sees by these words that it may know the message already. */
const REPEAT_WORDS = /possible repeat|may have received this message before/;

/** Holds `risk.deliveries` against what the receivers got: by id where a message carries one. */
export function compareDeliveries(
  records: readonly Delivery[],
  received: Received,
): DeliveryFindings {
  const sentOn = (channel: Delivery['channel']): ReadonlySet<string> => {
    const ofChannel = records.filter((one) => one.channel === channel && one.outcome === 'sent');
    return new Set(ofChannel.map(({ deliveryId }) => deliveryId));
  };
  const findings = [
    compareIds(sentOn('webhook'), received.webhook),
    compareCounts('slack', sentOn('slack').size, received.slack),
    compareCounts('email', sentOn('email').size, received.email),
  ];
  return {
    lost: findings.flatMap(({ lost }) => lost),
    unexplained: findings.flatMap(({ unexplained }) => unexplained),
  };
}

function compareIds(sent: ReadonlySet<string>, messages: Received['webhook']): DeliveryFindings {
  const marks = new Map<string, boolean[]>();
  for (const { id, body } of messages) {
    const { data } = body as { readonly data: { readonly isPossibleRepeat: boolean } };
    marks.set(id, [...(marks.get(id) ?? []), data.isPossibleRepeat]);
  }
  const lost = [...sent].filter((id) => !marks.has(id));
  const unexplained = [...marks].flatMap(([id, [, ...again]]) => [
    ...(sent.has(id) ? [] : [`webhook ${id} was received and is not recorded`]),
    ...again.filter((isMarked) => !isMarked).map(() => `webhook ${id} came again without a word`),
  ]);
  return { lost: lost.map((id) => `webhook ${id} was never received`), unexplained };
}

/** Chats and mails have no id to go by: they are counted. */
function compareCounts(
  channel: string,
  sent: number,
  messages: readonly { readonly text: string }[],
): DeliveryFindings {
  const marked = messages.filter(({ text }) => REPEAT_WORDS.test(text)).length;
  const missing = Math.max(0, sent - messages.length);
  const unmarked = Math.max(0, messages.length - sent - marked);
  return {
    lost: Array<string>(missing).fill(`${channel}: a message was never received`),
    unexplained: Array<string>(unmarked).fill(`${channel}: a message too many`),
  };
}
