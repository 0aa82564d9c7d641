import { type AlertOpened, customerKey } from '@duewatch/contracts';
import { alertLines, deliveryLine, riskLines } from './log-lines.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';
import type { Sighting } from './sightings.ts';

/** Shows a run as it happens: a log of what matters, and counters below it. */
export interface LiveView {
  see(sighting: Sighting): void;
  /** How many events the door has accepted. */
  fed(events: number): void;
  /** The business date that begins. */
  day(date: string): void;
}

interface Counts {
  events: number;
  moves: number;
  opened: number;
  escalated: number;
  resolved: number;
  told: number;
  untold: number;
}

/** A view on a screen. What it prints of other systems is made harmless first. */
export function createLiveView(screen: Screen): LiveView {
  const counts: Counts = {
    ...{ events: 0, moves: 0, opened: 0, escalated: 0, resolved: 0, told: 0, untold: 0 },
  };
  const names = new Map<string, string>();
  const customers = new Set<string>();
  /** What each transition is about, to name it when its messages go out. */
  const transitions = new Map<string, string>();
  let date = '';

  const who = (tenantId: string, customerId: string): string => {
    const name = names.get(customerKey(tenantId, customerId));
    const id = printable(customerId);
    return name === undefined ? id : `${name} (${id})`;
  };
  const subjectOf = ({ tenantId, customerId, subject }: AlertOpened): string =>
    customerId === null ? printable(subject.ref ?? tenantId) : who(tenantId, customerId);
  const show = (lines: readonly string[]): void => {
    for (const line of lines) screen.line(line);
  };
  const recount = (): void => screen.foot(countersLine(date, customers.size, counts));

  return {
    see(sighting) {
      switch (sighting.kind) {
        case 'name':
          if (sighting.name === null) names.delete(sighting.key);
          else names.set(sighting.key, printable(sighting.name));
          return;
        case 'profile':
          if (sighting.profile === null) customers.delete(sighting.key);
          else customers.add(sighting.key);
          break;
        case 'change': {
          const { change } = sighting;
          // A first band is no move, and a pause or a treatment alone would drown what matters.
          if (change.fromBand === null || change.fromBand === change.toBand) return;
          counts.moves += 1;
          const { tenantId, customerId } = change;
          show(riskLines(change, who(tenantId, customerId), screen.palette));
          break;
        }
        case 'alert': {
          const { transition, alert } = sighting;
          counts[transition] += 1;
          const subject = subjectOf(alert);
          const told = [alert.alertId, transition, alert.causedBy.eventId].join();
          transitions.set(told, `${printable(alert.code)} ${transition}, ${subject}`);
          show(alertLines(transition, alert, subject, screen.palette));
          break;
        }
        case 'delivery': {
          const { delivery } = sighting;
          if (delivery.outcome === 'sent') counts.told += 1;
          else if (delivery.outcome === 'failed') counts.untold += 1;
          else return;
          const { episodeId, transition, cause } = delivery;
          const told = [episodeId, transition, cause].join();
          const about = transitions.get(told) ?? printable(transition);
          show([deliveryLine(delivery, about, screen.palette)]);
          break;
        }
        case 'dead-letter': {
          const { consumer, reason, detail } = sighting.letter;
          const text = `${printable(consumer)} ${printable(reason)}: ${printable(detail)}`;
          show([screen.palette.red(`DEAD LETTER  ${text}`)]);
          break;
        }
      }
      recount();
    },
    fed(events) {
      counts.events = events;
      recount();
    },
    day(next) {
      date = next;
      recount();
    },
  };
}

function countersLine(date: string, customers: number, counts: Counts): string {
  const { events, moves, opened, escalated, resolved, told, untold } = counts;
  const parts = [
    `${plural(events, 'event')} in`,
    plural(customers, 'customer'),
    plural(moves, 'risk move'),
    `alerts ${opened} opened ${escalated} escalated ${resolved} resolved`,
    `${told} delivered${untold === 0 ? '' : `, ${untold} not`}`,
  ];
  return `${date === '' ? '' : `${date}  `}${parts.join(' · ')}`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
