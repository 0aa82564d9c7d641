import type { Config } from 'jest';

type Project = NonNullable<Config['projects']>[number];

/** Tests run as CommonJS (jest's ES modules are still experimental); sources stay ES modules. */
const transform = {
  '^.+\\.(ts|js|mjs)$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
      module: { type: 'commonjs', strictMode: true },
      sourceMaps: 'inline',
    },
  ],
} satisfies Config['transform'];

const shared = {
  transform,
  // Third-party packages that ship only ES modules are turned into CommonJS like our own sources.
  transformIgnorePatterns: ['/node_modules/'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  testEnvironment: 'node',
} satisfies Config;

/** Jest runs a set-up once, even when several projects name it. */
const realInfrastructure = {
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
} satisfies Config;

const rooms = ['packages', 'services', 'tools', 'tests'].map((room) => `<rootDir>/${room}`);

/** Suites that search many random cases, replay whole ledgers or sit out faults: seconds each. */
const searching = [
  'packages/backtest/test/backtest.test.ts',
  'packages/cli/test/backtest.test.ts',
  'packages/risk-core/src/fold/batch.test.ts',
  'packages/risk-core/src/fold/fold.test.ts',
  'packages/risk-core/src/fold/many-items.test.ts',
  'packages/risk-core/src/fold/rebaseline.test.ts',
  'packages/risk-core/test/properties.test.ts',
  'services/notifier/test/receiver-faults.test.ts',
  'tests/examples/credit-checks.test.ts',
  'tests/examples/partitions.test.ts',
  'tests/oracle/ledger-oracle.test.ts',
].map((path) => `<rootDir>/${path}`);

const projects: Project[] = [
  {
    ...shared,
    displayName: 'unit',
    roots: rooms,
    testMatch: ['**/*.test.ts'],
    testPathIgnorePatterns: [
      '/node_modules/',
      '\\.(int|sim)\\.test\\.ts$',
      '<rootDir>/tests/e2e/',
      ...searching,
    ],
  },
  { ...shared, displayName: 'search', roots: rooms, testMatch: searching },
  {
    ...shared,
    displayName: 'sim',
    roots: ['<rootDir>/tests'],
    testMatch: ['**/*.sim.test.ts'],
  },
  {
    ...shared,
    displayName: 'int',
    roots: rooms,
    testMatch: ['**/*.int.test.ts'],
    ...realInfrastructure,
  },
  {
    ...shared,
    displayName: 'e2e',
    ...realInfrastructure,
    roots: ['<rootDir>/tests'],
    testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'],
  },
];

// A busy machine is slow, not wrong: no test is about time on the wall, and each that waits has a
// deadline of its own with words for what it waited for.
const config: Config = { projects, testTimeout: 60_000 };

export default config;
