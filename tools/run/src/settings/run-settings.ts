import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { scopes } from '@duewatch/config';
import { hashApiKey } from '@duewatch/ingest';
import { loopback } from '../stack/free-ports.ts';
import type { StackAddresses } from '../stack/running-stack.ts';

/** Who sends events in a run. The key exists only for this run. */
export interface RunTenant {
  readonly tenantId: string;
  /** Of customers whose events name no calendar. Fed by the sender: nothing ticks by itself. */
  readonly calendarId: string;
  readonly apiKey: string;
}

/** Where each service listens; 0 takes a free port. */
export interface ServicePorts {
  readonly ingest: number;
  readonly scoring: number;
  readonly alerting: number;
  readonly notifier: number;
}

/** What a run's messages are sent to. */
export interface SinkAddresses {
  readonly slackUrl: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  readonly mailHost: string;
  readonly mailPort: number;
}

export interface RunSettingsOptions {
  /** Absent when all services share one process. */
  readonly stack: StackAddresses | undefined;
  readonly partitions: number;
  readonly ports: ServicePorts;
  readonly tenants: readonly RunTenant[];
  /** Calendars that events may be sent on, beside the tenants' own. */
  readonly calendarIds: readonly string[];
  readonly sinks: SinkAddresses;
  /** File of routes that says who is told of what; else each receiver hears what suits it. */
  readonly routesFile?: string | undefined;
}

/** A tenant with a new key. */
export function createTenant(tenantId: string, calendarId: string): RunTenant {
  return { tenantId, calendarId, apiKey: `dw_${randomBytes(33).toString('base64url')}` };
}

/** The settings document of a run: one section per service, as `DUEWATCH_SETTINGS` names it. */
export function runSettings(options: RunSettingsOptions) {
  const { stack, partitions, ports, routesFile } = options;
  return {
    ...(stack === undefined ? {} : { stack: { ...addressesOf(stack), partitions } }),
    ingest: ingestSection(options),
    scoring: { statusPort: ports.scoring },
    alerting: { statusPort: ports.alerting },
    notifier: {
      statusPort: ports.notifier,
      receivers: receiversOf(options),
      ...(routesFile === undefined ? {} : { routes: routesFile }),
      // The webhook's guard keeps it from calling into one's own network; the sink is just there.
      allowPrivateAddresses: [loopback],
      // A year passes in a minute here: what is a storm elsewhere is any day of it.
      breaker: { messages: 10_000 },
    },
  };
}

/** Only its owner may read it: it holds the signing secret of the webhook. */
export function writeSettings(path: string, settings: ReturnType<typeof runSettings>): void {
  writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
}

function addressesOf(stack: StackAddresses) {
  const { kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl } = stack;
  const { caFile, clientCertificate, kafkaTls, kafkaSasl, registryLogin, redisLogin } = stack;
  return {
    ...{ kafkaBrokers, registryUrl, stateRedisUrl, queueRedisUrl },
    ...{ caFile, clientCertificate, kafkaTls, kafkaSasl, registryLogin, redisLogin },
  };
}

function ingestSection({ tenants, calendarIds, ports }: RunSettingsOptions) {
  const fed = new Set([...tenants.map(({ calendarId }) => calendarId), ...calendarIds]);
  return {
    port: ports.ingest,
    // A run that is told to end has sent what it wanted to send.
    drainSeconds: 5,
    tenants: tenants.map(({ tenantId, calendarId }) => ({ tenantId, calendarId })),
    keys: tenants.map(({ tenantId, apiKey }) => ({
      keyId: `${tenantId}-run`,
      tenantId,
      sha256: hashApiKey(apiKey),
      scopes: [...scopes],
      calendars: [...fed],
    })),
    calendars: [...fed].map((calendarId) => ({ calendarId, timeZone: 'UTC', live: false })),
  };
}

/**
 * One receiver of each channel, and each one pickier than the one before, as in life: systems want
 * everything, a chat the warnings, a mailbox only what somebody must act on today.
 */
function receiversOf({ sinks, tenants, routesFile }: RunSettingsOptions) {
  const ids = tenants.map(({ tenantId }) => tenantId);
  // Beside a file of routes the settings refuse to say who hears what.
  const hears = (minSeverity: 'info' | 'warning' | 'error') =>
    routesFile === undefined ? { tenants: ids, minSeverity } : {};
  const receiver = {
    // The sinks are on this machine and a year passes in a minute: one message a second, which
    // Slack asks for, would fall behind.
    rate: { messages: 200, perMs: 1_000 },
    concurrency: 4,
  };
  return [
    {
      ...receiver,
      ...hears('info'),
      id: 'systems',
      channel: 'webhook',
      url: sinks.webhookUrl,
      secrets: [sinks.webhookSecret],
    },
    {
      ...receiver,
      ...hears('warning'),
      id: 'credit-team',
      channel: 'slack',
      url: sinks.slackUrl,
    },
    {
      ...receiver,
      ...hears('error'),
      id: 'credit-manager',
      channel: 'email',
      host: sinks.mailHost,
      port: sinks.mailPort,
      encryption: 'none',
      from: 'duewatch@example.com',
      to: ['credit@example.com'],
    },
  ];
}
