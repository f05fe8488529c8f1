import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1, // one X display, one global hotkey
  timeout: 180_000,
  expect: { timeout: 15_000 },
  use: { actionTimeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
});
