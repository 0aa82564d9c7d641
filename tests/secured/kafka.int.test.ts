import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StackSettings, trustAuthorities } from '@duewatch/config';
import { type Bus, createKafkaBus, type KafkaBusOptions } from '@duewatch/event-bus';
import { makeCertificate } from '@duewatch/testing';
import { type SecuredKafka, startSecuredKafka } from '../support/secured-kafka.ts';

/** Two cold Java starts. */
jest.setTimeout(180_000);

const passwordFile = join(mkdtempSync(join(tmpdir(), 'duewatch-kafka-login-')), 'password');
const first = 'the first password';
const certificate = makeCertificate();

describe('a Kafka that wants TLS and a login', () => {
  let kafka: SecuredKafka;
  const buses: Bus[] = [];

  beforeAll(async () => {
    kafka = await startSecuredKafka(certificate, {
      users: ['duewatch', 'stranger'],
      password: first,
    });
  });
  beforeEach(() => writeFileSync(passwordFile, `${first}\n`));
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
  });
  afterAll(() => kafka.stop());

  function connect(
    mechanism: NonNullable<StackSettings['kafkaSasl']>['mechanism'],
    options: Partial<KafkaBusOptions> = {},
  ): Bus {
    const sasl = { mechanism, user: 'duewatch', passwordFile };
    const bus = createKafkaBus({
      ...{ brokers: [kafka.broker], clientId: 'secured', tls: true, sasl, ...options },
    });
    buses.push(bus);
    return bus;
  }

  it('is not spoken to as long as nobody vouches for its certificate', async () => {
    const asking = connect('scram-sha-512', { deadlineMs: 3_000 }).clusterId();
    await expect(asking).rejects.toThrow(/self-signed certificate/);
  });

  it.each(['scram-sha-512', 'plain'] as const)(
    'takes records and gives them back to a user by %s',
    async (mechanism) => {
      trustAuthorities({ caFile: certificate.certFile });
      const bus = connect(mechanism);
      await bus.ensureTopics([{ name: mechanism, partitions: 1, config: {} }]);
      const record = { topic: mechanism, key: 'k', value: Buffer.from('v'), headers: {} };
      await bus.producer('secured').send([record]);
      const read: (string | null)[] = [];
      await bus.read({
        topics: [mechanism],
        untilEnd: true,
        onRecord: ({ key }) => void read.push(key),
      });
      expect(read).toEqual(['k']);
    },
  );

  it.each(['scram-sha-512', 'plain'] as const)(
    'refuses a wrong password by %s at once, in words that do not hold it',
    async (mechanism) => {
      writeFileSync(passwordFile, 'a wrong password');
      const error = await connect(mechanism)
        .clusterId()
        .catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: 'REFUSED', retriable: false });
      expect(String(error)).toMatch(/Kafka refuses the login.*kafkaSasl/s);
      expect(String(error)).not.toContain('a wrong password');
    },
  );

  it('is spoken to with the new password at the next connection, without a restart', async () => {
    const bus = connect('scram-sha-512');
    await bus.ensureTopics([{ name: 'rotation', partitions: 1, config: {} }]);
    await kafka.setPassword('duewatch', 'the second password');
    writeFileSync(passwordFile, 'the second password\n');
    const record = { topic: 'rotation', key: 'k', value: Buffer.from('v'), headers: {} };
    // A producer connects when it first sends.
    await bus.producer('secured').send([record]);
    expect(await bus.ends('rotation')).toMatchObject([{ end: 1 }]);
  });
});
