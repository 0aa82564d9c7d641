import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertingSettings } from '@duewatch/alerting';
import { loadSettings } from '@duewatch/config';
import { ingestSettings } from '@duewatch/ingest';
import { notifierSettings } from '@duewatch/notifier';
import { scoringSettings } from '@duewatch/scoring';
import { parse } from 'yaml';
import { containerServers } from './container-servers.ts';
import { stackServices } from './docker-stack.ts';
import { repositoryRoot } from './places.ts';
import { serverVersions } from './server-settings.ts';

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string; readonly args: { readonly SERVICE: string } };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

/** The file as Compose reads it when no variable is set. */
const text = read('docker-compose.yml').replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
const compose = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
};
const services = Object.entries(compose.services);
const defaultPorts = { kafka: 9092, registry: 8081, stateRedis: 6379, queueRedis: 6380 };
const ownServices = ['ingest', 'scoring', 'alerting', 'notifier'];

describe('docker-compose.yml', () => {
  it.each(containerServers(defaultPorts).map((server) => [server.name, server] as const))(
    'runs %s as the native launcher does',
    (name, server) => {
      const service = compose.services[name];
      expect(service?.image).toBe(server.image);
      expect(service?.command ?? []).toEqual(server.command);
      expect(service?.environment ?? {}).toEqual(server.environment);
      expect(service?.ports).toEqual([`127.0.0.1:${server.hostPort}:${server.containerPort}`]);
    },
  );

  it('holds the services that the launcher starts from it', () => {
    expect(containerServers(defaultPorts).map(({ name }) => name)).toEqual(stackServices);
  });

  it('opens no port to other machines', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(ports.length).toBeGreaterThan(4);
  });

  it('names one version of every image', () => {
    for (const [, { image }] of services) {
      if (image !== undefined) expect(image).toMatch(/:v?\d+\.\d+\.\d+/);
    }
  });

  it('holds no secret', () => {
    const names = services.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(names.filter((name) => /PASSWORD|SECRET|TOKEN|APIKEY/i.test(name))).toEqual([]);
  });

  it.each(ownServices)('starts %s once topics and schemas are there', (name) => {
    const service = compose.services[name];
    expect(service?.build).toMatchObject({
      dockerfile: 'infra/Dockerfile',
      args: { SERVICE: name },
    });
    expect(service?.depends_on?.['setup']?.condition).toBe('service_completed_successfully');
    expect(service?.environment).toMatchObject({ DUEWATCH_STACK_KAFKA_BROKERS: 'kafka:19092' });
  });

  it('gives the services settings that they accept, and asks them at their ports', () => {
    const path = join(repositoryRoot, 'infra/compose/settings.json');
    const settings = loadSettings(
      {
        ingest: ingestSettings,
        scoring: scoringSettings,
        alerting: alertingSettings,
        notifier: notifierSettings,
      },
      { env: { DUEWATCH_SETTINGS: path } },
    );
    const ports = {
      ingest: settings.ingest.port,
      scoring: settings.scoring.statusPort,
      alerting: settings.alerting.statusPort,
      notifier: settings.notifier.statusPort,
    };
    for (const [name, port] of Object.entries(ports)) {
      expect(compose.services[name]?.healthcheck?.test.at(-1)).toBe(String(port));
    }
  });
});

describe('the versions of the servers', () => {
  it('are the same where they are fetched', () => {
    const pom = read('infra/native/pom.xml');
    expect(pom).toContain(`<version>${serverVersions.kafka}</version>`);
    expect(pom).toContain(`<version>${serverVersions.registry}</version>`);
    expect(pom).toContain(`<version>${serverVersions.embeddedRedis}</version>`);
  });

  it('include the Node that the scripts run on', () => {
    const manifest = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    expect(read('infra/Dockerfile')).toContain(`FROM node:${manifest.devDependencies.node}-`);
  });
});
