import type { Severity } from '@duewatch/routing';
import type { AlertNews } from './news.ts';

/**
 * What is told, before any channel has dressed it: plain text, not escaped for anything. Texts that
 * come from data (names, reasons) may hold any character, so each channel escapes all of it.
 */
export type Message = AlertMessage | SummaryMessage;

interface MessageBase {
  /** The same over all tries: what a receiver recognises a repeat by. */
  readonly id: string;
  /** Messages of one thread belong to one case. */
  readonly threadId: string;
  /** Id of the message that began the thread; its own when it is the first. */
  readonly threadRootId: string;
  /** Whom or what it is about, as people call it. */
  readonly who: string;
  readonly headline: string;
  readonly severity: Severity;
  /** True when an earlier try may have arrived. */
  readonly isPossibleRepeat: boolean;
  /** When the door accepted what caused it, epoch milliseconds. */
  readonly acceptedAt: number;
}

/** One transition of one episode. */
export interface AlertMessage extends MessageBase {
  readonly kind: 'alert';
  /** From what to what. */
  readonly change: string;
  /** The numbers that fired, each with its limit. */
  readonly why: readonly string[];
  /** What else weighs on the customer, worst first. */
  readonly reasons: readonly string[];
  readonly atStake: string | null;
  readonly standing: string | null;
  readonly nextStep: string;
  /** The command by which a reader takes the alert; null when there is nothing to take. */
  readonly acknowledge: string | null;
  /** Why this fires, what to check, what to do: a URL, or a file of this repository. */
  readonly runbook: string;
  /** Null of what is told for the first time. */
  readonly sentAgain: SentAgain | null;
  readonly news: AlertNews;
}

/** By which command, and whose, a message is sent once more. */
export interface SentAgain {
  readonly resendId: string;
  readonly by: string;
}

/** Many transitions in one message: the opening position, or what was missed meanwhile. */
export interface SummaryMessage extends MessageBase {
  readonly kind: 'summary';
  readonly intro: string;
  /** What it adds up to; titles in the order in which they matter. */
  readonly facts: readonly Fact[];
  /** The gravest first; not all of them when there are many. */
  readonly lines: readonly SummaryLine[];
  /** How many more there are. */
  readonly unlisted: number;
  /** What the reader can do, with the command for it. */
  readonly actions: readonly Action[];
}

export interface Fact {
  readonly title: string;
  readonly text: string;
}

export interface Action {
  readonly what: string;
  readonly command: string;
}

export interface SummaryLine {
  readonly who: string;
  readonly text: string;
  readonly severity: Severity;
  readonly episodeId: string;
}

/** The first word of a message: how grave it is, or that it is over. */
export function labelOf(message: Message): string {
  const isOver = message.kind === 'alert' && message.news.transition === 'resolved';
  return isOver ? 'RESOLVED' : message.severity.toUpperCase();
}

/** Who wished for it, when it is sent once more; a summary never is. */
export function sentAgainOf(message: Message): SentAgain | null {
  return message.kind === 'alert' ? message.sentAgain : null;
}
