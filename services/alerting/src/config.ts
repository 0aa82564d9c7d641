import { z } from 'zod';

/** Settings of this service, section `alerting`. Everything has a default. */
export const alertingSettings = z.object({
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** Of /livez, /readyz and /status on loopback; 0 takes a free one. */
  statusPort: z.int().min(0).max(65_535).default(8083),
  /** Profiles per commit. Alerts of a chunk leave together, so a larger one holds them back. */
  chunkRecords: z.int().min(1).max(1_000).default(500),
  /** Memory for decoded customers and alerts; what is older is read from Redis again. */
  cacheMegabytes: z.int().min(1).default(256),
});

/** See `alertingSettings`. */
export type AlertingSettings = z.output<typeof alertingSettings>;
