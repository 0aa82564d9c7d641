import { RedisError } from './errors.ts';

/** An error reply of the server, as ioredis gives it. */
const reply = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });
const of = (message: string) => RedisError.from(reply(message), 'redis://:secret@127.0.0.1:6379');

describe('an error reply of Redis', () => {
  it.each([
    ['a full disk', 'MISCONF Errors writing to the AOF file: No space left on device'],
    [
      'a full disk, met within a script (Redis 6)',
      'ERR Error running script (call to f_677b): @user_script:9: @user_script: 9: ' +
        '-MISCONF Errors writing to the AOF file: No space left on device',
    ],
    ['a full memory, met within a script (Redis 7)', 'OOM command not allowed script: f_677b'],
    ['a server that still loads its data', 'LOADING Redis is loading the dataset in memory'],
  ])('passes by itself when it tells of %s', (_, message) => {
    expect(of(message)).toMatchObject({ code: 'REDIS_UNAVAILABLE', retriable: true });
  });

  it.each([
    ['a wrong type', 'WRONGTYPE Operation against a key holding the wrong kind of value'],
    [
      'a wrong type, met within a script',
      'ERR Error running script (call to f_677b): @user_script:9: -WRONGTYPE Operation against',
    ],
    ['a script that speaks of MISCONF', 'ERR user_script:1: -MISCONF is no number'],
  ])('is a fault of ours when it tells of %s', (_, message) => {
    expect(of(message)).toMatchObject({ code: 'REDIS_REFUSED', retriable: false });
  });

  it('tells where the login is set when it is refused', () => {
    const refused = of('WRONGPASS invalid username-password pair or user is disabled.');
    expect(refused).toMatchObject({ code: 'REDIS_REFUSED' });
    expect(refused.message).toMatch(/WRONGPASS .* disabled\. Check stack\.redisLogin/);
  });

  it('tells where the certificate is set when it is refused', () => {
    const alert =
      '40:error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:../rec.c\n';
    expect(RedisError.from(new Error(alert), 'rediss://127.0.0.1:6379').message).toBe(
      'Redis at rediss://127.0.0.1:6379: it refuses the certificate: alert unknown ca. ' +
        'Check stack.clientCertificate.',
    );
  });

  it('tells what to look at when a user lacks a right', () => {
    const denied = of('NOPERM this user has no permissions to access one of the keys');
    expect(denied).toMatchObject({ code: 'REDIS_REFUSED' });
    expect(denied.message).toMatch(/one of the keys\. Grant it: `npx duewatch stack access`/);
  });

  it('keeps the password of the address to itself', () => {
    expect(of('OOM').message).toBe('Redis at redis://127.0.0.1:6379: OOM');
    const error = RedisError.from(reply('OOM'), 'rediss://me:with/@in-it@127.0.0.1:6379');
    expect(error.message).toBe('Redis at rediss://127.0.0.1:6379: OOM');
  });
});
