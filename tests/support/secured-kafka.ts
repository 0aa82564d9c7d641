import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '@duewatch/run';
import type { Certificate } from '@duewatch/testing';
import { fetchServers } from '../../tools/run/src/stack/fetch-servers.ts';
import {
  kafkaFormatSpec,
  kafkaProperties,
  kafkaPropertiesFile,
  nativeServers,
} from '../../tools/run/src/stack/native-servers.ts';
import { homePlaces, supervisorLog } from '../../tools/run/src/stack/places.ts';
import { waitUntilReady } from '../../tools/run/src/stack/server-start.ts';
import { superviseProcesses } from '../../tools/run/src/stack/supervised-processes.ts';
import type { ServerSpec } from '../../tools/run/src/stack/supervisor-protocol.ts';

export interface SecuredKafka {
  /** Of the listener that wants TLS and a login. */
  readonly broker: string;
  /** Of one that wants TLS alone, and knows its clients by their certificates. */
  readonly certifiedBroker: string;
  /** Of the one in the clear, where everybody may do everything. */
  readonly openBroker: string;
  /** Gives a user another SCRAM password. */
  setPassword(user: string, password: string): Promise<void>;
  stop(): Promise<void>;
}

const modules = 'org.apache.kafka.common.security';
const loginBy = (mechanism: string) => `listener.name.secure.${mechanism}.sasl.jaas.config`;

/**
 * A broker that speaks TLS with who shows the client's certificate, and knows these users, by
 * SCRAM-SHA-512 and by PLAIN. `duewatch` may do everything, all others what the broker's access
 * list says, which is empty.
 */
export async function startSecuredKafka(
  { certFile, keyFile }: Certificate,
  client: Certificate,
  { users, password }: { readonly users: readonly string[]; readonly password: string },
): Promise<SecuredKafka> {
  const places = homePlaces(mkdtempSync(join(tmpdir(), 'duewatch-secured-kafka-')));
  const files = await fetchServers(process.env, () => undefined);
  const found = await findFreePorts([0, 0, 0, 0]);
  const [kafka = 0, kafkaController = 0, secured = 0, certified = 0] = found;
  const ports = { kafka, kafkaController, registry: 0, stateRedis: 0, queueRedis: 0 };
  for (const folder of [join(places.dataDir, 'kafka'), places.logDir]) {
    mkdirSync(folder, { recursive: true });
  }
  const keyStore = join(places.dataDir, 'key-and-certificate.pem');
  writeFileSync(keyStore, readFileSync(keyFile, 'utf8') + readFileSync(certFile, 'utf8'));
  writeFileSync(kafkaPropertiesFile(places), kafkaProperties(ports, places.dataDir));
  const wanting = `SECURE://127.0.0.1:${secured},CERTIFIED://127.0.0.1:${certified}`;
  const clients = `${wanting},CLIENT://127.0.0.1:${kafka}`;
  // What stands further down counts: the listener beside the one in the clear, for the broker.
  const plainUsers = users.map((user) => `user_${user}="${password}"`);
  const secure = {
    listeners: `${clients},CONTROLLER://127.0.0.1:${kafkaController}`,
    'advertised.listeners': clients,
    'listener.security.protocol.map':
      'SECURE:SASL_SSL,CERTIFIED:SSL,CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    [loginBy('scram-sha-512')]: `${modules}.scram.ScramLoginModule required;`,
    [loginBy('plain')]: `${modules}.plain.PlainLoginModule required ${plainUsers.join(' ')};`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': client.certFile,
    'ssl.client.auth': 'required',
    // Where a login tells who somebody is, Kafka asks for a certificate only when told here.
    'listener.name.secure.ssl.client.auth': 'required',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'false',
    'super.users': 'User:ANONYMOUS;User:duewatch;User:CN=duewatch',
  };
  const lines = Object.entries(secure).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(kafkaPropertiesFile(places), lines.join(''));

  const supervised = await superviseProcesses(process.env, supervisorLog(places));
  const run = async (spec: ServerSpec): Promise<void> => {
    const { code } = await supervised.runToEnd(spec);
    if (code !== 0) throw new Error(`${spec.name} failed\n${readFileSync(spec.logFile, 'utf8')}`);
  };
  const scram = (its: string) => `SCRAM-SHA-512=[${its}]`;
  const format = kafkaFormatSpec(files, places, 'c2VjdXJlZC1rYWZrYQ');
  const known = users.flatMap((user) => [
    ...['--add-scram', scram(`name=${user},password=${password}`)],
  ]);
  await run({ ...format, args: [...format.args, ...known] });
  const [server] = nativeServers(files, 'redis-server', places, ports, process.env);
  if (server === undefined) throw new Error('there is no Kafka among the servers');
  await supervised.start(server.spec);
  await waitUntilReady(supervised, server.spec, server.check, 90_000);
  return {
    broker: `127.0.0.1:${secured}`,
    certifiedBroker: `127.0.0.1:${certified}`,
    openBroker: `127.0.0.1:${kafka}`,
    async setPassword(user, other) {
      const java = format.args.slice(0, format.args.indexOf('kafka.tools.StorageTool'));
      const alter = ['--bootstrap-server', `127.0.0.1:${kafka}`, '--alter', '--entity-type'];
      const change = ['users', '--entity-name', user, '--add-config', scram(`password=${other}`)];
      const args = [...java, 'kafka.admin.ConfigCommand', ...alter, ...change];
      await run({ ...format, name: 'kafka-configs', args });
    },
    async stop() {
      await supervised.stop();
      rmSync(places.root, { recursive: true, force: true });
    },
  };
}
