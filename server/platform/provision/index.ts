import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  dropLock,
  isAlive,
  openDoor,
  readPlate,
  rewriteLock,
  takeLock,
  waitForLock,
  type DoorPlate,
} from './door.ts';
import { cacheFolder, dataFolderOf, openDataFolder, ownerOnlyFolder } from './folders.ts';
import { checkGivenMongo, checkGivenRedis } from './given-servers.ts';
import { keepUp, type KeeperHouse, type Kept } from './keeper.ts';
import { findMongod } from './mongod-program.ts';
import { openMongo, runningMongo } from './mongod-server.ts';
import { CannotStart, listOf, oneLine } from './outcome.ts';
import { findRedis } from './redis-program.ts';
import { openRedis, runningRedis } from './redis-server.ts';
import { freePort } from './server-state.ts';

export { CannotStart } from './outcome.ts';
export type { KeeperNews } from './keeper.ts';
export { askRedis, type RedisReport } from './given-servers.ts';
export { installPackages, mayInstallPackages } from './debian.ts';
export { runCommand } from './command.ts';

/** What the office needs to know to find or bring up its servers. */
export interface Wanted {
  dataDir: string;
  mongodbUri?: string | undefined;
  redisUrl?: string | undefined;
  production: boolean;
  /** Embedded servers may be started. */
  embedded: boolean;
  /** A command that drives nothing through Redis comes up faster without it. */
  needsRedis: boolean;
  /** Extra `--setParameter` values for an embedded mongod (tests: `enableTestCommands=1`). */
  mongodParameters?: readonly string[];
}

/** The servers of an office, ready. */
export interface Servers {
  dataFolder: string;
  mongodbUri: string;
  /** Null: no Redis could be had, runs are driven by the in-process tick. */
  redisUrl: string | null;
  /** One line per server: what was chosen and why. */
  chosen: { mongodb: string; redis: string };
  /**
   * Marks this process as the office serving from the data folder; embedded servers belong to one office at a time.
   * @returns null when it is ours now, else the address where the other one serves.
   */
  claimOffice: (address: string) => Promise<string | null>;
  /** Tells the address once it is certain (a free port was asked for). */
  announce: (address: string) => void;
  /** Looks after embedded servers from now until {@link Servers.leave}: one that ends is started again. */
  keepUp: (house: Pick<KeeperHouse, 'closing' | 'tell'>) => void;
  /** Lets go; the last user of embedded servers stops them cleanly. */
  leave: () => Promise<void>;
}

const LOCK_LIMIT_MS = 180_000;

/**
 * Finds or brings up MongoDB and Redis for this process, which stays counted as a user of embedded ones until
 * {@link Servers.leave} or its death; so `office` commands, web and worker may come and go in any order.
 * @param say gets one line per slow step.
 * @throws CannotStart in words that name the cure.
 */
export async function provision(wanted: Wanted, say: (line: string) => void): Promise<Servers> {
  const dataFolder = openDataFolder(wanted.dataDir);
  if (wanted.mongodbUri === undefined && !wanted.embedded)
    throw new CannotStart(
      'MONGODB_URI is not given, and embedded servers are not allowed here (EMBEDDED=1).',
    );
  const given = {
    mongodb: wanted.mongodbUri === undefined ? null : await checkGivenMongo(wanted.mongodbUri),
    redis: wanted.redisUrl === undefined ? null : await checkGivenRedis(wanted.redisUrl, wanted.production),
  };
  const door = await openDoor();
  const users = ownerOnlyFolder(dataFolder, 'users');
  const plate = door.plate('');
  const lock = join(dataFolder, 'servers.lock');
  const badge = join(users, `${plate.token}.json`);
  const officeLock = join(dataFolder, 'office.lock');
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    await waitForLock(lock, plate, LOCK_LIMIT_MS);
    try {
      return await work();
    } finally {
      dropLock(lock, plate);
    }
  };
  const { mongo, redis, kept } = await alone(async () => {
    try {
      await takeLock(badge, plate);
      return await openEmbedded(dataFolder, wanted, say);
    } catch (error) {
      dropLock(badge, plate);
      door.close();
      throw error;
    }
  });
  let endKeeping = (): Promise<void> => Promise.resolve();
  return {
    dataFolder,
    mongodbUri: wanted.mongodbUri ?? mongo?.uri ?? '',
    redisUrl: wanted.redisUrl ?? redis?.server?.url ?? null,
    chosen: {
      mongodb: given.mongodb ?? mongo?.chosen ?? '',
      redis: given.redis ?? redis?.line ?? 'Redis: none used; runs are driven by the in-process tick',
    },
    claimOffice: async (address) => {
      const owner = await takeLock(officeLock, door.plate(address));
      return owner === null ? null : owner.note;
    },
    announce: (address) => rewriteLock(officeLock, door.plate(address)),
    keepUp: (house) => {
      endKeeping = keepUp(kept, { ...house, alone });
    },
    leave: async () => {
      await endKeeping();
      try {
        await alone(async () => {
          dropLock(badge, plate);
          dropLock(officeLock, plate);
          if (await noOtherUser(users)) await stopEmbedded(dataFolder);
        });
      } finally {
        door.close();
      }
    },
  };
}

