import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** What a key may do; closed, because a misspelt scope would silently grant nothing. */
export const scopes = [
  'events:write',
  'clock:write',
  'customers:erase',
  'risk:read',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

const code = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax, `must be at most ${lengthMax} characters`)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'must be letters, digits and _.-');

/** Stands for the whole deployment: an event of its is about the customers of every tenant. */
const DEPLOYMENT = 'duewatch';

/** Whose customers they are: a word that comes with its key and into the keys of records. */
export const tenantId = code(64).refine((id) => id !== DEPLOYMENT, {
  error: `must not be ${DEPLOYMENT}, which stands for all tenants`,
});

/** A key as settings and key files hold it. The key itself is nowhere: only its owner has it. */
export const apiKey = z.strictObject({
  /** Shown in logs. Never secret. */
  keyId: code(40),
  tenantId,
  /** Of the whole key, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
  scopes: z.array(z.enum(scopes)).default(['events:write']),
  /** Calendars beside the tenant's own; one that ends in `*` allows every name that begins so. */
  calendars: z
    .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}\*?$/, 'must be a calendar id'))
    .default([]),
});

/** See `apiKey`. */
export type ApiKey = z.output<typeof apiKey>;

const keyFile = z.strictObject({ keys: z.array(apiKey) });

/** The keys of a file; none when there is no file yet. Throws when it is not a file of keys. */
export function readKeyFile(path: string): readonly ApiKey[] {
  if (!existsSync(path)) return [];
  const parsed = keyFile.safeParse(jsonOf(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data.keys;
  const [issue] = parsed.error.issues;
  throw new Error(`${path} is no file of keys: ${issue?.path.join('.')} ${issue?.message}`);
}

/** Replaces the file in one step, so that nobody reads half of it, for its owner alone to read. */
export function writeKeyFile(path: string, keys: readonly ApiKey[]): void {
  writeFileSync(`${path}.new`, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
