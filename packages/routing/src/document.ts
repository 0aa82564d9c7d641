import { isTimeZone } from '@duewatch/contracts';
import type { Money } from '@duewatch/wording';
import { z } from 'zod';
import { WEEKDAYS } from './hours.ts';
import { SEVERITIES } from './labels.ts';
import { MONEY, parseMoney } from './money.ts';

/** What digests may be divided by: one message for each branch, customer and so on. */
export const groupings = ['branch', 'customer', 'owner', 'segment', 'tenant'] as const;

const text = z.string().min(1).max(128);

/** One or several; any of them will do. */
const oneOrMore = z
  .union([text, z.array(text).min(1)], { error: 'must be a text or a list of texts' })
  .transform((given) => (typeof given === 'string' ? [given] : given));

const timeZone = z.string().refine(isTimeZone, { error: 'is no time zone' });

const minutes = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is no time of day')
  .transform((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));

const days = z
  .array(z.enum(WEEKDAYS, { error: 'is no day of the week' }))
  .min(1)
  .transform((names) => names.map((name) => WEEKDAYS.indexOf(name)));

const workingHours = z.strictObject({
  days: days.prefault(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: minutes.prefault('08:00'),
  to: minutes.prefault('18:00'),
});

/** Without hours the whole day; hours that end before they begin end on the next day. */
const muteTime = z.strictObject({
  days: days.prefault([...WEEKDAYS]),
  from: minutes.prefault('00:00'),
  to: minutes.prefault('24:00'),
});

const amount = z.string().regex(MONEY, 'is no amount').transform(parseMoney);

const match = z.strictObject({
  tenant: oneOrMore.optional(),
  customer: oneOrMore.optional(),
  branch: oneOrMore.optional(),
  owner: oneOrMore.optional(),
  segment: oneOrMore.optional(),
  band: oneOrMore.optional(),
  /** Codes or families. */
  code: oneOrMore.optional(),
  minSeverity: z.enum(SEVERITIES, { error: 'is no severity' }).optional(),
  /** One per currency: unlike currencies are not compared. */
  minAmount: z
    .union([amount, z.array(amount).min(1)], { error: 'is no amount' })
    .transform((given): readonly Money[] => (Array.isArray(given) ? given : [given]))
    .optional(),
});

/** A route as it is written; what it leaves out it has from the route above it. */
const route = z.strictObject({
  match: match.optional(),
  continue: z.boolean({ error: 'must be true or false' }).default(false),
  receiver: text.optional(),
  deliver: z.enum(['now', 'digest'], { error: 'must be now or digest' }).optional(),
  groupBy: z.enum(groupings, { error: `must be one of ${groupings.join(', ')}` }).optional(),
  mute: oneOrMore.optional(),
  escalateTo: oneOrMore.optional(),
  get routes() {
    return z.array(route).optional();
  },
});

/** A receiver of changes: of tenants that are named, so that none gets in unseen. */
const changeRoute = z.strictObject({ receiver: text, tenant: oneOrMore });

/** A whole file of routes. */
export const routesDocument = z.strictObject({
  timeZone: timeZone.default('UTC'),
  workingHours: workingHours.prefault({}),
  /** What differs for single receivers. */
  receivers: z
    .record(
      text,
      z.strictObject({ timeZone: timeZone.optional(), workingHours: workingHours.optional() }),
    )
    .default({}),
  muteTimes: z.record(text, z.array(muteTime).min(1)).default({}),
  route,
  /** Who gets every record of `risk.changes` of some tenants. */
  changes: z.array(changeRoute).default([]),
});

export type RoutesDocument = z.output<typeof routesDocument>;
export type RouteDocument = z.output<typeof route>;
export type MatchDocument = z.output<typeof match>;
