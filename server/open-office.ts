import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { foundOffice, type FirstRun } from './first-run.ts';
import { sharedClock } from './platform/anchor.ts';
import { makeAuditTrail } from './platform/audit.ts';
import type { Config } from './platform/config.ts';
import { readFounding, unfinishedRestore } from './platform/founding.ts';
import { describeError, makeLog, type Log } from './platform/log.ts';
import { buildIndexes, openDatabase, type Database } from './platform/mongo.ts';
import { endOrphanedTransactions, processName } from './platform/orphaned-transactions.ts';
import { CannotStart, provision, type KeeperNews, type Servers } from './platform/provision/index.ts';
import { endOnSignals, makeShutdown, type Shutdown } from './platform/shutdown.ts';
import { makeServices, type House, type Services } from './services.ts';

/**
 * Which process this is: `all` is `npm start` (web and worker in one), `web` and `worker` are the two apart, `office`
 * is one command of the operator.
 */
export type Part = 'all' | 'web' | 'worker' | 'office';

/** The office as a process holds it: servers, house, services, and the way down. */
export interface OpenOffice {
  part: Part;
  house: House;
  services: Services;
  servers: Servers;
  firstRun: FirstRun;
  shutdown: Shutdown;
}

/** How long a worker waits for the web process to make the office on a new database. */
const FOUNDING_LIMIT_MS = 10 * 60_000;

/**
 * From settings to a house that works: servers, database, shared clock, services, indexes, first run. What was opened
 * on the way is closed again when a later step fails.
 * @param say one line per slow step
 * @throws CannotStart in words that name the cure
 */
export async function openOffice(
  part: Part,
  config: Config,
  say: (line: string) => void,
  options: { needsRedis?: boolean } = {},
): Promise<OpenOffice> {
  const production = config.NODE_ENV === 'production';
  const servers = await provision(
    {
      dataDir: config.DATA_DIR,
      mongodbUri: config.MONGODB_URI,
      redisUrl: config.REDIS_URL,
      production,
      embedded: !production || config.EMBEDDED,
      needsRedis: options.needsRedis ?? true,
    },
    say,
  );
  const log = openLog(part, config, servers);
  const shutdown = makeShutdown(log);
  shutdown.add('servers', servers.leave);
  if (part !== 'office')
    servers.keepUp({ closing: () => shutdown.begun, tell: (news) => noteServer(log, news) });
  noteStrayErrors(shutdown, log);
  // An interrupted command has not done what it was asked for; an office that is closed has.
  endOnSignals(shutdown, part === 'office' ? 1 : 0);
  try {
    if (part === 'all') await claim(servers, config);
    const db = await openDatabase(servers.mongodbUri, { appName: processName(part) });
    shutdown.add('database', () => db.close());
    const orphaned = await endOrphanedTransactions(db);
    if (orphaned > 0) log.warn({ orphaned }, 'transactions of a killed process ended');
    const clock = await sharedClock(db, config, part === 'all');
    const house: House = { config, db, clock, log, audit: makeAuditTrail(db, clock) };
    const services = await makeServices(house);
    if (part !== 'worker') await buildIndexes(db);
    if (part !== 'office') await refuseHalfRestored(db);
    const firstRun =
      part === 'worker'
        ? await waitForFounding(house, say)
        : await foundOffice(house, services, wishOf(part, config), say);
    // An office made by an earlier version gets the scripts that came since; a command only does what it is asked for.
    if (part === 'all' || part === 'web') await services.scripts.seed();
    return { part, house, services, servers, firstRun, shutdown };
  } catch (error) {
    const interrupted = shutdown.begun;
    await shutdown.run('start failed');
    throw interrupted ? new CannotStart('Ended while starting.') : error;
  }
}

/** An embedded server that ended is somebody's to know, also when it is there again. */
function noteServer(log: Log, news: KeeperNews): void {
  const { server } = news;
  if (news.state === 'started-again') log.warn({ server }, 'embedded server had ended, started again');
  else
    log.error({ server, error: describeError(news.error) }, 'embedded server has ended and does not start');
}

/** A promise nobody waited for is a fault of ours, but no reason to put down everybody's work; it stands in the log. */
function noteStrayErrors(shutdown: Shutdown, log: Log): void {
  process.on('unhandledRejection', (error) => {
    if (shutdown.begun) log.debug({ err: error }, 'cut off by the shutdown');
    else log.error({ err: error }, 'unhandled rejection');
  });
}

/** Embedded servers belong to one office; a second start says where the first one is and leaves it alone. */
async function claim(servers: Servers, config: Config): Promise<void> {
  if (config.MONGODB_URI !== undefined) return;
  const other = await servers.claimOffice(addressOf(config.PORT));
  if (other !== null) throw new CannotStart(alreadyOpen(servers.dataFolder, other));
}

/** What a second `npm start` on the same data folder says. */
export function alreadyOpen(folder: string, address: string): string {
  return (
    `The office of ${folder} is open already, at ${address}\n` +
    'It was left alone. For a second office: another folder and port (DATA_DIR=… PORT=… npm start).'
  );
}

export function addressOf(port: number): string {
  return `http://localhost:${port}`;
}

/**
 * On a terminal the log would drown what is said to the person: there it goes to a file. Everywhere else it is
 * standard error; standard output belongs to results.
 */
function openLog(part: Part, config: Config, servers: Servers): Log {
  if (part === 'office' && config.LOG_LEVEL === 'info') return makeLog('warn', process.stderr);
  if (part !== 'all' || !process.stderr.isTTY) return makeLog(config.LOG_LEVEL, process.stderr);
  return makeLog(
    config.LOG_LEVEL,
    createWriteStream(join(servers.dataFolder, 'office.log'), { flags: 'a', mode: 0o600 }),
  );
}

/** Invented customers never come into production by themselves, and never through a command. */
function wishOf(part: Part, { DEMO, NODE_ENV }: Config): 'demo' | 'empty' | 'ask' {
  if (part === 'office') return 'empty';
  if (DEMO !== undefined) return DEMO ? 'demo' : 'empty';
  if (NODE_ENV === 'production') return 'empty';
  return process.stdin.isTTY && process.stdout.isTTY ? 'ask' : 'demo';
}

async function refuseHalfRestored(db: Database): Promise<void> {
  const folder = await unfinishedRestore(db);
  if (folder !== null)
    throw new CannotStart(
      `A restore into this database was broken off. Run it again:\n  npm run office -- restore ${folder}`,
    );
}

async function waitForFounding({ db }: House, say: (line: string) => void): Promise<FirstRun> {
  const until = performance.now() + FOUNDING_LIMIT_MS;
  for (let told = false; ; told = true) {
    const founding = await readFounding(db);
    if (founding !== null) return { founding, made: false, news: [] };
    if (performance.now() > until)
      throw new CannotStart('No office in this database: start the web process first, it makes one.');
    if (!told) say('Waiting for the web process to make the office …');
    await new Promise((wake) => setTimeout(wake, 500));
  }
}
