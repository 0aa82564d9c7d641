import { nameOfReceipt } from './ledger.ts';
import type { Oracle } from './oracle.ts';

/**
 * Everything folded again from the log tells nobody anything. That it also comes to the same
 * profiles is shown by the batch, which is the measure with and without a replay.
 */
export const replay: Oracle = {
  name: 'a replay tells nobody anything',
  check: ({ toldLive, deployment }) =>
    deployment.sinks.receipts.slice(toldLive).map((one) => `${nameOfReceipt(one)} after a replay`),
};
