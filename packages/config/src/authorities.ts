import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

const certificate = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

/** The certificates of a PEM file; none where it holds anything else. */
export function certificatesIn(path: string): readonly string[] {
  const found = readFileSync(path, 'utf8').match(certificate) ?? [];
  for (const one of found) new X509Certificate(one);
  return found;
}

/** From here on this process trusts these authorities, too, whatever it connects to. */
export function trustAuthorities({ caFile }: { readonly caFile: string | null }): void {
  if (caFile === null) return;
  setDefaultCACertificates([...getCACertificates('default'), ...certificatesIn(caFile)]);
}
