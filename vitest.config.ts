import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start the server program a hundred times: the compile cache saves Node from compiling it each time.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile');

/** Files that replace our modules, which would affect other files in the same process. */
const ISOLATED = ['tests/flow/server/added-kind.test.ts', 'tests/unit/console/backends/kind-of.test.ts'];

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
          exclude: [...ISOLATED],
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
