import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientCertificate, type Login, trustAuthorities } from '@duewatch/config';
import { createRedisClient, type RedisClient } from '@duewatch/redis';
import { silentLog } from '@duewatch/telemetry';
import { makeCertificate, until } from '@duewatch/testing';
import { startSecuredRedis } from '../../../tests/support/secured-redis.ts';
import { createBullmqDeliveryQueue } from '../src/queue/bullmq-delivery-queue.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-redis-login-'));
const certificate = makeCertificate();
const shown = makeCertificate('duewatch');
const first = 'the first password';

function loginOf(user: string, password: string): Login {
  const passwordFile = join(folder, user);
  writeFileSync(passwordFile, `${password}\n`);
  return { user, passwordFile };
}

describe('a Redis that wants TLS, a certificate and a user', () => {
  let redis: Awaited<ReturnType<typeof startSecuredRedis>>;
  let admin: RedisClient;
  const clients: RedisClient[] = [];

  function connect(login: Login, certificate: ClientCertificate | null = shown): RedisClient {
    const client = createRedisClient(redis.url, { name: 'test', login, certificate });
    clients.push(client);
    return client;
  }

  beforeAll(async () => {
    redis = await startSecuredRedis(certificate, shown, { duewatch: first, admin: 'all keys' });
    const stranger = connect(loginOf('duewatch', first));
    await until('it turns away who does not know its authority', () =>
      stranger.command(['PING']).catch((error) => /self-signed/.test(String(error))),
    );
    trustAuthorities({ caFile: certificate.certFile });
    admin = connect(loginOf('admin', 'all keys'));
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await redis.stop();
  });

  it('serves a user with password, who may not empty it', async () => {
    const client = connect(loginOf('duewatch', first));
    await client.command(['SET', 'a', '1']);
    expect(String(await client.command(['GET', 'a']))).toBe('1');
    await expect(client.command(['FLUSHALL'])).rejects.toMatchObject({ code: 'REDIS_REFUSED' });
  });

  it('is not used while it would throw state away when its memory is full', async () => {
    await admin.command(['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru']);
    const client = connect(loginOf('duewatch', first));
    await expect(client.command(['PING'])).rejects.toMatchObject({
      code: 'REDIS_REFUSED',
      message: expect.stringContaining('Set maxmemory-policy noeviction.'),
    });
    await admin.command(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    await client.command(['PING']);
  });

  it('refuses a wrong password, in words that do not hold it', async () => {
    const asking = connect(loginOf('duewatch', 'a wrong password')).command(['PING']);
    const error = await asking.catch((thrown: Error) => thrown);
    expect(String(error)).toMatch(/Redis at rediss:\/\/127.0.0.1:\d+: .*WRONGPASS/);
    expect(String(error)).not.toContain('a wrong password');
  });

  it.each([
    ['none', null],
    ['another', makeCertificate('stranger')],
  ])('turns away who shows %s for a certificate, and says where it is set', async (_, other) => {
    const client = connect(loginOf('duewatch', first), other);
    const said = await until('it says why', () =>
      client.command(['PING']).then(
        () => 'served',
        (error) => /certificate/.test(String(error)) && String(error),
      ),
    );
    expect(said).toMatch(/Redis at rediss:.*Check stack\.clientCertificate/);
  });

  it('is spoken to with the new password after a password was replaced', async () => {
    const login = loginOf('duewatch', first);
    const client = connect(login);
    const queue = createBullmqDeliveryQueue({
      ...{ redisUrl: redis.url, login, certificate: shown, prefix: 'test', log: silentLog },
    });
    const done: string[] = [];
    const lane = { receiverId: 'ops', rate: { messages: 1_000, perMs: 1_000 }, concurrency: 1 };
    const row = { receiverId: 'ops', kind: 'row', partition: 0 } as const;
    await queue.start([lane], async ({ id }) => {
      done.push(id);
      return { kind: 'done' };
    });
    await queue.add([{ id: 'a1', subject: row }]);
    await until('the first job is done', () => done.includes('a1'));

    loginOf('duewatch', 'the second password');
    await admin.command(['ACL', 'SETUSER', 'duewatch', 'resetpass', '>the second password']);
    await admin.command(['CLIENT', 'KILL', 'USER', 'duewatch']);
    await until('the state is served again', () =>
      client.command(['PING']).then(
        () => true,
        () => false,
      ),
    );
    await until('the queue is served again', () =>
      queue.add([{ id: 'a2', subject: row }]).then(
        () => true,
        () => false,
      ),
    );
    await until('the second job is done', () => done.includes('a2'));
    await queue.stop();
  });
});
