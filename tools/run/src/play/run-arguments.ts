import { parseArgs } from 'node:util';

/** How `npm start` was asked to run. */
export interface RunArguments {
  /** Infrastructure to use whatever else is at hand. */
  readonly kind: 'docker' | 'native' | 'embedded' | undefined;
  /** Story file to play; the generated sample feed without one. */
  readonly playFile: string | undefined;
  /** File of routes that says who is told of what; the run's own choice without one. */
  readonly routesFile: string | undefined;
  /** End once everything has drained, instead of staying until Ctrl-C. */
  readonly exit: boolean;
  /** Standard output belongs to one JSON object, its last line; people read standard error. */
  readonly json: boolean;
  /** Leave data and logs of the run behind. */
  readonly keep: boolean;
}

/** What was asked, or what is wrong with it. */
export type ParsedArguments =
  | { readonly kind: 'run'; readonly run: RunArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

/** What `npm start -- --help` answers. */
export const usage = `Runs the whole pipeline on this machine: npm start [-- OPTIONS]

Without options it plays a year of made-up business in about a minute, shows what happens, and
stays until Ctrl-C.

  --play FILE   play the events of FILE instead, one CloudEvent per line (see examples/)
  --routes FILE who is told of what (see examples/routes.yaml); the receivers are credit-team
                (Slack), credit-manager (e-mail) and systems (webhook), the tenant is demo
  --exit        end once every service has caught up
  --json        print the outcome as one JSON object, the last line of standard output
  --keep        keep data and logs of the run (in .duewatch/)
  --native      Kafka, registry and Redis as processes of this machine
  --docker      the same in containers, with Docker Compose
  --embedded    no servers: all services in one process, on stand-ins in memory
  --help        this text

Without --native, --docker or --embedded it takes the most real infrastructure at hand: addresses
in DUEWATCH_STACK_KAFKA_BROKERS and its kin, then Docker, then native, then embedded.
`;

const kinds = ['docker', 'native', 'embedded'] as const;

const options = {
  docker: { type: 'boolean' },
  embedded: { type: 'boolean' },
  exit: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  keep: { type: 'boolean' },
  native: { type: 'boolean' },
  play: { type: 'string' },
  routes: { type: 'string' },
} as const;

/** Reads the command line. An option that it does not know is an error, never ignored. */
export function readRunArguments(argv: readonly string[]): ParsedArguments {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(argv);
  } catch (error) {
    // Node's second sentence explains how to pass an argument that begins with a dash.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    return { kind: 'wrong', message: first.replace(/\.?$/, '.') };
  }
  if (values.help === true) return { kind: 'help' };
  const forced = kinds.filter((kind) => values[kind] === true);
  if (forced.length > 1) {
    const names = forced.map((kind) => `--${kind}`).join(' and ');
    return { kind: 'wrong', message: `Choose one of ${names}.` };
  }
  const nameless = (['play', 'routes'] as const).find((name) => values[name] === '');
  if (nameless !== undefined) {
    return { kind: 'wrong', message: `--${nameless} needs the name of a file.` };
  }
  const { play: playFile, routes: routesFile, exit = false, json = false, keep = false } = values;
  return { kind: 'run', run: { kind: forced[0], playFile, routesFile, exit, json, keep } };
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
}
