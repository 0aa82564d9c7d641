import type { DomainEvent, Stamped } from '../src/index.ts';
import { scored } from './dossier-events.ts';
import type { Told } from './shell.ts';

/** Numbers drawn for one event of a random story. */
export interface Draw {
  readonly kind: number;
  readonly day: number;
  readonly invoice: number;
  readonly payment: number;
  readonly amount: number;
  readonly days: number;
}

/** What may happen beside the ledger. Each line is as likely as one kind of ledger event. */
const kinds: readonly ((draw: Draw, on: number) => Told)[] = [
  ({ amount, payment, days }, on) =>
    scored(8 * amount, on - (days % 3), { provider: `bureau-${payment % 6}` }),
];

/** How many kinds there are. */
export const dossierKinds = kinds.length;

/** The event of a draw whose kind counts from zero. */
export function dossierEvent(draw: Draw, on: number, stamps: Stamped): DomainEvent {
  const tell = kinds[draw.kind] ?? kinds[0];
  if (!tell) throw new RangeError(`no event of kind ${draw.kind}`);
  return { ...tell(draw, on), ...stamps } as DomainEvent;
}
