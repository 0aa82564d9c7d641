import { isoDateOf } from '@duewatch/contracts';
import { describeEvidence, formatMoney } from '@duewatch/wording';
import type { CodePrecision, OpenAlert, Silence } from './desk-client.ts';

/** One line of a list. */
export function alertLine(alert: OpenAlert): string {
  const { alertId, severity, code, scope, customerId, openedOn, tenantId } = alert;
  const about = scope === null ? code : `${code} ${scope}`;
  return [
    alertId,
    severity.padEnd(8),
    isoDateOf(openedOn),
    `${tenantId}|${customerId}`.padEnd(20),
    about.padEnd(24),
    stateOf(alert),
  ].join('  ');
}

/** All that is known of one. */
export function alertLines(alert: OpenAlert): readonly string[] {
  const { title, peak, occurrences, band, evidence, attention, currency } = alert;
  const amountMinor = alert.amountAtStakeMinor;
  const stake =
    amountMinor === null || currency === null
      ? 'not known'
      : formatMoney({ amountMinor, currency });
  return [
    alertLine(alert),
    `  ${title}`,
    `  worst so far ${peak}, raised ${occurrences}×, band ${band ?? 'not known'}`,
    `  at stake: ${stake}`,
    ...evidence.map((one) => `  ${describeEvidence(one, currency)}`),
    `  heard by people: ${attention.told === null ? 'no' : instant(attention.told.at)}`,
  ];
}

function stateOf({ attention }: OpenAlert): string {
  const { acknowledged, muted, snooze } = attention;
  if (acknowledged !== null) {
    const outcome = acknowledged.outcome === null ? '' : ` (${acknowledged.outcome})`;
    return `acknowledged by ${acknowledged.by}${outcome}`;
  }
  if (snooze !== null) return `snoozed by ${snooze.by} until ${until(snooze.until)}`;
  if (muted !== null) return `kept back: ${muted.reason} until ${until(muted.until)}`;
  return attention.told === null ? 'open, told to nobody' : 'open';
}

export function silenceLine({ silenceId, matcher, by, reason, ...silence }: Silence): string {
  const { customerId, branchId, ownerId, segment, codes } = matcher;
  const parts = [
    ['customer', customerId],
    ['branch', branchId],
    ['owner', ownerId],
    ['segment', segment],
    ['code', codes.join(',')],
  ].flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
  const what = parts.length === 0 ? 'everything' : parts.join(' ');
  const state = silence.isLifted ? 'lifted' : `until ${instant(silence.until)}`;
  return `${silenceId}  ${silence.tenantId}: ${what}  ${state}  by ${by}: ${reason}`;
}

export function precisionLine(row: CodePrecision): string {
  const { code, useful, known, wrong, precisionPercent } = row;
  const share = precisionPercent === null ? '–' : `${precisionPercent} %`;
  const counts = `${useful}, known ${known}, wrong ${wrong}`;
  return `${code.padEnd(24)}  ${share.padStart(5)} useful  (${counts})`;
}

function until(at: number | null): string {
  return at === null ? 'it changes' : instant(at);
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
