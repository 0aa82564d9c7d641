import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StackSettings, trustAuthorities } from '@duewatch/config';
import { type Bus, createKafkaBus, type KafkaBusOptions } from '@duewatch/event-bus';
import { makeCertificate } from '@duewatch/testing';
import { type SecuredKafka, startSecuredKafka } from '../support/secured-kafka.ts';

/** Two cold Java starts. */
jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'duewatch-kafka-login-'));
const passwordFile = join(folder, 'password');
const first = 'the first password';
const certificate = makeCertificate();
const client = makeCertificate('duewatch');
const stranger = makeCertificate('stranger');

describe('a Kafka that wants TLS, a certificate and a login', () => {
  let kafka: SecuredKafka;
  const buses: Bus[] = [];

  beforeAll(async () => {
    kafka = await startSecuredKafka(certificate, client, {
      users: ['duewatch'],
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
      ...{ brokers: [kafka.broker], clientId: 'secured', tls: true, sasl },
      ...{ certificate: client, ...options },
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

  it.each([
    ['none', null],
    ['another', stranger],
  ])(
    'refuses who shows %s for a certificate at once, and says where it is set',
    async (_, shown) => {
      const asking = connect('scram-sha-512', { certificate: shown }).clusterId();
      await expect(asking).rejects.toMatchObject({
        code: 'REFUSED',
        message: expect.stringMatching(/Kafka refuses the certificate: .*stack\.clientCertificate/),
      });
    },
  );

  it('knows by its certificate alone who asks for no login', async () => {
    const bus = connect('plain', { brokers: [kafka.certifiedBroker], sasl: null });
    await bus.ensureTopics([{ name: 'certified', partitions: 1, config: {} }]);
    expect(await bus.ends('certified')).toEqual([{ partition: 0, start: 0, end: 0 }]);
  });

  it('is shown a renewed certificate at the next connection, without a restart', async () => {
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const renew = (by: typeof client): void => {
      copyFileSync(by.certFile, certFile);
      copyFileSync(by.keyFile, keyFile);
    };
    renew(client);
    const bus = connect('scram-sha-512', { certificate: { certFile, keyFile } });
    await bus.ensureTopics([{ name: 'renewal', partitions: 1, config: {} }]);
    const record = { topic: 'renewal', key: 'k', value: Buffer.from('v'), headers: {} };
    renew(stranger);
    await expect(bus.producer('old').send([record])).rejects.toMatchObject({ code: 'REFUSED' });
    renew(client);
    await bus.producer('new').send([record]);
    expect(await bus.ends('renewal')).toMatchObject([{ end: 1 }]);
  });

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
