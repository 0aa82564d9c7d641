import { formatCount, formatMoney } from '@duewatch/wording';
import {
  byGravity,
  count,
  lastOfEach,
  lineOf,
  type SummaryItem,
  severitiesOf,
} from './compose-summary.ts';
import type { SummaryMessage } from './message.ts';

/** People act on the worst few; the command lists all of them. */
const LINES_SHOWN = 10;
const CODES_SHOWN = 8;

/**
 * One message in place of too many: how many by severity and by code, what is at stake, the worst
 * ten, and how to hear of the rest or be rid of it. Critical ones lead; they are held as well.
 */
export function composeStorm(batchId: string, items: readonly SummaryItem[]): SummaryMessage {
  const episodes = lastOfEach(items).sort(byGravity);
  const customers = new Set(episodes.map(({ news }) => `${news.tenantId}|${news.customerId}`)).size;
  return {
    kind: 'summary',
    id: batchId,
    threadId: batchId,
    threadRootId: batchId,
    who: 'Too many alerts at once',
    headline: `${count(episodes.length, 'alert')} at ${count(customers, 'customer')} held back`,
    severity: episodes[0]?.news.severity ?? 'info',
    isPossibleRepeat: false,
    acceptedAt: Math.max(...items.map(({ news }) => news.acceptedAt)),
    intro:
      'More came at once than you can read. One cause is likely: a feed, an import, new rules. ' +
      'All of them are on the topics; none of these is told until someone releases the batch.',
    facts: [
      { title: 'Severity', text: severitiesOf(episodes) },
      { title: 'Codes', text: codesOf(episodes) },
      { title: 'At stake', text: stakesOf(episodes) },
    ],
    lines: episodes.slice(0, LINES_SHOWN).map(lineOf),
    unlisted: Math.max(0, episodes.length - LINES_SHOWN),
    actions: [
      { what: 'See all of them', command: `npx duewatch deliveries list --batch ${batchId}` },
      { what: 'Be told one by one', command: `npx duewatch alerts release ${batchId}` },
      { what: 'Hear nothing of them', command: `npx duewatch alerts drop ${batchId}` },
    ],
  };
}

/** `OVERDUE_30 900, LIMIT_90 80, 3 other codes 12` */
function codesOf(items: readonly SummaryItem[]): string {
  const byCode = [...Map.groupBy(items, ({ news }) => news.code)]
    .map(([code, some]) => [code, some.length] as const)
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  const shown = byCode.slice(0, CODES_SHOWN).map(([code, many]) => `${code} ${formatCount(many)}`);
  const others = byCode.slice(CODES_SHOWN);
  const rest = others.reduce((sum, [, many]) => sum + many, 0);
  return others.length === 0
    ? shown.join(', ')
    : [...shown, `${count(others.length, 'other code')} ${formatCount(rest)}`].join(', ');
}

/** Per currency; several alerts of one customer may rest on the same invoices. */
function stakesOf(items: readonly SummaryItem[]): string {
  const largest = new Map<string, NonNullable<SummaryItem['news']['stake']>>();
  for (const { news } of items) {
    const { stake, tenantId, customerId } = news;
    if (stake === null) continue;
    const key = `${tenantId}|${customerId}|${stake.currency}`;
    if ((largest.get(key)?.amountMinor ?? 0) < stake.amountMinor) largest.set(key, stake);
  }
  const sums = Map.groupBy(largest.values(), ({ currency }) => currency);
  const texts = [...sums].sort().map(([currency, stakes]) => {
    return formatMoney({
      currency,
      amountMinor: stakes.reduce((sum, s) => sum + s.amountMinor, 0),
    });
  });
  if (texts.length === 0) return 'not known';
  return `${texts.join(' + ')} (of each customer the largest sum)`;
}