/** Brings up the servers that were not given, and says how each comes back when it ends. */
async function openEmbedded(dataFolder: string, wanted: Wanted, say: (line: string) => void) {
  const cache = cacheFolder(dataFolder);
  const open = () => openMongo(dataFolder, () => findMongod(cache, say), wanted.mongodParameters);
  const mongo = wanted.mongodbUri === undefined ? await open() : null;
  const redis =
    wanted.redisUrl === undefined && wanted.embedded && wanted.needsRedis
      ? await embeddedRedis(dataFolder, cache, say)
      : null;
  const openBell = async () => {
    const { server, line } = await embeddedRedis(dataFolder, cache, say);
    if (server === null) throw new Error(line);
    return server;
  };
  const kept: Kept[] = [];
  if (mongo !== null) {
    const { port } = mongo;
    kept.push({ name: 'mongodb', port, reopen: () => reopened(port, () => runningMongo(dataFolder), open) });
  }
  if (redis !== null && redis.server !== null) {
    const { port } = redis.server;
    kept.push({
      name: 'redis',
      port,
      reopen: () => reopened(port, () => runningRedis(dataFolder), openBell),
    });
  }
  return { mongo, redis, kept };
}

/** Who serves from this data folder now, or null; starts nothing. */
export async function runningOffice(dataDir: string): Promise<DoorPlate | null> {
  const plate = readPlate(join(dataFolderOf(dataDir), 'office.lock'));
  return plate !== null && (await isAlive(plate)) ? plate : null;
}

/**
 * Brings an embedded server up on the port its users know. While anybody holds the port nothing is started: it is ours and
 * answers again, or ours and stands still, or a stranger's.
 */
async function reopened(
  port: number,
  running: () => Promise<unknown>,
  open: () => Promise<{ adopted: boolean }>,
): Promise<boolean> {
  if ((await freePort(port)) === port) return !(await open()).adopted;
  if ((await running()) === null)
    throw new Error(`port ${port} is held, and the server there does not answer`);
  return false;
}

async function embeddedRedis(dataFolder: string, cache: string, say: (line: string) => void) {
  let answers = '';
  const find = async () => {
    const found = await findRedis(cache, say);
    if (!Array.isArray(found)) return found;
    answers = listOf(found);
    return null;
  };
  const none = (why: string) => ({
    server: null,
    line: `Redis: none could be had, the office opens without it (runs are driven by the in-process tick):\n${why}`,
  });
  try {
    const server = await openRedis(dataFolder, find);
    return server === null ? none(answers) : { server, line: server.chosen };
  } catch (error) {
    return none(`  - ${oneLine(error)}`);
  }
}

/** Stops what runs embedded in a data folder, whoever started it: another process of ours may have, and be gone. */
export async function stopEmbedded(dataFolder: string): Promise<void> {
  await (await runningRedis(dataFolder))?.stop();
  await (await runningMongo(dataFolder))?.stop();
}

/** Removes the badges of the dead on the way. */
async function noOtherUser(users: string): Promise<boolean> {
  let alone = true;
  for (const name of readdirSync(users)) {
    if (!name.endsWith('.json')) continue;
    const file = join(users, name);
    const plate = readPlate(file);
    if (plate !== null && (await isAlive(plate))) alone = false;
    else rmSync(file, { force: true });
  }
  return alone;
}
