import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start the server a hundred times as a program: Node keeps what it compiled, and need not compile it again.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile');

/** Puts other modules in the place of ours, which files of the same process would meet. */
const ALONE = ['tests/{unit,flow}/**/added-kind.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A condition that is waited for has as long as on a busy machine it takes; a wrong one fails all the same.
    expect: { poll: { timeout: 15_000 } },
    // Flow tests wait for a disk or a program half of the time: three share two cores well.
    maxWorkers: 3,
    // One process for many files: no module of ours keeps what the next file could meet, and importing is dear.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/{unit,flow,migrations,connectors}/**/*.test.ts'],
          exclude: [...ALONE],
        },
      },
      { extends: true, test: { name: 'alone', include: [...ALONE], isolate: true } },
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
