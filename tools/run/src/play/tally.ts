import type { Band } from '@duewatch/contracts';
import type { AlertTransition, Sighting } from '../view/sightings.ts';

/** An alert, told in the terms of a story's expectation. */
export interface SeenAlert {
  readonly tenantId: string;
  readonly customerId: string | null;
  readonly code: string;
  readonly scope: string | null;
  readonly transition: AlertTransition;
  readonly severity: string;
  /** Epoch day of the business date on which it happened. */
  readonly changedOn: number;
  /** Null when people are told. */
  readonly suppressedReason: string | null;
  readonly alertId: string;
  readonly acceptToAlertMs: number;
}

/** What the topics of a run come to. */
export interface Tally {
  see(sighting: Sighting): void;
  /** Band of each customer now, by key. */
  bands(): ReadonlyMap<string, Band>;
  /** In the order of the log of each customer. */
  alerts(): readonly SeenAlert[];
  deadLetters(): number;
}

/** Counts for these tenants only: a given Kafka may hold others. */
export function createTally(tenantIds: readonly string[]): Tally {
  const bands = new Map<string, Band>();
  const alerts: SeenAlert[] = [];
  let deadLetters = 0;
  const isOurs = (tenantId: string): boolean => tenantIds.includes(tenantId);
  return {
    see(sighting) {
      switch (sighting.kind) {
        case 'profile':
          if (!isOurs(tenantOf(sighting.key))) return;
          if (sighting.profile === null) bands.delete(sighting.key);
          else bands.set(sighting.key, sighting.profile.band);
          return;
        case 'alert':
          if (isOurs(sighting.alert.tenantId)) alerts.push(seenAlertOf(sighting));
          return;
        case 'dead-letter':
          deadLetters += 1;
          return;
        case 'name':
        case 'change':
        case 'delivery':
          return;
      }
    },
    bands: () => bands,
    alerts: () => alerts,
    deadLetters: () => deadLetters,
  };
}

function tenantOf(key: string): string {
  return key.slice(0, key.indexOf('|'));
}

function seenAlertOf(sighting: Extract<Sighting, { kind: 'alert' }>): SeenAlert {
  const { transition, writtenAtMs, alert } = sighting;
  const { tenantId, customerId, code, scope, severity, changedOn, alertId, acceptedAt } = alert;
  const { suppressedReason } = alert;
  const acceptToAlertMs = writtenAtMs - acceptedAt;
  return {
    ...{ tenantId, customerId, code, scope, severity, changedOn, alertId, suppressedReason },
    transition,
    acceptToAlertMs,
  };
}
