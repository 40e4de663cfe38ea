import { MongoClient } from 'mongodb';
import { checkRedisRules, RedisUnfit, type RedisRules } from '../redis.ts';
import { CannotStart, oneLine } from './outcome.ts';
import { talk } from './redis-talk.ts';

/** Host part of a connection string, without user and password, for messages. */
export function hostOf(uri: string): string {
  return (
    uri
      .replace(/^[a-z+]+:\/\//, '')
      .replace(/^[^/]*@/, '')
      .split(/[/?]/)[0] ?? uri
  );
}

/**
 * Checks that a given MONGODB_URI leads to a replica set (or a sharded cluster): transactions need one.
 * @returns the line that says what was chosen.
 * @throws CannotStart with the cure when it is a standalone server, not initiated, or not to be reached.
 */
export async function checkGivenMongo(uri: string): Promise<string> {
  const hello = (await greet(uri)) ?? (await greetEachHost(uri));
  const host = hostOf(uri);
  if (typeof hello === 'string')
    throw new CannotStart(
      `MONGODB_URI (${host}) does not answer: ${hello}\nCheck that it runs and may be reached.`,
    );
  const initiate = `rs.initiate({_id: "rs0", members: [{_id: 0, host: "${host.split(',')[0] ?? host}"}]})`;
  if (hello.isreplicaset === true)
    throw new CannotStart(
      `MONGODB_URI (${host}) is a replica set member that was never initiated. Once:\n` +
        `  mongosh "mongodb://${host}/?directConnection=true" --eval '${initiate}'`,
    );
  if (hello.setName === undefined && hello.msg !== 'isdbgrid')
    throw new CannotStart(
      `MONGODB_URI (${host}) is a standalone server; the office needs transactions, so a replica set (of one member at least).\n` +
        'The cure, with the data kept: start that mongod with --replSet rs0 added (in its configuration file:\n' +
        '  replication:\n    replSetName: rs0\n' +
        'then restart it), and once:\n' +
        `  mongosh "mongodb://${host}/?directConnection=true" --eval '${initiate}'`,
    );
  return `MongoDB ${hello.version} at ${host} (MONGODB_URI given), ${
    hello.setName === undefined ? 'sharded cluster' : `replica set ${hello.setName}`
  }`;
}

interface Hello {
  setName?: string;
  isreplicaset?: boolean;
  msg?: string;
  version: string;
}

const SELECTION_LIMIT_MS = 5_000;

async function greet(uri: string): Promise<Hello | null> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: SELECTION_LIMIT_MS });
  try {
    await client.connect();
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    const build = await admin.command({ buildInfo: 1 });
    return { ...(hello as Omit<Hello, 'version'>), version: String(build['version']) };
  } catch {
    return null;
  } finally {
    await client.close();
  }
}

/** Asks the hosts one by one, as they are, when the whole did not answer; a standalone is found out this way. */
async function greetEachHost(uri: string): Promise<Hello | string> {
  let problem = 'no host answers';
  for (const host of hostOf(uri).split(',')) {
    const client = new MongoClient(`mongodb://${host}/?directConnection=true`, {
      serverSelectionTimeoutMS: SELECTION_LIMIT_MS / 2,
    });
    try {
      await client.connect();
      const hello = (await client.db('admin').command({ hello: 1 })) as Omit<Hello, 'version'>;
      if (hello.setName !== undefined) {
        problem = `it answers as a member of ${hello.setName}, but not with these options (user, password, set name)`;
        continue;
      }
      return { ...hello, version: '' };
    } catch (error) {
      problem = oneLine(error);
    } finally {
      await client.close();
    }
  }
  return problem;
}

/** What a Redis says of itself, asked over one short connection. */
export interface RedisReport extends RedisRules {
  version: string;
}

/** @throws Error when it does not answer. */
export async function askRedis(url: string): Promise<RedisReport> {
  const [info] = await talk(url, [['INFO']]);
  const field = (name: string) =>
    new RegExp(`^${name}:(.*)$`, 'm').exec(String(info))?.[1]?.trim() ?? 'unknown';
  return {
    version: field('redis_version'),
    policy: field('maxmemory_policy'),
    appendOnly: field('aof_enabled') === '1',
  };
}

/**
 * Checks a given REDIS_URL. One that does not answer is no reason to stay closed: runs go on without it.
 * @returns the line that says what was chosen.
 * @throws CannotStart when it would drop queue entries (any policy but noeviction), or, in production, keeps no AOF.
 */
export async function checkGivenRedis(url: string, production: boolean): Promise<string> {
  const host = hostOf(url);
  let report: RedisReport;
  try {
    report = await askRedis(url);
  } catch (error) {
    return `Redis at ${host} (REDIS_URL given) does not answer (${oneLine(error)}): runs go on without it until it does`;
  }
  try {
    checkRedisRules(report, production);
  } catch (error) {
    if (error instanceof RedisUnfit) throw new CannotStart(`REDIS_URL (${host}): ${error.message}`);
    throw error;
  }
  const aof = report.appendOnly
    ? 'append-only file'
    : 'no append-only file (fine for trials, refused in production)';
  return `Redis ${report.version} at ${host} (REDIS_URL given), noeviction, ${aof}`;
}
