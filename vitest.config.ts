import { defineConfig } from 'vitest/config';

/** The rehearsed working day takes longer than everything else of its kind: it runs when it is named, and in the soak. */
const DAY = 'test/one-working-day.test.ts';
const dayIsAsked =
  process.env['SOAK'] === '1' || process.argv.some((word) => word.includes('one-working-day'));

/**
 * Four projects: `unit` needs nothing, `integration` talks to real MongoDB and Redis, `browser` drives a real
 * Chromium, `processes` starts and kills real processes (slow, so it runs apart).
 */
const processTests = ['test/**/*.process.test.ts', ...(dayIsAsked ? [DAY] : [])];
const servers = {
  globalSetup: ['test/support/servers.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // Much of the time is waiting for servers: two files at once, on two cores too.
  maxWorkers: 2,
};

/** Modules are loaded once per worker, not per file: files share nothing but code, each has its own database. */
const together = { isolate: false };

export default defineConfig({
  test: {
    // The four projects of a run transform the same modules: once is enough.
    experimental: { fsModuleCache: true },
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
            DAY,
          ],
          ...servers,
          ...together,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          setupFiles: ['test/support/browser.setup.ts'],
          ...servers,
          ...together,
          testTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'processes',
          include: processTests,
          ...servers,
          testTimeout: 180_000,
        },
      },
    ],
  },
});
