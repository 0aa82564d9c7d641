import { createHash } from 'node:crypto';
import { SEVERITIES, type Severity } from '@duewatch/routing';
import { describeEvidence, formatCount, formatMoney } from '@duewatch/wording';
import type { DigestName } from '../ledger/case.ts';
import { whoOf } from './compose-alert.ts';
import type { SummaryLine, SummaryMessage } from './message.ts';
import type { AlertNews } from './news.ts';

/** Why things are told together. */
export type SummaryKind =
  /** A history has joined the present: this is how it stands. */
  | 'opening'
  /** Too old to be told one by one, or changed by a release of rules. */
  | 'catch_up'
  /** Nothing that a route wants told at once, or it came in a mute time. */
  | 'digest';

export interface SummaryItem {
  readonly deliveryId: string;
  readonly news: AlertNews;
  readonly customerName: string | null;
  /** The receiver has had a message of this episode before: its end must be told, too. */
  readonly wasTold: boolean;
}

/** Slack takes 50 blocks and people fewer lines: the gravest, and a count of the rest. */
const LINES_SHOWN = 20;

/**
 * One message for many transitions. Of each episode only the last state is told. What opened and
 * ended within the summary is counted, not listed. An opening position or a digest of such alone is
 * null: what came and went before anybody was told is no news.
 */
export function composeSummary(
  kind: SummaryKind,
  receiverId: string,
  items: readonly SummaryItem[],
  digest?: DigestName,
): SummaryMessage | null {
  const episodes = lastOfEach(items);
  const told = episodes.filter(({ news, wasTold }) => wasTold || news.transition !== 'resolved');
  if (kind !== 'catch_up' && told.length === 0) return null;
  told.sort(byGravity);
  const open = told.filter(isOpen);
  const id = summaryId(receiverId, items);
  return {
    kind: 'summary',
    id,
    threadId: id,
    threadRootId: id,
    who: titleOf(kind, digest),
    headline: headlineOf(episodes, open),
    severity: open[0]?.news.severity ?? 'info',
    isPossibleRepeat: false,
    acceptedAt: Math.max(...items.map(({ news }) => news.acceptedAt)),
    intro: introOf(kind, open, episodes.length - open.length),
    facts: [],
    lines: told.slice(0, LINES_SHOWN).map(lineOf),
    unlisted: Math.max(0, told.length - LINES_SHOWN),
    actions: [],
  };
}

function titleOf(kind: SummaryKind, digest: DigestName | undefined): string {
  if (kind === 'opening') return 'Opening position';
  if (kind === 'catch_up') return 'While you were not told';
  return ['Digest', digest?.slot, digest?.group].filter(Boolean).join(' · ');
}

/** What is open counts; where all is over, that is the news. */
function headlineOf(all: readonly SummaryItem[], open: readonly SummaryItem[]): string {
  const [counted, what] = open.length > 0 ? [open, 'open alert'] : [all, 'ended alert'];
  const customers = new Set(counted.map(({ news }) => `${news.tenantId}|${news.customerId}`)).size;
  return `${count(counted.length, what)} at ${count(customers, 'customer')}`;
}

/** The same rows make the same id, so that a summary sent again is recognised as a repeat. */
function summaryId(receiverId: string, items: readonly SummaryItem[]): string {
  const hash = createHash('sha256').update(receiverId);
  for (const id of items.map(({ deliveryId }) => deliveryId).sort()) hash.update(`\n${id}`);
  return `sum_${hash.digest('hex').slice(0, 32)}`;
}

function isOpen({ news }: SummaryItem): boolean {
  return news.transition !== 'resolved';
}

/** Of each episode what was said last. */
export function lastOfEach(items: readonly SummaryItem[]): SummaryItem[] {
  const last = new Map<string, SummaryItem>();
  for (const item of items) {
    const known = last.get(item.news.episodeId);
    if (known === undefined || isAfter(item.news, known.news)) last.set(item.news.episodeId, item);
  }
  return [...last.values()];
}

function isAfter(a: AlertNews, b: AlertNews): boolean {
  const [left, right] = [a.position, b.position];
  if (left.generation !== right.generation) return left.generation > right.generation;
  return left.offset === right.offset ? left.index > right.index : left.offset > right.offset;
}

/** The gravest first, then what is most at stake; what is over comes last. */
export function byGravity(a: SummaryItem, b: SummaryItem): number {
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? -1 : 1;
  const bySeverity = rank(b.news.severity) - rank(a.news.severity);
  if (bySeverity !== 0) return bySeverity;
  const byStake = (b.news.stake?.amountMinor ?? 0) - (a.news.stake?.amountMinor ?? 0);
  return byStake === 0 ? (a.news.episodeId < b.news.episodeId ? -1 : 1) : byStake;
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

const INTROS: Readonly<Record<SummaryKind, string>> = {
  opening: 'The history that was loaded now runs on today’s calendar. What it left open:',
  catch_up: 'These alerts are too old, or came too many at once, to be told one by one.',
  digest: 'What came since the digest before.',
};

function introOf(kind: SummaryKind, open: readonly SummaryItem[], ended: number): string {
  const counts = open.length === 0 ? 'nothing is open' : severitiesOf(open);
  const gone = ended === 0 ? '' : ` ${count(ended, 'alert')} ended meanwhile.`;
  return `${INTROS[kind]} ${counts}.${gone}`;
}

/** `1 critical, 20 warning` */
export function severitiesOf(items: readonly SummaryItem[]): string {
  const counts = [...SEVERITIES].reverse().map((severity) => {
    return [severity, items.filter(({ news }) => news.severity === severity).length] as const;
  });
  return counts
    .filter(([, many]) => many > 0)
    .map(([severity, many]) => `${formatCount(many)} ${severity}`)
    .join(', ');
}

/** One alert in one line. */
export function lineOf({ news, customerName }: SummaryItem): SummaryLine {
  const why = news.evidence.slice(0, 1).map((one) => describeEvidence(one, news.currency));
  const stake = news.stake === null ? [] : [formatMoney(news.stake)];
  const state = news.transition === 'resolved' ? ['resolved'] : [...why, ...stake];
  return {
    who: whoOf(news, customerName),
    text: [news.title, ...state].join(' · '),
    severity: news.severity,
    episodeId: news.episodeId,
  };
}

/** `1 alert`, `2 alerts` */
export function count(many: number, thing: string): string {
  return `${formatCount(many)} ${thing}${many === 1 ? '' : 's'}`;
}
