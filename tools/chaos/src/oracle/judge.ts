import type { ChaosReport } from '../report.ts';
import { compareChanges, type ReceivedChange } from './compare-changes.ts';
import { compareDeliveries, type Received } from './compare-deliveries.ts';
import type { AlertStep, Told } from './told.ts';

/** An event that the door answered with 202; without a subject it concerns every partition. */
export interface AcceptedEvent {
  readonly source: string;
  readonly id: string;
  readonly subject?: string | undefined;
}

/** A record of `ar.events`. */
export interface LoggedEvent {
  readonly source: string;
  readonly id: string;
  readonly partition: number;
  readonly offset: number;
}

/** All that is known of a run when nothing is left to do. */
export interface Evidence {
  readonly accepted: readonly AcceptedEvent[];
  readonly log: readonly LoggedEvent[];
  /** By partition, the first offset of `ar.events` that scoring has not folded. */
  readonly foldedBelow: ReadonlyMap<number, number>;
  /** Places (`partition.offset`) of events that scoring could not use. */
  readonly setAside: ReadonlySet<string>;
  /** Customers whose stored state is not what a plain fold of the log comes to. */
  readonly drifts: readonly string[];
  /** What the system said. */
  readonly told: Told;
  /** What a run without faults says of the same logs. */
  readonly calm: Pick<Told, 'profiles' | 'changes' | 'alerts'>;
  readonly received: Received;
  /** Changes among what the webhook got, in order of arrival. */
  readonly receivedChanges: readonly ReceivedChange[];
}

/** The four figures that must be zero, and each finding in words. */
export interface Verdict
  extends Pick<ChaosReport, 'lost' | 'diverged' | 'duplicateAlerts' | 'unexplainedRepeats'> {
  readonly findings: readonly string[];
}

/** Holds what the system came to against the events that the door accepted. */
export function judge(evidence: Evidence): Verdict {
  const { told, calm, received } = evidence;
  const messages = compareDeliveries(told.alerts, told.deliveries, received);
  const untold = compareChanges(told.lastChanges, evidence.receivedChanges);
  const lost = [...lostEvents(evidence), ...told.gaps, ...messages.lost, ...untold];
  const diverged = [...evidence.drifts, ...differences(told, calm)];
  const repeated = toldTwice(told.alerts, calm.alerts);
  return {
    lost: lost.length,
    diverged: diverged.length,
    duplicateAlerts: repeated.length,
    unexplainedRepeats: messages.unexplained.length,
    findings: [...lost, ...diverged, ...repeated, ...messages.unexplained],
  };
}

/** Accepted events by id: each must be in the log, and folded from there. */
function lostEvents({ accepted, log, foldedBelow, setAside }: Evidence): readonly string[] {
  const logged = new Set<string>();
  const folded = new Set<string>();
  for (const { source, id, partition, offset } of log) {
    // Broadcasts are in every partition, other events in one that is nobody's business here.
    const names = [`${source} ${id}`, `${source} ${id} in partition ${partition}`];
    for (const name of names) logged.add(name);
    const isFolded = offset < (foldedBelow.get(partition) ?? 0);
    if (!isFolded || setAside.has(`${partition}.${offset}`)) continue;
    for (const name of names) folded.add(name);
  }
  return accepted
    .flatMap(({ source, id, subject }) => {
      const name = `${source} ${id}`;
      return subject === undefined
        ? [...foldedBelow.keys()].map((partition) => `${name} in partition ${partition}`)
        : [name];
    })
    .flatMap((name) => {
      if (!logged.has(name)) return [`${name} is not in the log`];
      return folded.has(name) ? [] : [`${name} is in the log and was not folded`];
    });
}

function differences(told: Evidence['calm'], calm: Evidence['calm']): readonly string[] {
  const keys = new Set([...told.profiles.keys(), ...calm.profiles.keys()]);
  const profiles = [...keys].filter((key) => told.profiles.get(key) !== calm.profiles.get(key));
  const [toldSteps, calmSteps] = [textsOf(told.alerts), textsOf(calm.alerts)];
  return [
    ...profiles.map((key) => {
      return `profile ${key}: ${told.profiles.get(key)} and not ${calm.profiles.get(key)}`;
    }),
    ...onlyIn(calm.changes, told.changes).map((text) => `change never told: ${text}`),
    ...onlyIn(told.changes, calm.changes).map((text) => `change told without cause: ${text}`),
    ...onlyIn(calmSteps, toldSteps).map((text) => `alert never told: ${text}`),
    ...onlyIn(toldSteps, calmSteps).map((text) => `alert told without cause: ${text}`),
    ...otherPredecessors(told.alerts, calm.alerts),
  ];
}

/** After a rebuild an alert names none: that accuses nobody of a loss. */
function otherPredecessors(
  told: readonly AlertStep[],
  calm: readonly AlertStep[],
): readonly string[] {
  const known = new Map(
    calm.map(({ text, previousPosition }) => [text, JSON.stringify(previousPosition)]),
  );
  return told
    .filter(({ text, previousPosition: named }) => {
      return named !== null && known.has(text) && known.get(text) !== JSON.stringify(named);
    })
    .map(({ text }) => `alert that names another one before it: ${text}`);
}

function textsOf(alerts: readonly AlertStep[]): readonly string[] {
  return alerts.map(({ text }) => text);
}

function onlyIn(some: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return some.filter((one) => !known.has(one));
}

/** Steps that pass a reader's filter more often than they happened, wherever they stand. */
function toldTwice(told: readonly AlertStep[], calm: readonly AlertStep[]): readonly string[] {
  const left = new Map<string, number>();
  const stepOf = ({ episodeId, transition, cause }: AlertStep): string =>
    `${episodeId} ${transition} by ${cause}`;
  for (const step of calm.map(stepOf)) left.set(step, (left.get(step) ?? 0) + 1);
  const seen = new Set<string>();
  return told.map(stepOf).flatMap((step) => {
    const isAgain = seen.has(step);
    seen.add(step);
    const remaining = left.get(step) ?? 0;
    left.set(step, remaining - 1);
    return isAgain && remaining < 1 ? [`alert told twice: ${step}`] : [];
  });
}
