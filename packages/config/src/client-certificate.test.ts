import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateReader } from './client-certificate.ts';
import { loadSettings } from './load-settings.ts';
import { SettingsError } from './settings-error.ts';
import { stackSettings } from './stack-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-client-certificate-'));

/** A self-signed certificate and its key. */
function makePair(name: string) {
  const [certFile, keyFile] = [join(folder, `${name}-cert.pem`), join(folder, `${name}-key.pem`)];
  execFileSync('openssl', [
    ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-keyout', keyFile, '-out', certFile, '-subj', `/CN=${name}`],
  ]);
  return { certFile, keyFile };
}

const [one, other] = [makePair('one'), makePair('other')];
const broken = join(folder, 'broken.pem');
writeFileSync(broken, 'hunter2');

/** What is said of these two files: setting and problem. */
function said(files: { readonly certFile?: string; readonly keyFile?: string }) {
  const env = {
    DUEWATCH_STACK_KAFKA_BROKERS: '127.0.0.1:1',
    DUEWATCH_STACK_REGISTRY_URL: 'https://127.0.0.1:1',
    DUEWATCH_STACK_STATE_REDIS_URL: 'rediss://127.0.0.1:1',
    DUEWATCH_STACK_QUEUE_REDIS_URL: 'rediss://127.0.0.1:1',
    DUEWATCH_STACK_CLIENT_CERTIFICATE_CERT_FILE: files.certFile,
    DUEWATCH_STACK_CLIENT_CERTIFICATE_KEY_FILE: files.keyFile,
  };
  try {
    loadSettings({ stack: stackSettings }, { env });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ setting, problem }) => `${setting} ${problem}`);
  }
}

describe('a client certificate in the settings', () => {
  it('is taken with its key', () => {
    expect(said(one)).toEqual([]);
  });

  it('is read anew each time, and goes on as it was while the files do not fit each other', () => {
    const files = makePair('renewed');
    const read = certificateReader(files);
    const before = read();
    copyFileSync(other.certFile, files.certFile);
    expect(read()).toEqual(before);
    copyFileSync(other.keyFile, files.keyFile);
    expect(read().cert).toEqual(readFileSync(other.certFile));
    rmSync(files.keyFile);
    expect(read().cert).toEqual(readFileSync(other.certFile));
  });

  it.each([
    ['without its key', { certFile: one.certFile }, 'keyFile is missing'],
    ['without its certificate', { keyFile: one.keyFile }, 'certFile is missing'],
    [
      'whose file is not there',
      { ...one, certFile: join(folder, 'gone') },
      'certFile must name a PEM file of a certificate',
    ],
    [
      'whose file holds something else',
      { ...one, certFile: broken },
      'certFile must name a PEM file of a certificate',
    ],
    [
      'whose key is something else',
      { ...one, keyFile: broken },
      'keyFile must name a PEM file of a private key without a passphrase',
    ],
    [
      'with the key of another',
      { ...one, keyFile: other.keyFile },
      `keyFile ${other.keyFile} is not the key of ${one.certFile}`,
    ],
  ])('is refused %s, once and by name', (_, files, problem) => {
    expect(said(files)).toEqual([`stack.clientCertificate.${problem}`]);
  });
});
