// THINK HARD ABOUT THE ROOMS BEFORE CHANGING THIS TABLE.
//
// It says who may import whom. Every line that is added here is a promise broken for everyone who
// reads one room and trusts that the others do not matter. If a room needs another one, ask first
// whether the thing that it needs lives in the right place; change the table last.

/** The import table: room → rooms that it may import besides itself. */
const packages = {
  'risk-core': [],
  backtest: ['risk-core'],
  contracts: [],
  config: [],
  telemetry: ['config'],
  redis: ['config', 'telemetry'],
  'door-client': ['config', 'contracts'],
  'event-bus': ['config', 'contracts', 'telemetry'],
  stream: ['config', 'event-bus', 'redis', 'telemetry'],
  service: ['config', 'contracts', 'event-bus', 'redis', 'stream', 'telemetry'],
  policy: ['config', 'risk-core'],
  routing: ['config', 'contracts', 'risk-core', 'wording'],
  'scoring-logic': ['contracts', 'event-bus', 'policy', 'risk-core', 'stream'],
  wording: ['contracts', 'risk-core'],
  cli: [
    'backtest',
    'config',
    'contracts',
    'door-client',
    'event-bus',
    'policy',
    'redis',
    'risk-core',
    'routing',
    'scoring-logic',
    'stream',
    'telemetry',
    'wording',
  ],
};

/** Third-party package → the rooms that own it. Replacing one of them then touches one room. */
const owners = {
  kafkajs: '^packages/event-bus/',
  '@kafkajs/confluent-schema-registry': '^packages/event-bus/',
  avsc: '^packages/contracts/',
  ioredis: '^packages/redis/',
  pino: '^packages/telemetry/',
  bullmq: '^services/notifier/',
  nodemailer: '^services/notifier/',
  fastify: '^services/ingest/',
  'csv-parse': '^packages/cli/',
  yaml: '^(packages/routing|tools/run)/',
  testcontainers: '^(packages/testing|tests)/',
  'smtp-server': '^tools/run/',
  mailparser: '^tools/run/',
  // At the edges only, where shapes of others come in: settings files, the door, the command line.
  zod: '^(packages/(config|cli|policy|routing)/|services/ingest/|services/.+/config\\.ts$)',
};

/** Tests may use any room and any client: they stand outside and look in. */
const tests = '(\\.test\\.ts$|^(packages|services|tools)/[^/]+/test/|^tests/|^packages/testing/)';

const roomRules = Object.entries(packages).map(([room, mayImport]) => ({
  name: `room-${room}`,
  comment: `${room} may import ${mayImport.join(', ') || 'no other room'}.`,
  severity: 'error',
  from: { path: `^packages/${room}/`, pathNot: tests },
  to: {
    path: '^(packages|services|tools|tests)/',
    pathNot: `^packages/(${[room, ...mayImport].join('|')})/`,
  },
}));

const ownerRules = Object.entries(owners).map(([client, owner]) => ({
  name: `one-owner-${client.replace(/^@[^/]+\//, '')}`,
  comment: `Only ${owner} may import ${client}.`,
  severity: 'error',
  from: { pathNot: `${owner}|${tests}` },
  to: { path: `node_modules/${client}/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'risk-core has no npm package and no node: module, so a replay decides the same.',
      severity: 'error',
      from: { path: '^packages/risk-core/', pathNot: tests },
      to: { pathNot: '^packages/risk-core/' },
    },
    ...roomRules,
    {
      name: 'no-service-imports-a-service',
      comment: 'Services meet on topics and nowhere else.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: tests },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'services-import-packages-only',
      comment: 'Tools start services, clients talk to their door, never the other way.',
      severity: 'error',
      from: { path: '^services/', pathNot: tests },
      to: { path: '^(tools|tests|packages/cli|packages/door-client)/' },
    },
    {
      name: 'testing-stays-in-tests',
      comment: 'packages/testing is not shipped.',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: tests },
      to: { path: '^packages/testing/' },
    },
    ...ownerRules,
    {
      name: 'front-door-only',
      comment: 'A room is entered through src/index.ts; what it does not export is its own affair.',
      severity: 'error',
      from: { path: '^(packages|services|tools)/([^/]+)/', pathNot: tests },
      to: {
        path: '^(packages|services|tools)/[^/]+/',
        pathNot: '(^$1/$2/)|(^(packages|services|tools)/[^/]+/src/index\\.ts$)',
      },
    },
    {
      name: 'tests-stay-outside',
      comment: 'Shipped code does not import tests, twins or contract suites.',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: tests, pathNot: '^packages/testing/' },
    },
    {
      name: 'no-circular',
      comment: 'Files that import each other in a circle are one file in disguise.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports is dead, or its door forgot it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: `(^|/)(index|main)\\.ts$|\\.d\\.ts$|^tools/ci/|${tests}`,
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no programming interface yet, so the files are parsed by SWC.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.(turbo|duewatch)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
