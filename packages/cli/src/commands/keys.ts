import { hash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  type ApiKey,
  apiKey,
  loadSettings,
  readKeyFile,
  type Scope,
  scopes,
  writeKeyFile,
} from '@duewatch/config';
import { z } from 'zod';
import { type ActKind, recordAct } from '../acts/act-log.ts';
import { authorOf } from '../acts/author.ts';
import type { Command, Terminal } from '../command.ts';
import { printList } from '../print-list.ts';
import { withStack } from '../stack/with-stack.ts';

const usage = `Usage: duewatch keys create --tenant ID [--id ID] [--scope SCOPE]… [--calendar ID]…
       [--by NAME]
       duewatch keys list [--json]
       duewatch keys retire KEY [--by NAME]

  create  makes a key and prints it once: it is stored as a hash and cannot be shown again
  list    keys of the file: whose, and what they may do
  retire  withdraws a key; to replace one without a pause, create the new one first

Scopes: ${scopes.join(', ')}
(default events:write). \`keysFile\` of the section ingest in the settings (DUEWATCH_SETTINGS) names
the file. Ingest reads it again within a second. Who did it is recorded on risk.acts.
`;

const options = {
  tenant: { type: 'string' },
  id: { type: 'string' },
  scope: { type: 'string', multiple: true },
  calendar: { type: 'string', multiple: true, default: [] as string[] },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Flags = ReturnType<typeof parseFlags>['values'];

function parseFlags(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** `duewatch keys …`: who may come to the door. */
export const command: Command = {
  summary: 'creates, lists and retires API keys',
  usage,
  async run(args, terminal) {
    const { values: flags, positionals } = parseFlags(args);
    const [action, keyId] = positionals;
    if (action === 'list') return list(flags, terminal);
    if (action === 'create') return await create(flags, terminal);
    if (action === 'retire' && keyId !== undefined) return await retire(keyId, flags, terminal);
    terminal.err(usage);
    return 2;
  },
};

const ingestSection = z.looseObject({
  keysFile: z.string().nullable().default(null),
  tenants: z.array(z.looseObject({ tenantId: z.string() })).default([]),
});

function places() {
  const { ingest } = loadSettings({ ingest: ingestSection });
  if (ingest.keysFile === null) {
    throw new Error('Name a file in `keysFile` of the section ingest, and start ingest with it.');
  }
  return { path: ingest.keysFile, tenantIds: ingest.tenants.map(({ tenantId }) => tenantId) };
}

function list({ json }: Flags, terminal: Terminal): number {
  const keys = readKeyFile(places().path).map(({ sha256: _secret, ...shown }) => shown);
  return printList(keys, { json }, terminal, ({ keyId, tenantId, scopes: granted, calendars }) => {
    const where = calendars.length === 0 ? '' : `  calendars ${calendars.join(', ')}`;
    return [`${keyId.padEnd(20)}  ${tenantId.padEnd(16)}  ${granted.join(', ')}${where}`];
  });
}

async function create(flags: Flags, terminal: Terminal): Promise<number> {
  const { path, tenantIds } = places();
  const keys = readKeyFile(path);
  const { tenant: tenantId = '', scope = ['events:write'], calendar: calendars } = flags;
  if (!tenantIds.includes(tenantId)) {
    throw new Error(`Say whose it is with --tenant, one of ${tenantIds.join(', ') || 'none yet'}.`);
  }
  const unknown = scope.filter((one) => !(scopes as readonly string[]).includes(one));
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(', ')} is no scope. Use ${scopes.join(', ')}.`);
  }
  const keyId = flags.id ?? `${tenantId}-${randomBytes(3).toString('hex')}`.slice(-40);
  if (keys.some((key) => key.keyId === keyId)) throw new Error(`There is a key ${keyId} already.`);
  const secret = `dw_${randomBytes(32).toString('base64url')}`;
  const sha256 = hash('sha256', secret, 'hex');
  const made = apiKey.safeParse({ keyId, tenantId, sha256, scopes: scope as Scope[], calendars });
  if (!made.success) throw new Error(whyNot(made.error));
  const key = made.data;
  await put(path, [...keys, key], { kind: 'key.create', key, by: authorOf(flags) }, terminal);
  terminal.err(`${keyId} of ${tenantId} may ${key.scopes.join(', ')}. Its secret, shown once:`);
  terminal.out(secret);
  return 0;
}

/** Its parts are checked before, but for id and calendars. */
function whyNot({ issues: [issue] }: z.ZodError): string {
  const flag = issue?.path[0] === 'keyId' ? '--id' : '--calendar';
  return `${flag} ${issue?.message}.`;
}

async function retire(keyId: string, flags: Flags, terminal: Terminal): Promise<number> {
  const { path } = places();
  const keys = readKeyFile(path);
  const key = keys.find((one) => one.keyId === keyId);
  if (key === undefined) throw new Error(`${path} has no key ${keyId}. \`duewatch keys list\`.`);
  const rest = keys.filter((one) => one !== key);
  await put(path, rest, { kind: 'key.retire', key, by: authorOf(flags) }, terminal);
  terminal.out(`${keyId} is withdrawn: refused within a second.`);
  return 0;
}

/** On record first: a key that opens the door and that nobody made must not be. */
async function put(
  path: string,
  keys: readonly ApiKey[],
  { kind, key, by }: { readonly kind: ActKind; readonly key: ApiKey; readonly by: string },
  terminal: Terminal,
): Promise<void> {
  const { tenantId, keyId: target } = key;
  const detail = key.scopes.join(', ');
  await withStack(terminal, (stack) => recordAct(stack, { kind, tenantId, target, detail, by }));
  writeKeyFile(path, keys);
}
