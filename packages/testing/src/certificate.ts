import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM files of a certificate for this machine that is its own authority. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Made anew by openssl for this common name, valid for two days. */
export function makeCertificate(name = 'localhost'): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'duewatch-certificate-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const places = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  execFileSync('openssl', [
    ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-keyout', keyFile, '-out', certFile, '-days', '2', '-subj', `/CN=${name}`],
    ...['-addext', places],
  ]);
  return { certFile, keyFile };
}
