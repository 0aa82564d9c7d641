import type { KnipConfig } from 'knip';

// A room's front door, src/index.ts, is found through its package.json: what it exports is
// promised, even before someone uses it. A main.ts is started and never imported; a command of the
// command line is found by its file's name.
const room = {
  entry: ['src/**/main.ts', 'src/commands/*.ts', '{src,test}/**/*.test.ts'],
  project: ['{src,test}/**/*.ts'],
};

const config: KnipConfig = {
  // Exporting the type of one's own answer is no dead code.
  ignoreExportsUsedInFile: true,
  // Programs of the machine that the launcher runs.
  ignoreBinaries: ['java', 'mvn', 'openssl'],
  workspaces: {
    '.': {
      entry: ['tools/ci/*', 'tools/tidy/*.test.ts'],
      project: ['*.{ts,mjs}', 'tools/{ci,tidy}/*'],
      // Node itself comes from npm, so that scripts get the right one; nothing imports it.
      ignoreDependencies: ['node'],
    },
    'packages/*': room,
    'services/*': room,
    // The launcher is a program that tests start in order to kill it.
    'tools/*': { ...room, entry: [...room.entry, 'test/launcher.ts'] },
    tests: {
      entry: ['**/*.test.ts', 'support/global-*.ts', 'simulation/{main,worker}.ts'],
      project: ['**/*.ts'],
    },
  },
};

export default config;
