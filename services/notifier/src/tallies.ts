import type { Log } from '@duewatch/telemetry';
import type { Receiver } from './config.ts';
import type { LedgerObserver } from './ledger/ledger-logic.ts';
import type { PipelineCounters } from './pipeline.ts';

/** Counts since the start of the process. */
export interface Tallies {
  /** Messages per channel that a receiver took. */
  readonly sent: Readonly<Record<string, number>>;
  /** Messages per channel that were given up. */
  readonly failed: Readonly<Record<string, number>>;
  /** Tries per channel and reason that are, or were, to be repeated. */
  readonly retried: Readonly<Record<string, number>>;
  /** Messages that a receiver may have had before. */
  readonly possibleRepeats: number;
  /** Alerts that were held because there were too many at once. */
  readonly held: number;
  /** Alerts that were lost on the way here. */
  readonly gaps: number;
}

export interface TallyKeeper extends PipelineCounters, LedgerObserver {
  read(): Tallies;
}

/** All channels in use stand in the tallies from the start, with 0. */
export function createTallies(receivers: readonly Receiver[], log: Log): TallyKeeper {
  const zero = () => new Map<string, number>(receivers.map(({ channel }) => [channel, 0]));
  const sent = zero();
  const failed = zero();
  const retried = new Map<string, number>();
  let possibleRepeats = 0;
  let held = 0;
  let gaps = 0;
  const add = (counts: Map<string, number>, label: string): void => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  };
  return {
    gap() {
      gaps += 1;
      log.warn('an alert was lost before it got here', { gaps });
    },
    tried({ channel }, outcome) {
      if (outcome.kind === 'retry') add(retried, `${channel}:${outcome.reason}`);
    },
    ended({ id, channel }, { outcome, reason, tries, isPossibleRepeat }) {
      if (outcome === 'sent') add(sent, channel);
      if (outcome === 'failed') {
        add(failed, channel);
        log.error('a message could not be delivered', { receiver: id, channel, reason, tries });
      }
      if (isPossibleRepeat) possibleRepeats += 1;
    },
    held({ id }, batchId, alerts) {
      held += alerts;
      log.warn('too many alerts at once are held', { receiver: id, batchId, alerts });
    },
    read: () => ({
      sent: Object.fromEntries(sent),
      failed: Object.fromEntries(failed),
      retried: Object.fromEntries(retried),
      possibleRepeats,
      held,
      gaps,
    }),
  };
}
