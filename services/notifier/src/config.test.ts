import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@duewatch/config';
import { notifierSettings } from './config.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function load(receivers: unknown, more: object = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'duewatch-notifier-')), 'settings.json');
  writeFileSync(file, JSON.stringify({ notifier: { receivers, ...more } }));
  const env = { DUEWATCH_SETTINGS: file };
  return loadSettings({ notifier: notifierSettings }, { env }).notifier;
}

const slack = { id: 'ops', channel: 'slack', url: 'https://hooks.example/x' };
const webhook = { id: 'dunning', channel: 'webhook', url: 'https://x.example', secrets: [secret] };
const mail = {
  id: 'desk',
  channel: 'email',
  host: 'mx.example',
  from: 'a@x.test',
  to: ['b@x.test'],
};

describe('the settings of receivers', () => {
  it('need little: all else has a default', () => {
    expect(load([slack, webhook, mail]).receivers).toMatchObject([
      { rate: { messages: 1, perMs: 1_000 }, timeoutMs: 10_000 },
      {
        retry: { giveUpAfterMs: 86_400_000 },
        concurrency: 1,
        rate: { messages: 50, perMs: 1_000 },
      },
      { port: 587, encryption: 'starttls' },
    ]);
  });

  it('name operators only who are among them', () => {
    expect(load([slack, mail], { operators: 'ops' }).operators).toBe('ops');
    expect(() => load([mail], { operators: 'ops' })).toThrow(/id of one of the receivers/);
  });

  it.each([
    ['an unknown channel', [{ ...slack, channel: 'pigeon' }], /receivers\.0/],
    ['an id with a colon', [{ ...slack, id: 'a:b' }], /must be up to 40/],
    ['two of the same id', [slack, { ...mail, id: 'ops' }], /same id/],
    ['a code that no alert has', [{ ...slack, codes: ['OVERDU'] }], /that of an alert/],
    ['a secret that is too short', [{ ...webhook, secrets: ['whsec_AAAA'] }], /24 to 64 bytes/],
    ['a secret without its mark', [{ ...webhook, secrets: [secret.slice(6)] }], /whsec_/],
    ['an address that is no address', [{ ...mail, to: ['b@x.test\nBcc: c@x.test'] }], /e-mail/],
    ['a misspelt field', [{ ...slack, minSeverty: 'error' }], /minSeverty/],
  ])('refuse %s', (_, receivers, message) => {
    expect(() => load(receivers)).toThrow(message);
  });
});
