import { alertCodes, SEVERITIES } from '@duewatch/routing';
import { z } from 'zod';
import { emailSettings } from './channels/email/config.ts';
import { slackSettings } from './channels/slack/config.ts';
import { webhookSettings } from './channels/webhook/config.ts';

const HOUR_MS = 3_600_000;

/** How often, and for how long, a message is tried. */
const retrySettings = z.object({
  firstDelayMs: z.int().min(1).default(5_000),
  factor: z.number().min(1).max(10).default(3),
  maxDelayMs: z
    .int()
    .min(1)
    .default(2 * HOUR_MS),
  /** Receivers are mended within a day or not at all; then the message is a dead letter. */
  giveUpAfterMs: z
    .int()
    .min(1)
    .default(24 * HOUR_MS),
  maxTries: z.int().min(1).max(1_000).default(50),
});

export type RetrySettings = z.output<typeof retrySettings>;

/** What receivers of every channel have. */
const receiverSettings = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be up to 40 of a-z, 0-9 and -'),
  /** Without `routes`: milder alerts than this, or than a warning, are not told. */
  minSeverity: z.enum(SEVERITIES).optional(),
  /** Without `routes`: codes or families (`OVERDUE_60`, `LIMIT`) to tell of; all when absent. */
  codes: z
    .array(z.string().refine((code) => alertCodes.has(code), { error: 'must be that of an alert' }))
    .min(1)
    .optional(),
  /** Without `routes`: tenants to tell of; all when absent. */
  tenants: z.array(z.string()).min(1).optional(),
  /** Messages under way at once. Order within a case holds at any number. */
  concurrency: z.int().min(1).max(50).default(1),
  retry: retrySettings.prefault({}),
});

/** At most so many messages in so long. */
const rate = (messagesPerSecond: number) =>
  z
    .object({ messages: z.int().min(1), perMs: z.int().min(1) })
    .default({ messages: messagesPerSecond, perMs: 1_000 });

/** Strict, because a misspelt filter would tell the wrong people. */
const receiver = z.discriminatedUnion('channel', [
  // Slack asks for no more than one a second and channel.
  receiverSettings.extend({ ...slackSettings.shape, rate: rate(1) }).strict(),
  receiverSettings.extend({ ...emailSettings.shape, rate: rate(5) }).strict(),
  receiverSettings.extend({ ...webhookSettings.shape, rate: rate(50) }).strict(),
]);

/** Settings of this service, section `notifier`. */
export const notifierSettings = z
  .object({
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'fatal']).default('info'),
    /** Of /livez, /readyz and /status on loopback; 0 takes a free one. */
    statusPort: z.int().min(0).max(65_535).default(8084),
    receivers: z
      .array(receiver)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
        error: 'must not have two receivers of the same id',
      })
      .default([]),
    /** The receiver that hears of receivers that take no messages; null: the log alone says so. */
    operators: z.string().nullable().default(null),
    /** File of routes (YAML): who is told of what, and when. Without it the receivers say so. */
    routes: z.string().min(1).nullable().default(null),
    /** Addresses or networks that webhooks may call though they are not public. */
    allowPrivateAddresses: z.array(z.string()).default([]),
    /** Ports of public addresses that webhooks may call. */
    allowedPorts: z.array(z.int().min(1).max(65_535)).default([443, 8443]),
    /** Where people read docs/runbooks, such as a wiki or a repository; messages link there. */
    runbooksUrl: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    /** An alert that was accepted longer ago is told in a summary, not by itself. */
    freshForMs: z
      .int()
      .min(1)
      .default(24 * HOUR_MS),
    /** A summary goes out once nothing was added to it for so long. */
    summaryQuietMs: z.int().min(1).default(2_000),
    /**
     * So many messages of their own a receiver gets in so long: more than a busy day has, fewer
     * than a bad feed makes. What is more is told in one summary, and held until a person decides.
     */
    breaker: z
      .object({
        messages: z.int().min(1).max(10_000).default(20),
        windowMs: z.int().min(100).default(600_000),
        /** The summary waits until nothing was added for so long, and at most half a window. */
        quietMs: z.int().min(1).default(30_000),
      })
      .prefault({}),
    /** Jobs lost by the queue's Redis are made again within this time. */
    sweepEveryMs: z.int().min(10).default(5_000),
    /** Memory for decoded cases; what is older is read from Redis again. */
    cacheMegabytes: z.int().min(1).default(256),
    /** Keys of the queue begin with this. */
    queuePrefix: z.string().min(1).default('duewatch'),
  })
  .refine(
    ({ operators, receivers }) =>
      operators === null || receivers.some(({ id }) => id === operators),
    { path: ['operators'], error: 'must be the id of one of the receivers' },
  )
  .refine(({ routes, receivers }) => routes === null || !receivers.some(isFiltered), {
    path: ['receivers'],
    error: 'must not have minSeverity, codes or tenants beside routes, which say all of that',
  });

function isFiltered({ minSeverity, codes, tenants }: z.output<typeof receiverSettings>): boolean {
  return minSeverity !== undefined || codes !== undefined || tenants !== undefined;
}

/** See `notifierSettings`. */
export type NotifierSettings = z.output<typeof notifierSettings>;

/** Whom to tell, of what, and how to reach them. */
export type Receiver = NotifierSettings['receivers'][number];
