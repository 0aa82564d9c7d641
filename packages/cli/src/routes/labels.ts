import { nearestName } from '@duewatch/config';
import { familyCodeOf } from '@duewatch/risk-core';
import {
  alertCodeMend,
  alertCodes,
  type Labels,
  type Moment,
  parseMoney,
  SEVERITIES,
  type Severity,
} from '@duewatch/routing';
import { z } from 'zod';

const NAMES = [
  ...['tenant', 'customer', 'branch', 'owner', 'segment', 'band'],
  ...['severity', 'code', 'amount', 'unacknowledged'],
];

/** `severity=critical,branch=lyon` as the labels of an alert; what is not said is not known. */
export function labelsFromText(text: string): Labels {
  const given = new Map(text.split(',').map(labelOf));
  const said = (name: string): string | null => given.get(name) ?? null;
  const code = codeOf(said('code') ?? '');
  const amount = said('amount');
  return {
    tenant: said('tenant') ?? '',
    customer: said('customer'),
    branch: said('branch'),
    owner: said('owner'),
    segment: said('segment'),
    band: said('band'),
    severity: severityOf(said('severity') ?? 'warning'),
    code,
    family: familyCodeOf(code),
    amount: amount === null ? null : parseMoney(amount),
    isUnacknowledged: said('unacknowledged') === 'true',
  };
}

function labelOf(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  const name = part.slice(0, at).trim();
  if (at === -1) throw new Error(`"${part}" is no label. Say such as branch=lyon.`);
  if (!NAMES.includes(name)) {
    const near = nearestName(name, NAMES);
    const mend = near === undefined ? `There are ${NAMES.join(', ')}.` : `Did you mean ${near}?`;
    throw new Error(`"${name}" is no label. ${mend}`);
  }
  return [name, part.slice(at + 1).trim()];
}

/** One that no alert has would be told to whoever hears the rest, which says nothing. */
function codeOf(text: string): string {
  if (text === '' || alertCodes.has(text)) return text;
  throw new Error(`"${text}" is the code of no alert. ${alertCodeMend(text)}`);
}

function severityOf(text: string): Severity {
  const severity = SEVERITIES.find((known) => known === text);
  if (severity !== undefined) return severity;
  throw new Error(`"${text}" is no severity. Say one of ${SEVERITIES.join(', ')}.`);
}

const text = z.string().nullish();

/** What a route asks for, of a record of risk.alerts. */
const alertRecord = z.looseObject({
  tenantId: z.string(),
  customerId: text,
  branchId: text,
  ownerId: text,
  segment: text,
  band: text,
  severity: z.enum(SEVERITIES),
  code: z.string(),
  amountAtStakeMinor: z.number().nullish(),
  currency: text,
  escalationCause: text,
  acceptedAt: z.number(),
});

/** The labels of an alert that is given as JSON, and when it came. */
export function labelsFromEvent(json: string): Moment & { readonly labels: Labels } {
  const checked = alertRecord.safeParse(JSON.parse(json));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new Error(`The event is no record of risk.alerts: ${where} ${issue?.message ?? ''}.`);
  }
  const { data } = checked;
  const { amountAtStakeMinor: amountMinor, currency } = data;
  const isKnown = typeof amountMinor === 'number' && typeof currency === 'string';
  const labels: Labels = {
    tenant: data.tenantId,
    customer: data.customerId ?? null,
    branch: data.branchId ?? null,
    owner: data.ownerId ?? null,
    segment: data.segment ?? null,
    band: data.band ?? null,
    severity: data.severity,
    code: data.code,
    family: familyCodeOf(data.code),
    amount: isKnown ? { amountMinor, currency } : null,
    isUnacknowledged: data.escalationCause === 'unacknowledged',
  };
  return { labels, at: data.acceptedAt, fedDay: null };
}
