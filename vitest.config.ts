import { defineConfig } from 'vitest/config';

/**
 * Four projects: `unit` needs nothing, `integration` talks to real MongoDB and Redis, `browser` drives a real
 * Chromium, `processes` starts and kills real processes (slow, so it runs apart).
 */
const servers = { globalSetup: ['test/support/servers.ts'], testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.unit.test.ts', 'test/architecture.test.ts'] } },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/**/*.unit.test.ts',
            'test/architecture.test.ts',
            'test/**/*.browser.test.ts',
            'test/**/*.process.test.ts',
          ],
          ...servers,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          ...servers,
          testTimeout: 90_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'processes',
          include: ['test/**/*.process.test.ts'],
          ...servers,
          testTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
