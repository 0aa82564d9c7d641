import type { EpochDay } from '@duewatch/contracts';
import { type Behaviour, SETTLE, seasonOf } from './behaviours.ts';
import type { FedCalendar } from './fed-calendar.ts';
import { CustomerLedger, type Draft } from './ledger.ts';
import { inventName } from './names.ts';
import { createRandom } from './random.ts';

/** Everything that happens to one customer, in the order in which it happens. */
export interface CustomerStory {
  readonly customerId: string;
  readonly behaviour: Behaviour;
  readonly drafts: readonly Draft[];
}

const TERMS_DAYS = [14, 30, 30, 45] as const;
const PLACES = [
  { country: 'FR', branchId: 'lyon' },
  { country: 'BE', branchId: 'gent' },
  { country: 'IT', branchId: 'turin' },
  { country: 'DE', branchId: 'jena' },
] as const;

/** Makes up one customer from its seed alone, so that it does not depend on how many others are. */
export function writeCustomerStory(options: {
  readonly customerId: string;
  readonly behaviour: Behaviour;
  readonly seed: number;
  readonly calendar: FedCalendar;
  readonly startDay: EpochDay;
  readonly days: number;
}): CustomerStory {
  const { customerId, behaviour, calendar, startDay, days } = options;
  const random = createRandom(options.seed);
  const method = behaviour === 'debited' || behaviour === 'failing' ? 'direct_debit' : 'transfer';
  const ledger = new CustomerLedger({ customerId, calendar, random, method });
  const termsDays = random.pick(TERMS_DAYS);
  const everyDays = random.int(8, 20);
  // Skewed as in life: many small customers, a few large ones.
  const typicalMinor = Math.round(80_000 + 2_400_000 * random.next() ** 3);

  const firstDay = calendar.onOrAfter(startDay);
  const place = random.pick(PLACES);
  ledger.write(firstDay, 'io.duewatch.ar.customer.registered', {
    legalName: inventName(random),
    kind: 'legal_entity',
    ...place,
    currency: 'EUR',
    onboardedOn: startDay - random.int(30, 3_000),
    segment: typicalMinor > 1_000_000 ? 'key' : 'standard',
    ownerId: `rep-${place.branchId}`,
    collectorId: `col-${random.int(1, 3)}`,
  });
  // What is open at a time in a quiet month, and some room above it.
  const openMinor = typicalMinor * Math.max(1, Math.ceil((termsDays + 10) / everyDays));
  const limitMinor = Math.ceil((openMinor * (behaviour === 'seasonal' ? 2.2 : 2.6)) / 1e5) * 1e5;
  ledger.setLimit(firstDay, null, limitMinor);

  for (let day = startDay + random.int(0, everyDays); day < startDay + days; day += everyDays) {
    const progress = (day - startDay) / days;
    const factor = seasonOf(behaviour, progress) * (0.6 + 0.8 * random.next());
    const invoice = ledger.issue(day, Math.round((typicalMinor * factor) / 100) * 100, termsDays);
    SETTLE[behaviour]({ ledger, random, invoice, progress });
  }
  return { customerId, behaviour, drafts: inOrder(ledger.drafts, startDay + days) };
}

/** By day; what was written first comes first on the same day, causes before effects. */
function inOrder(drafts: readonly Draft[], endDay: EpochDay): readonly Draft[] {
  return drafts.filter(({ day }) => day < endDay).sort((a, b) => a.day - b.day);
}
