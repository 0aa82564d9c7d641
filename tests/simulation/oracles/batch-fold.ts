import { customerKey, TOPICS } from '@duewatch/contracts';
import { encodePage, encodeProfile, type Page, type Profile } from '@duewatch/risk-core';
import { bringTo, InMemoryFold } from '@duewatch/scoring-logic';
import type { Evidence } from '../evidence.ts';
import { PARTITIONS } from '../settings.ts';
import { storedCustomers } from '../stored-customer.ts';
import type { Oracle } from './oracle.ts';

/** What scoring has stored is what the log alone comes to, folded in one go. */
export const batchFold: Oracle = {
  name: 'a profile equals the batch fold of the log',
  async check(evidence) {
    const found: string[] = [];
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      found.push(...(await differences(evidence, partition)));
    }
    return found;
  },
};

async function differences(evidence: Evidence, partition: number): Promise<string[]> {
  const batch = foldBatch(evidence, partition);
  const expected = new Map(
    [...batch.list()].map((one) => [customerKey(one.tenantId, one.customerId), one]),
  );
  const stored = await storedCustomers(evidence.deployment.state.scoring, partition);
  const found = stored.flatMap((customer) => {
    const one = expected.get(customer.key);
    expected.delete(customer.key);
    if (one === undefined) return [`${customer.key} is stored and should not be`];
    const { profile, pages } = customer;
    bringTo(one.profile.today, { profile, world: one.world }, pages);
    const isSame = told(profile, pages.values()) === told(one.profile, one.pages);
    return isSame ? [] : [`${customer.key} differs from the batch`];
  });
  return [...found, ...[...expected.keys()].map((key) => `${key} is not stored`)];
}

/** Poison counts as a place in the log, as it does for scoring. */
function foldBatch({ log }: Evidence, partition: number): InMemoryFold {
  const batch = new InMemoryFold({ baseCurrency: 'EUR' });
  for (const { record, envelope, body } of log.get(TOPICS.events) ?? []) {
    if (record.partition !== partition || envelope === null || body === null) continue;
    batch.take(body, envelope, envelope.subject);
  }
  batch.advance();
  return batch;
}

/** Everything as it would be stored, but where in the log it comes from. */
function told(profile: Profile, pages: Iterable<Page>): string {
  const conditions = profile.conditions.map((condition) => ({ ...condition, onset: null }));
  const stored = [...pages].map(hexOf).sort();
  return [hexOf({ ...profile, shell: [], conditions }), ...stored].join('\n');
}

function hexOf(what: Profile | Page): string {
  const bytes = 'type' in what ? encodePage(what) : encodeProfile(what);
  return Buffer.from(bytes).toString('hex');
}
