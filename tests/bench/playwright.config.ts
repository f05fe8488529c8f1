import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../../test-results/bench',
  workers: 1,
  timeout: 420_000,
  // A bench prepares what it measures, and a busy machine takes long for that.
  expect: { timeout: 30_000 },
  reporter: 'list',
});
