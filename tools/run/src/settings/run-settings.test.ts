import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertingSettings } from '@duewatch/alerting';
import { loadSettings, type StackSettings, stackSettings } from '@duewatch/config';
import { hashApiKey, ingestSettings } from '@duewatch/ingest';
import { notifierSettings } from '@duewatch/notifier';
import { scoringSettings } from '@duewatch/scoring';
import { createTenant, runSettings, writeSettings } from './run-settings.ts';

const sections = {
  stack: stackSettings,
  ingest: ingestSettings,
  scoring: scoringSettings,
  alerting: alertingSettings,
  notifier: notifierSettings,
};

function document(
  tenants = [createTenant('demo', 'sample')],
  routesFile?: string,
  wanted: Partial<StackSettings> = {},
) {
  return runSettings({
    routesFile,
    stack: {
      ...wanted,
      kafkaBrokers: ['127.0.0.1:9092'],
      registryUrl: 'http://127.0.0.1:8081/apis/ccompat/v7',
      stateRedisUrl: 'redis://127.0.0.1:6379',
      queueRedisUrl: 'redis://127.0.0.1:6380',
    },
    partitions: 3,
    ports: { ingest: 1, scoring: 2, alerting: 3, notifier: 4 },
    tenants,
    calendarIds: ['history'],
    sinks: {
      slackUrl: 'http://127.0.0.1:5/services/x',
      webhookUrl: 'http://127.0.0.1:6/hook',
      webhookSecret: `whsec_${Buffer.alloc(32).toString('base64')}`,
      mailHost: '127.0.0.1',
      mailPort: 7,
    },
  });
}

describe('the settings of a run', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'duewatch-settings-')), 'settings.json');

  it('are understood by every service', () => {
    writeSettings(path, document());
    const loaded = loadSettings(sections, { env: { DUEWATCH_SETTINGS: path } });
    expect(loaded.stack.partitions).toBe(3);
    expect(loaded.ingest.port).toBe(1);
    expect(loaded.scoring.statusPort).toBe(2);
    expect(loaded.notifier.receivers.map(({ channel }) => channel)).toEqual([
      'webhook',
      'slack',
      'email',
    ]);
  });

  it('hand on what servers want of who comes to them', () => {
    const login = { user: 'duewatch', passwordFile: '/run/secrets/password' };
    const wanted = {
      caFile: '/etc/ca.pem',
      clientCertificate: { certFile: '/etc/cert.pem', keyFile: '/etc/key.pem' },
      kafkaTls: true,
      kafkaSasl: { mechanism: 'plain', ...login },
      registryLogin: login,
      redisLogin: login,
    } as const;
    expect(document(undefined, undefined, wanted).stack).toMatchObject(wanted);
  });

  it('leave it to a file of routes, where one is named, who hears what', () => {
    writeSettings(path, document(undefined, '/etc/routes.yaml'));
    const { notifier } = loadSettings(sections, { env: { DUEWATCH_SETTINGS: path } });
    expect(notifier.routes).toBe('/etc/routes.yaml');
  });

  it('can be read by their owner alone', () => {
    writeSettings(path, document());
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('hold the hash of the key and not the key', () => {
    const tenant = createTenant('demo', 'sample');
    const text = JSON.stringify(document([tenant]));
    expect(text).not.toContain(tenant.apiKey);
    expect(text).toContain(hashApiKey(tenant.apiKey));
  });

  it('give every run another key', () => {
    expect(createTenant('demo', 'sample').apiKey).not.toBe(createTenant('demo', 'sample').apiKey);
  });

  it('let the key feed all calendars of the run', () => {
    expect(document().ingest.keys[0]?.calendars).toEqual(['sample', 'history']);
    expect(document().ingest.calendars.map(({ live }) => live)).toEqual([false, false]);
  });
});
