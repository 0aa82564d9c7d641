import { createHash } from 'node:crypto';
import { type AlertOpened, TOPICS } from '@duewatch/contracts';
import type { Position } from '@duewatch/stream';
import type { Evidence } from '../evidence.ts';
import { bodiesOf } from '../evidence.ts';
import { notifierConfig } from '../settings.ts';
import { compare } from './gaps.ts';
import type { Oracle } from './oracle.ts';

const SEVERITIES = ['info', 'warning', 'error', 'critical'];
const TRANSITIONS = {
  AlertOpened: 'opened',
  AlertEscalated: 'escalated',
  AlertResolved: 'resolved',
} as const;

type Receiver = (typeof notifierConfig.receivers)[number];
type AlertName = keyof typeof TRANSITIONS;

/** A step of an alert that is news, and the receiver whom it is owed to. */
interface Owed {
  readonly deliveryId: string;
  readonly receiverId: string;
  readonly what: string;
}

/** Each step of an alert reaches everybody who asked for such alerts. */
export const alertsArrive: Oracle = {
  name: 'no alert is lost',
  check(evidence) {
    const recorded = new Set(
      bodiesOf(evidence, TOPICS.deliveries, 'DeliveryRecorded').map(({ deliveryId }) => deliveryId),
    );
    return owedIn(evidence)
      .filter(({ deliveryId }) => !recorded.has(deliveryId))
      .map(({ receiverId, what }) => `${receiverId} was never told: ${what}`);
  },
};

/** What was suppressed is nobody's news, not even after a crash. */
export const suppressedStays: Oracle = {
  name: 'suppressed stays suppressed',
  check(evidence) {
    const owed = new Set(owedIn(evidence).map(({ deliveryId }) => deliveryId));
    return bodiesOf(evidence, TOPICS.deliveries, 'DeliveryRecorded')
      .filter(({ outcome, transition }) => outcome === 'sent' && transition !== 'summary')
      .filter(({ deliveryId, transition }) => transition !== 'resolved' && !owed.has(deliveryId))
      .map(({ deliveryId, receiver }) => `${receiver} was told ${deliveryId}, which is no news`);
  },
};

function owedIn({ log }: Evidence): Owed[] {
  const held = new Map<string, Position>();
  const owed = new Map<string, Owed>();
  const told = new Set<string>();
  for (const { record, body } of log.get(TOPICS.alerts) ?? []) {
    if (body === null || record.key === null || !(body.recordName in TRANSITIONS)) continue;
    const alert = body.data as AlertOpened;
    const last = held.get(record.key);
    if (last !== undefined && compare(alert.position, last) <= 0) continue;
    held.set(record.key, alert.position);
    const transition = TRANSITIONS[body.recordName as AlertName];
    for (const receiver of alert.suppressed ? [] : notifierConfig.receivers) {
      const line = `${alert.alertId} ${receiver.id}`;
      if (!told.has(line) && (transition === 'resolved' || !wants(receiver, alert))) continue;
      told.add(line);
      const one = owedTo(receiver, transition, alert);
      owed.set(one.deliveryId, one);
    }
  }
  return [...owed.values()];
}

function owedTo({ id }: Receiver, transition: string, alert: AlertOpened): Owed {
  const parts = [alert.alertId, transition, alert.causedBy.eventId, id].join('\n');
  const hash = createHash('sha256').update(parts).digest('hex').slice(0, 32);
  const what = `${alert.code} ${transition} of ${alert.tenantId}|${alert.customerId}`;
  return { deliveryId: `dlv_${hash}`, receiverId: id, what };
}

function wants({ minSeverity, codes, tenants }: Receiver, alert: AlertOpened): boolean {
  if (SEVERITIES.indexOf(alert.severity) < SEVERITIES.indexOf(minSeverity ?? 'warning'))
    return false;
  if (tenants?.includes(alert.tenantId) === false) return false;
  return codes === undefined || codes.includes(alert.code) || codes.includes(alert.family);
}
