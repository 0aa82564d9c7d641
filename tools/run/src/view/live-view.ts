import { type AlertOpened, customerKey, type DeliveryRecorded } from '@duewatch/contracts';
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
  /** Shows what was held back to be told together. */
  settle(): void;
}

type Seen<Kind extends Sighting['kind']> = Extract<Sighting, { kind: Kind }>;

/** A view on a screen. What it prints of other systems is made harmless first. */
export function createLiveView(screen: Screen): LiveView {
  return new ScreenView(screen);
}

class ScreenView implements LiveView {
  readonly #screen: Screen;
  readonly #names = new Map<string, string>();
  readonly #customers = new Set<string>();
  /** What each transition is about, to name it when its messages go out. */
  readonly #transitions = new Map<string, string>();
  readonly #counts = { events: 0, moves: 0, opened: 0, escalated: 0, resolved: 0 };
  readonly #deliveries = { told: 0, untold: 0 };
  /** Deliveries of one transition come one after the other and share a line. */
  #held: { readonly about: string; readonly deliveries: DeliveryRecorded[] } | undefined;
  #date = '';

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  see(sighting: Sighting): void {
    switch (sighting.kind) {
      case 'name':
        this.#name(sighting);
        break;
      case 'profile':
        if (sighting.profile === null) this.#customers.delete(sighting.key);
        else this.#customers.add(sighting.key);
        break;
      case 'change':
        this.#change(sighting);
        break;
      case 'alert':
        this.#alert(sighting);
        break;
      case 'delivery':
        this.#delivery(sighting);
        break;
      case 'dead-letter':
        this.#deadLetter(sighting);
        break;
    }
    this.#recount();
  }

  fed(events: number): void {
    this.#counts.events = events;
    this.#recount();
  }

  day(date: string): void {
    this.settle();
    this.#date = date;
    this.#recount();
  }

  settle(): void {
    const { about = '', deliveries = [] } = this.#held ?? {};
    this.#held = undefined;
    if (deliveries.length === 0) return;
    this.#screen.line(deliveryLine(deliveries, about, this.#screen.palette));
  }

  #name({ key, name }: Seen<'name'>): void {
    if (name === null) this.#names.delete(key);
    else this.#names.set(key, printable(name));
  }

  /** A first band is no move, and a pause or a treatment alone would drown what matters. */
  #change({ change }: Seen<'change'>): void {
    const { fromBand, toBand, tenantId, customerId } = change;
    if (fromBand === null || fromBand === toBand) return;
    this.#counts.moves += 1;
    this.#show(riskLines(change, this.#who(tenantId, customerId), this.#screen.palette));
  }

  #alert({ alert, transition }: Seen<'alert'>): void {
    this.#counts[transition] += 1;
    const subject = this.#subjectOf(alert);
    const about = `${printable(alert.code)} ${transition}, ${subject}`;
    this.#transitions.set([alert.alertId, transition, alert.causedBy.eventId].join(), about);
    this.#show(alertLines(transition, alert, subject, this.#screen.palette));
  }

  #delivery({ delivery }: Seen<'delivery'>): void {
    const { outcome, episodeId, transition, cause } = delivery;
    if (outcome === 'sent') this.#deliveries.told += 1;
    else if (outcome === 'failed') this.#deliveries.untold += 1;
    else return;
    // Systems get changes by the dozen, and each is in sight as what it is.
    if (transition === 'changed') return;
    const known = this.#transitions.get([episodeId, transition, cause].join());
    const about = known ?? printable(transition);
    if (this.#held?.about !== about) this.settle();
    this.#held ??= { about, deliveries: [] };
    this.#held.deliveries.push(delivery);
  }

  #deadLetter({ letter }: Seen<'dead-letter'>): void {
    const { consumer, reason, detail } = letter;
    const text = `${printable(consumer)} ${printable(reason)}: ${printable(detail)}`;
    this.#show([this.#screen.palette.red(`DEAD LETTER  ${text}`)]);
  }

  #who(tenantId: string, customerId: string): string {
    const name = this.#names.get(customerKey(tenantId, customerId));
    const id = printable(customerId);
    return name === undefined ? id : `${name} (${id})`;
  }

  #subjectOf({ tenantId, customerId, subject }: AlertOpened): string {
    if (customerId === null) return printable(subject.ref ?? tenantId);
    return this.#who(tenantId, customerId);
  }

  #show(lines: readonly string[]): void {
    this.settle();
    for (const line of lines) this.#screen.line(line);
  }

  #recount(): void {
    const { events, moves, opened, escalated, resolved } = this.#counts;
    const { told, untold } = this.#deliveries;
    const counted = [
      plural(events, 'event'),
      plural(this.#customers.size, 'customer'),
      plural(moves, 'risk move'),
    ].join(' · ');
    const failed = untold === 0 ? '' : `, ${untold} not`;
    const date = this.#date === '' ? '' : `${this.#date}  `;
    this.#screen.foot(
      `${date}${counted} · alerts ${opened} opened ${escalated} escalated ${resolved} resolved · ` +
        `${told} delivered${failed}`,
      `${date}${counted} · alerts ${opened}/${escalated}/${resolved} · ${told} told${failed}`,
    );
  }
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
