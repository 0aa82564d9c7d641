import { createLog, type LogLevel, silentLog } from './log.ts';

function logToLines(level?: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = createLog({ service: 'scoring', destination, ...(level && { level }) });
  return { log, lines };
}

describe('log', () => {
  it('writes one JSON line with service, level, message and fields', () => {
    const { log, lines } = logToLines();
    log.info('chunk committed', { partition: 3, records: 500 });
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        service: 'scoring',
        partition: 3,
        records: 500,
        message: 'chunk committed',
      },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = logToLines('warn');
    log.info('quiet');
    log.warn('loud');
    expect(lines.map((line) => line['message'])).toEqual(['loud']);
  });

  it('carries the fields of a child on every line', () => {
    const { log, lines } = logToLines();
    log.child({ partition: 1 }).error('stale', { offset: 7 });
    expect(lines[0]).toMatchObject({ service: 'scoring', partition: 1, offset: 7 });
  });

  it('blanks fields that hold secrets or personal data', () => {
    const { log, lines } = logToLines();
    log.info('delivery', { token: 't', receiver: { kind: 'email', email: 'a@b.example' } });
    expect(lines[0]).toMatchObject({
      token: '[redacted]',
      receiver: { kind: 'email', email: '[redacted]' },
    });
  });

  it('shows an error with its code and its causes', () => {
    const { log, lines } = logToLines();
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('send failed', { cause }), { retriable: true });
    log.error('will retry', { error });
    expect(lines[0]).toMatchObject({
      error: {
        message: 'send failed',
        retriable: true,
        cause: { message: 'refused', code: 'ECONNREFUSED' },
      },
    });
  });
});

describe('silent log', () => {
  it('takes every call, children too', () => {
    expect(() => silentLog.child({ a: 1 }).fatal('nothing', { b: 2 })).not.toThrow();
  });
});
