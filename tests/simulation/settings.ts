import { hashApiKey, ingestSettings } from '@duewatch/ingest';
import { notifierSettings } from '@duewatch/notifier';

export const PARTITIONS = 2;

export type StreamService = 'scoring' | 'alerting' | 'notifier';
export type Service = 'ingest' | StreamService;

/** Two tenants on two live calendars, each with a key that may do everything. */
export const TENANTS = ['acme', 'globex'] as const;
export type Tenant = (typeof TENANTS)[number];

export const calendarOf = { acme: 'paris', globex: 'new-york' } as const;
export const keyOf = {
  acme: 'dw_acm_bm90IGEgc2VjcmV0OiBvbmx5IGV2ZXIgc2VlbiBieSBhIHR3aW4',
  globex: 'dw_glo_bm90IGEgc2VjcmV0IGVpdGhlcjogdGhlIHNhbWUgaGVyZSBhZ2Fpbg',
} as const;

export const ingestConfig = ingestSettings.parse({
  keys: TENANTS.map((tenantId) => ({
    keyId: tenantId,
    tenantId,
    sha256: hashApiKey(keyOf[tenantId]),
    scopes: ['events:write', 'customers:erase', 'admin'],
  })),
  tenants: TENANTS.map((tenantId) => ({ tenantId, calendarId: calendarOf[tenantId] })),
  calendars: [
    { calendarId: 'paris', timeZone: 'Europe/Paris' },
    { calendarId: 'new-york', timeZone: 'America/New_York', cashAwaitedUntil: null },
  ],
});

const common = {
  channel: 'webhook',
  secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
  rate: { messages: 1_000, perMs: 1_000 },
  concurrency: 3,
  retry: { firstDelayMs: 200, factor: 2, maxDelayMs: 5_000, giveUpAfterMs: 60_000, maxTries: 12 },
};

/** One who hears everything, one the graver half, one a single tenant. */
export const notifierConfig = notifierSettings.parse({
  // Storms have tests of their own; here each alert is owed a message.
  breaker: { messages: 10_000 },
  receivers: [
    { ...common, id: 'all', url: 'https://all.example/', minSeverity: 'info' },
    { ...common, id: 'grave', url: 'https://grave.example/', minSeverity: 'critical' },
    {
      ...common,
      id: 'acme-desk',
      minSeverity: 'warning',
      url: 'https://acme.example/',
      codes: ['OVERDUE', 'LIMIT'],
      tenants: ['acme'],
    },
  ],
});
