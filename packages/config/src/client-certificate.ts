import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { certificatesIn } from './authorities.ts';
import { usableFile } from './usable-file.ts';

/** PEM files of the certificate that is shown to servers, and of its key. */
export const clientCertificate = z
  .object({
    certFile: usableFile(
      (path) => certificatesIn(path).length > 0,
      'must name a PEM file of a certificate',
    ),
    keyFile: usableFile(
      (path) => createPrivateKey(readFileSync(path)).type === 'private',
      'must name a PEM file of a private key without a passphrase',
    ),
  })
  .superRefine(({ certFile, keyFile }, context) => {
    if (isPair(read({ certFile, keyFile }))) return;
    const message = `${keyFile} is not the key of ${certFile}`;
    context.addIssue({ code: 'custom', path: ['keyFile'], message });
  });

/** See `clientCertificate`. */
export type ClientCertificate = z.output<typeof clientCertificate>;

/** As options of TLS: what the two files hold. */
export interface ShownCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Answers what to show now: both files are read at each call, so that they can be renewed while the
 * process runs. While they do not fit each other it goes on with the last pair that did.
 */
export function certificateReader(files: ClientCertificate): () => ShownCertificate {
  let known = read(files);
  return () => {
    try {
      const found = read(files);
      if (isPair(found)) known = found;
    } catch {
      // One of them is being replaced.
    }
    return known;
  };
}

function read({ certFile, keyFile }: ClientCertificate): ShownCertificate {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

function isPair({ cert, key }: ShownCertificate): boolean {
  return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
}

/**
 * In what words a server says that it wants a certificate, or another one ("alert unknown ca");
 * undefined where an error says something else.
 */
export function certificateAlert(error: unknown): string | undefined {
  const text = error instanceof Error ? error.message : String(error);
  return /\balert (bad certificate|certificate \w+|unknown ca)\b/i.exec(text)?.[0];
}
