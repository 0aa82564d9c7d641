import { z } from 'zod';

/** Settings of this service, section `scoring`. Everything has a default. */
export const scoringSettings = z.object({
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** Of /livez, /readyz and /status on loopback; 0 takes a free one. */
  statusPort: z.int().min(0).max(65_535).default(8082),
  /** Events per commit. Larger is faster; profiles and changes of a chunk leave together. */
  chunkRecords: z.int().min(1).max(4_000).default(2_000),
  /** Memory for decoded profiles and pages; what is older is read from Redis again. */
  cacheMegabytes: z.int().min(1).default(256),
  /** Base currency of scores and materiality until `fx.rates_published` names another. */
  baseCurrency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
});

/** See `scoringSettings`. */
export type ScoringSettings = z.output<typeof scoringSettings>;
