/**
 * The web of the product in a process of its own, with every feature and the real way down, for tests that kill it.
 * Told what to serve by one JSON argument; says on standard output where (`@point {"name":"ready","address":…}`).
 */
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { rehearsedClock } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { endOnSignals, makeShutdown } from '../../server/platform/shutdown.ts';
import { serveWeb } from '../../server/serve.ts';
import { makeServices } from '../../server/services.ts';

export interface WebOrder {
  mongoUri: string;
  /** Business start and the real instant it counts from. */
  clock: { start: string; anchorMs: number };
  /** Folder for uploads. */
  dataFolder: string;
}

const order = JSON.parse(process.argv[2] ?? '') as WebOrder;
process.on('unhandledRejection', (reason) => {
  process.stdout.write(`@unhandled ${String(reason)}\n`);
});
const log = makeLog('info', { write: (line) => process.stderr.write(line) });
const shutdown = makeShutdown(log);
endOnSignals(shutdown, 0);
const db = await openDatabase(order.mongoUri, { poolSize: 20 });
shutdown.add('database', () => db.close());
const { start, anchorMs } = order.clock;
const clock = rehearsedClock({ start: new Date(start), anchor: new Date(anchorMs) });
const config = readConfig({
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  DATA_DIR: order.dataFolder,
  // The same for every process, so that a sign-in outlives the one it was made in.
  SESSION_SECRET: 'a secret of the tests, 32 characters long',
});
const audit = makeAuditTrail(db, clock);
const services = await makeServices({ config, db, clock, log, audit });
const address = await serveWeb({
  house: { config, db, clock, log, audit },
  services,
  shutdown,
  servers: { redisUrl: null, dataFolder: order.dataFolder, announce: () => undefined },
});
process.stdout.write(`@point ${JSON.stringify({ name: 'ready', address })}\n`);
