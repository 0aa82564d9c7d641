import { accepted } from './accepted.ts';
import { alive } from './alive.ts';
import { batchFold } from './batch-fold.ts';
import { deadLetters } from './dead-letters.ts';
import { due } from './due.ts';
import { gaps } from './gaps.ts';
import { ledger } from './ledger.ts';
import type { Oracle } from './oracle.ts';
import { replay } from './replay.ts';
import { storedFirst } from './stored-first.ts';
import { alertsArrive, suppressedStays } from './told.ts';

/** The promises of the product. */
export const oracles: readonly Oracle[] = [
  alive,
  accepted,
  deadLetters,
  batchFold,
  due,
  gaps,
  storedFirst,
  alertsArrive,
  suppressedStays,
  ledger,
  replay,
];
