import type { DomainEvent, Stamped } from '../src/index.ts';
import {
  filed,
  noticed,
  registered,
  registryChanged,
  satisfied,
  scored,
  traded,
} from './dossier-events.ts';
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

const courtKinds = ['judgment.registered', 'tax_default.registered', 'charge.registered'] as const;
const stages = ['petition', 'moratorium', 'liquidation', 'unknown'] as const;
const aspects = [
  'status',
  'director',
  'owner',
  'strike_off',
  'ceased_trading',
  'accounts_overdue',
] as const;
const codes = [null, 'strike_off', 'ceased', 'cleared', 'active'];

/** What may happen beside the ledger. Each line is as likely as one kind of ledger event. */
const kinds: readonly ((draw: Draw, on: number) => Told)[] = [
  ({ amount, payment, days }, on) =>
    scored(8 * amount, on - (days % 3), { provider: `bureau-${payment % 6}` }),
  ({ amount, payment, days }, on) =>
    registered(`C-${payment}`, on - days, {
      kind: courtKinds[days % 3] ?? 'judgment.registered',
      amountMinor: days % 5 === 0 ? null : amount * 1_000_00,
    }),
  ({ payment }, on) => satisfied(`C-${payment}`, on),
  ({ payment, days, amount }, on) =>
    noticed(`N-${payment % 3}`, stages[amount % stages.length] ?? 'unknown', on, days % 4 === 0),
  ({ payment, days, amount }, on) =>
    registryChanged(
      aspects[payment % aspects.length] ?? 'other',
      on - (days % 5),
      codes[days % codes.length] ?? null,
      amount % 2 === 0 ? 'active' : null,
    ),
  ({ amount, payment, days }, on) =>
    filed(on - 90 - 100 * (payment % 4), {
      ebitMinor: amount % 5 === 0 ? null : (amount - 8) * 100_000,
      equityMinor: (days - 10) * 20_000,
      debtMinor: amount * 100_000,
    }),
  ({ amount, payment, days }, on) =>
    traded(on - (days % 4), { provider: `bureau-${payment % 6}`, dbtMilliDays: amount * 1_000 }),
];

/** How many kinds there are. */
export const dossierKinds = kinds.length;

/** The event of a draw whose kind counts from zero. */
export function dossierEvent(draw: Draw, on: number, stamps: Stamped): DomainEvent {
  const tell = kinds[draw.kind] ?? kinds[0];
  if (!tell) throw new RangeError(`no event of kind ${draw.kind}`);
  return { ...tell(draw, on), ...stamps } as DomainEvent;
}
