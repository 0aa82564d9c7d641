import { z } from 'zod';
import { certificatesIn } from './authorities.ts';
import { clientCertificate } from './client-certificate.ts';
import { readSecret } from './secret-file.ts';
import { usableFile } from './usable-file.ts';

const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' });

const login = z.object({
  user: z.string().min(1),
  /** A path, for it is read again at each connection: so passwords change without a restart. */
  passwordFile: usableFile((path) => readSecret(path) !== '', 'must name a file with a password'),
});

/** Whom to be at a server, and where the password lies. */
export type Login = z.output<typeof login>;

/** Where the infrastructure is. Every process has this section, under the name `stack`. */
export const stackSettings = z.object({
  kafkaBrokers: z
    .array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'must be host:port'))
    .min(1, 'needs at least one broker'),
  registryUrl: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }),
  stateRedisUrl: redisUrl,
  /** A second Redis: the state's must never evict, the queue's may be restarted empty. */
  queueRedisUrl: redisUrl,
  /** PEM file of authorities that are trusted beside those that Node knows. */
  caFile: usableFile(
    (path) => certificatesIn(path).length > 0,
    'must name a PEM file of certificates',
  )
    .nullable()
    .default(null),
  /** Shown to every server that asks for one over TLS. */
  clientCertificate: clientCertificate.nullable().default(null),
  kafkaTls: z.boolean().default(false),
  kafkaSasl: z
    .object({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
      ...login.shape,
    })
    .nullable()
    .default(null),
  registryLogin: login.nullable().default(null),
  /** At both. Where they differ, user and password may stand in the address instead. */
  redisLogin: login.nullable().default(null),
  /** Partitions of every topic keyed by customer. Changing it is a migration, not a setting. */
  partitions: z.int().min(1).max(1000).default(6),
});

/** See `stackSettings`. */
export type StackSettings = z.output<typeof stackSettings>;
