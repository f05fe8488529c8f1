import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // On Linux each worker has a virtual desktop; elsewhere all share one display and one keyboard.
  workers: process.platform === 'linux' ? 3 : 1,
  fullyParallel: true,
  // Only failing tests take this long. Passing tests must not depend on how busy the machine is.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
});
