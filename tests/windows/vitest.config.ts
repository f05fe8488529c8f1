// Tests under Wine: one Windows for all, one test at a time.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['tests/windows/*.wine.ts'],
    globalSetup: 'tests/windows/set-up.ts',
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
