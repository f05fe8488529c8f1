import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,flow,migrations,connectors}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
  },
});
