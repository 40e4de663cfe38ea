import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string;
    redisUrl: string;
    runTag: string;
  }
}

/**
 * One MongoDB and one Redis for the whole test run; every file takes its own database and key prefix from them.
 * The test command brings them up and names them in the environment, so that this file starts nothing.
 */
export default function setup(project: TestProject): void {
  const { TEST_MONGODB_URI: mongoUri, TEST_REDIS_URL: redisUrl } = process.env;
  if (mongoUri === undefined || redisUrl === undefined) {
    throw new Error('TEST_MONGODB_URI and TEST_REDIS_URL are not set: run the tests with `npm test`');
  }
  project.provide('mongoUri', mongoUri);
  project.provide('redisUrl', redisUrl);
  project.provide('runTag', randomBytes(3).toString('hex'));
}
