import { z } from 'zod';

const evidence = z.object({
  field: z.string(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  unit: z.string(),
  text: z.string().nullable(),
});

const openAlert = z.object({
  alertId: z.string(),
  tenantId: z.string(),
  customerId: z.string(),
  code: z.string(),
  scope: z.string().nullable(),
  title: z.string(),
  severity: z.string(),
  peak: z.string(),
  openedOn: z.number(),
  occurrences: z.number(),
  band: z.string().nullable(),
  amountAtStakeMinor: z.number().nullable(),
  currency: z.string().nullable(),
  evidence: z.array(evidence),
  attention: z.object({
    told: z.object({ at: z.number() }).nullable(),
    muted: z.object({ reason: z.string(), until: z.number().nullable() }).nullable(),
    acknowledged: z.object({ by: z.string(), outcome: z.string().nullable() }).nullable(),
    snooze: z.object({ by: z.string(), until: z.number().nullable() }).nullable(),
  }),
});

const silence = z.object({
  silenceId: z.string(),
  tenantId: z.string(),
  matcher: z.object({
    customerId: z.string().nullable(),
    branchId: z.string().nullable(),
    ownerId: z.string().nullable(),
    segment: z.string().nullable(),
    codes: z.array(z.string()),
  }),
  by: z.string(),
  reason: z.string(),
  from: z.number(),
  until: z.number(),
  isLifted: z.boolean(),
});

const precision = z.object({
  code: z.string(),
  useful: z.number(),
  known: z.number(),
  wrong: z.number(),
  precisionPercent: z.number().nullable(),
});

/** An open alert as alerting answers it. */
export type OpenAlert = z.output<typeof openAlert>;
/** A silence as alerting answers it. */
export type Silence = z.output<typeof silence>;
/** What people called the alerts of a code. */
export type CodePrecision = z.output<typeof precision>;

/** Reads what alerting holds. */
export interface DeskClient {
  alerts(query: URLSearchParams): Promise<readonly OpenAlert[]>;
  /** The one open alert of this id; an error when there is none. */
  alert(alertId: string): Promise<OpenAlert>;
  silences(): Promise<readonly Silence[]>;
  /** The one of this id that is in force; an error when there is none. */
  silence(silenceId: string): Promise<Silence>;
  precision(): Promise<readonly CodePrecision[]>;
}

/** `url` is that of any alerting process: each of them answers for all. */
export function createDeskClient(url: string): DeskClient {
  async function get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    const response = await fetch(`${url}${path}`).catch((cause: unknown) => {
      const mend = 'Start it, or say with --alerting where it is.';
      throw new Error(`Alerting does not answer at ${url}. ${mend}`, { cause });
    });
    if (!response.ok) {
      const said = await response.text();
      throw new Error(`Alerting answers ${response.status} at ${url}${path}: ${said}`);
    }
    return shape.parse(await response.json());
  }

  async function alerts(query: URLSearchParams) {
    return (await get(`/alerts?${query}`, z.object({ alerts: z.array(openAlert) }))).alerts;
  }

  async function silences() {
    return (await get('/silences', z.object({ silences: z.array(silence) }))).silences;
  }

  return {
    alerts,
    async alert(alertId) {
      const [found] = await alerts(new URLSearchParams({ alert: alertId }));
      if (found === undefined) {
        throw new Error(
          `No alert ${alertId} is open. \`duewatch alerts list\` shows those that are.`,
        );
      }
      return found;
    },
    silences,
    async silence(silenceId) {
      const found = (await silences()).find((one) => one.silenceId === silenceId && !one.isLifted);
      if (found !== undefined) return found;
      const mend = '`duewatch alerts silences` shows those that are.';
      throw new Error(`No silence ${silenceId} is in force. ${mend}`);
    },
    precision: async () => (await get('/precision', z.object({ codes: z.array(precision) }))).codes,
  };
}
