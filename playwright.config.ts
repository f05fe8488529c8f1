import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // On Linux each worker has a desktop of its own; elsewhere there is one display, and one keyboard.
  workers: process.platform === 'linux' ? 3 : 1,
  fullyParallel: true,
  // Only what fails takes so long; what passes on a loaded machine is not to depend on how loaded it is.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
});
