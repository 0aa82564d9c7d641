import { silentLog } from '@duewatch/telemetry';
import { KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError, logLevel } from 'kafkajs';
import { BusError } from './errors.ts';
import { busErrorOf, report } from './kafka-client.ts';

function protocolError(type: string): KafkaJSProtocolError {
  return new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1 }) as never);
}

describe('an error of kafkajs', () => {
  it.each([
    ['a refused record', protocolError('MESSAGE_TOO_LARGE'), 'REFUSED'],
    ['an unknown topic', protocolError('UNKNOWN_TOPIC_OR_PARTITION'), 'UNKNOWN_TOPIC'],
    ['a leader that moved', protocolError('NOT_LEADER_FOR_PARTITION'), 'UNAVAILABLE'],
    ['anything else', new Error('socket hang up'), 'UNAVAILABLE'],
    ['no error at all', 'text', 'UNAVAILABLE'],
  ])('tells %s', (_, error, code) => {
    expect(busErrorOf(error, 't')).toMatchObject({ code });
  });

  it('is found however deep it is wrapped', () => {
    const inner = protocolError('MESSAGE_TOO_LARGE');
    const retries = new KafkaJSNumberOfRetriesExceeded(inner, { retryCount: 5, retryTime: 1 });
    const outer = new Error('wrapped', { cause: retries });
    expect(busErrorOf(outer, 'ar.events')).toMatchObject({
      code: 'REFUSED',
      message: 'ar.events: MESSAGE_TOO_LARGE',
    });
  });

  it.each(['TOPIC', 'GROUP', 'CLUSTER'])(
    'tells a login without a right to a %s what to grant',
    (to) => {
      const denied = protocolError(`${to}_AUTHORIZATION_FAILED`);
      expect(busErrorOf(denied, 't', 'Read on t and on the group g')).toMatchObject({
        code: 'REFUSED',
        retriable: false,
        message: expect.stringContaining('Grant it Read on t and on the group g: '),
      });
    },
  );

  it('is found among those of several topics', () => {
    const errors = [protocolError('TOPIC_ALREADY_EXISTS'), protocolError('INVALID_CONFIG')];
    const all = Object.assign(new Error('Topic creation errors'), { errors });
    expect(busErrorOf(all, 't')).toMatchObject({ code: 'REFUSED', retriable: false });
  });

  it('gives back our own error that it wraps', () => {
    const ours = new BusError('UNROUTABLE_RECORD', 'no key');
    const wrapped = new Error('wrapped', { cause: ours });
    expect(busErrorOf(wrapped, 't')).toBe(ours);
  });
});

describe('what kafkajs says', () => {
  it.each([
    ['the server is slow', 1],
    ['Limiting retries for the idempotent producer may invalidate EoS guarantees', 0],
  ])('reaches the log, unless it frightens people for nothing: %s', (message, lines) => {
    const said: unknown[] = [];
    const log = { ...silentLog, info: (_: string, facts?: object) => void said.push(facts) };
    const entry = { namespace: 'Producer', level: logLevel.WARN, label: 'WARN' };
    report(log, { ...entry, log: { message, timestamp: '' } }, false);
    expect(said).toHaveLength(lines);
  });
});
