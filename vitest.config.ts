import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start the server program a hundred times: the compile cache saves Node from compiling it each time.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile');

/** Files that replace our modules, which would affect other files in the same process. */
const ISOLATED = [
  'tests/flow/server/added-kind.test.ts',
  'tests/unit/console/backends/kind-of.test.ts',
  'tests/unit/server/connectors/unreadable.test.ts',
];

/** Tests of whatever stores something in the server's database: they run on both databases. */
const ON_BOTH = [
  'tests/flow/server/**/*.test.ts',
  'tests/flow/fuzz/routes.test.ts',
  'tests/connectors/{built-in,capabilities,mail*}.test.ts',
  'tests/migrations/server/**/*.test.ts',
  'tests/unit/server/{enrolment,staff,storage,updates}/**/*.test.ts',
];
/** Tests of what only SQLite has: one file, shared commits, calls that fail, plans, kept statements, tables of earlier versions. */
const ON_SQLITE_ONLY = [
  'tests/flow/server/{backup,full-attachments,intake-failures,start,statements}.test.ts',
  'tests/migrations/server/{migrations,backends}.test.ts',
  'tests/unit/server/enrolment/device-list.test.ts',
  'tests/unit/server/storage/{kept-statements,sqlite-driver,write-turns}.test.ts',
];
/** Tests of what only PostgreSQL has: many writers at a time. */
const ON_POSTGRES_ONLY = ['tests/**/*.postgres.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Long enough for a busy machine: only a failing test waits this long.
    expect: { poll: { timeout: 15_000 } },
    // Flow tests wait for a disk or a program half of the time: three share two cores well.
    maxWorkers: 3,
    // Files share a process, because imports are slow and our modules have no global state.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/{unit,flow,migrations,connectors}/**/*.test.ts'],
          exclude: [...ISOLATED, ...ON_POSTGRES_ONLY],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...ON_BOTH, ...ON_POSTGRES_ONLY],
          exclude: [...ISOLATED, ...ON_SQLITE_ONLY],
          globalSetup: ['tests/fakes/postgres/for-tests.ts'],
          // what a table can hold is fuzzed here, what a route takes is on SQLite
          env: { GUICHET_TEST_DATABASE: 'postgres', FUZZ_INPUTS: '1500' },
        },
      },
      { extends: true, test: { name: 'alone', include: [...ISOLATED], isolate: true } },
      {
        extends: true,
        test: {
          name: 'pages',
          include: ['tests/unit/{renderer,console}/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: ['tests/unit/pages.setup.ts'],
        },
      },
    ],
  },
});
