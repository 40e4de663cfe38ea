/**
 * MongoDB and Redis in a throw-away folder on free ports, for tests and measurements; given ones
 * (TEST_MONGODB_URI, TEST_REDIS_URL) are used as they are.
 */
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { giveUp } from './prepare.mjs';

/** Settings of an office that must not leak into tests from the shell of whoever runs them. */
const OFFICE_SETTINGS = [
  ...['NODE_ENV', 'PORT', 'HOST', 'DATA_DIR', 'MONGODB_URI', 'REDIS_URL', 'REDIS_PREFIX', 'EMBEDDED', 'DEMO'],
  ...['OFFICE_NOW', 'STORE_NAME', 'SESSION_SECRET', 'BEHIND_TLS', 'PRINT_COMMAND', 'LOG_LEVEL', 'RUN_LEASE'],
  ...['TICK_EVERY', 'RUN_ATTEMPTS', 'RUN_CHUNK', 'CALL_LEASE', 'DUTY_CALLS', 'SESSION_IDLE', 'SESSION_LIFE'],
];

/**
 * @returns environment: variables for the child processes; end: stops and removes everything.
 */
export async function openThrowAwayServers() {
  const { provision } = await import('../dist/server/platform/provision/index.js');
  const folder = mkdtempSync(path.join(tmpdir(), 'office-test-'));
  const { TEST_MONGODB_URI, TEST_REDIS_URL } = process.env;
  const wanted = {
    dataDir: folder,
    mongodbUri: TEST_MONGODB_URI || undefined,
    redisUrl: TEST_REDIS_URL || undefined,
    production: false,
    embedded: true,
    needsRedis: true,
    // Tests empty their databases all the time: what is gone is not kept in the indexes for the five minutes of the default.
    mongodParameters: ['enableTestCommands=1', 'minSnapshotHistoryWindowInSeconds=30'],
  };
  const say = (line) => process.stderr.write(line + '\n');
  const servers = await provision(wanted, say).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    giveUp(error.name === 'CannotStart' ? error.message : error.stack);
  });
  say(servers.chosen.mongodb);
  say(servers.chosen.redis);
  const environment = { ...process.env, TEST_MONGODB_URI: servers.mongodbUri };
  for (const name of OFFICE_SETTINGS) delete environment[name];
  if (servers.redisUrl !== null) environment.TEST_REDIS_URL = servers.redisUrl;
  return {
    environment,
    end: async () => {
      await servers.leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
