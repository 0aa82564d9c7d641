import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createSystemClock, loadSettings } from '@duewatch/config';
import {
  changeRoutesOf,
  type KnownReceiver,
  parseRoutes,
  problemText,
  type Routing,
  routesOfFilters,
  SEVERITIES,
  tell,
} from '@duewatch/routing';
import { z } from 'zod';
import type { Command, Terminal } from '../command.ts';
import { labelsFromEvent, labelsFromText } from '../routes/labels.ts';
import { changeLines, toldLines } from '../routes/told-lines.ts';

const usage = `Usage: duewatch routes test [--file FILE] --labels LABELS [--at INSTANT] [--json]
       duewatch routes test [--file FILE] --event FILE [--at INSTANT] [--json]
       duewatch routes lint [--file FILE]

  test   says who would be told of an alert, when, and by which routes, and which systems get
         the changes of its tenant; sends nothing
  lint   checks a file of routes: every mistake with its place and mend; exit code 1 if any

  --file FILE      the routes (default: what the section notifier of the settings names, or the
                   filters of its receivers)
  --labels LABELS  such as severity=critical,branch=lyon,code=OVERDUE_60,amount=12000 EUR; others:
                   tenant, customer, owner, segment, band, unacknowledged=true
  --event FILE     an alert as JSON, as it stands on risk.alerts
  --at INSTANT     when it comes (default: the event's own time, else now)
  --json           print one JSON object for each receiver

Exit code 1 when nobody would be told. DUEWATCH_SETTINGS names the settings of the services; with
--file they are not needed, and names of receivers are then not checked.
`;

const options = {
  file: { type: 'string' },
  labels: { type: 'string' },
  event: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** `duewatch routes …`: who is told of what, asked offline. */
export const command: Command = {
  summary: 'says who would be told of an alert, when and why',
  usage,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [action] = positionals;
    const { labels, event } = values;
    const isTest = action === 'test' && (labels === undefined) !== (event === undefined);
    if (action !== 'lint' && !isTest) {
      terminal.err(usage);
      return 2;
    }
    const used = routesInUse(values.file, terminal);
    if (used === undefined) return 1;
    if (action === 'lint') {
      terminal.out(`${used.name}: no mistakes`);
      return 0;
    }
    return test(used, values, terminal);
  },
};

interface UsedRoutes {
  /** The file, or what stands in for it. */
  readonly name: string;
  readonly routing: Routing;
}

function test(
  { name, routing }: UsedRoutes,
  { labels, event, at, json }: { labels?: string; event?: string; at?: string; json: boolean },
  terminal: Terminal,
): number {
  const asked =
    event === undefined
      ? { labels: labelsFromText(labels ?? ''), at: createSystemClock().now(), fedDay: null }
      : labelsFromEvent(readFileSync(event, 'utf8'));
  const moment = at === undefined ? asked : { at: instantOf(at), fedDay: null };
  const told = tell(routing, asked.labels, moment);
  for (const one of told) {
    if (json) terminal.out(JSON.stringify(one));
    else for (const line of toldLines(one, name, asked.labels)) terminal.out(line);
  }
  for (const one of changeRoutesOf(routing, asked.labels.tenant)) {
    if (json) terminal.out(JSON.stringify({ receiver: one.receiver, changes: one }));
    else for (const line of changeLines(one, name, asked.labels)) terminal.out(line);
  }
  if (told.length === 0) terminal.err('Nobody would be told.');
  return told.length === 0 ? 1 : 0;
}

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`"${text}" is no instant. Say 2026-12-01T23:00:00+01:00.`);
  return at;
}

const notifierSection = z.looseObject({
  routes: z.string().nullable().default(null),
  receivers: z
    .array(
      z.looseObject({
        id: z.string(),
        channel: z.string(),
        minSeverity: z.enum(SEVERITIES).optional(),
        codes: z.array(z.string()).optional(),
        tenants: z.array(z.string()).optional(),
      }),
    )
    .default([]),
});

/** Undefined after saying what is wrong with them. */
function routesInUse(file: string | undefined, terminal: Terminal): UsedRoutes | undefined {
  if (file !== undefined) return readRoutes(file, undefined, terminal);
  const { notifier } = loadSettings({ notifier: notifierSection });
  const { routes, receivers } = notifier;
  if (routes === null) return { name: 'receivers', routing: routesOfFilters(receivers) };
  return readRoutes(routes, receivers, terminal);
}

function readRoutes(
  file: string,
  receivers: readonly KnownReceiver[] | undefined,
  terminal: Terminal,
): UsedRoutes | undefined {
  const parsed = parseRoutes(readFileSync(file, 'utf8'), receivers);
  if (parsed.kind === 'ok') return { name: file, routing: parsed.routing };
  for (const one of parsed.problems) terminal.err(problemText(file, one));
  return undefined;
}
