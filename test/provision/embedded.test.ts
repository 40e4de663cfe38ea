import { createServer } from 'node:net';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { provision, stopEmbedded } from '../../server/platform/provision/index.ts';
import { runningMongo } from '../../server/platform/provision/mongod-server.ts';
import { runningRedis } from '../../server/platform/provision/redis-server.ts';
import { talk } from '../../server/platform/provision/redis-talk.ts';
import { ownFolder } from '../support/office-process.ts';

const folder = ownFolder();
const quiet = () => undefined;
const wanted = (place: string, needsRedis = true) => ({
  dataDir: join(folder, place),
  production: false,
  embedded: true,
  needsRedis,
});

describe('embedded servers', () => {
  it('are closed to strangers and keep their secrets to their owner', async () => {
    const servers = await provision(wanted('a'), quiet);
    const { host } = new URL(servers.mongodbUri);
    const stranger = await new MongoClient(`mongodb://${host}/?directConnection=true`).connect();
    await expect(stranger.db('office').collection('staff').findOne({})).rejects.toThrow(/authentication/);
    await stranger.close();
    const redis = new URL(servers.redisUrl!);
    await expect(talk(`redis://${redis.host}`, [['PING']])).rejects.toThrow(/NOAUTH/);
    for (const file of ['mongodb/keyfile', 'mongodb/server.json', 'redis/server.json', 'redis/redis.conf'])
      expect(statSync(join(folder, 'a', file)).mode & 0o077, file).toBe(0);
    expect(servers.chosen.mongodb + servers.chosen.redis).not.toContain(redis.password);
    await servers.leave();
  });

  it('keep committed writes through a kill, and transactions work', async () => {
    const servers = await provision(wanted('b', false), quiet);
    const client = await new MongoClient(servers.mongodbUri).connect();
    const notes = client.db().collection<{ _id: string }>('notes');
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await notes.insertOne({ _id: 'kept' }, { session });
      }),
    );
    await client.close();
    process.kill((await runningMongo(join(folder, 'b')))!.pid, 'SIGKILL');
    await servers.leave();
    const again = await provision(wanted('b', false), quiet);
    const after = await new MongoClient(again.mongodbUri).connect();
    expect(await after.db().collection('notes').countDocuments()).toBe(1);
    await after.close();
    await again.leave();
  });

  it('move to another port when theirs was taken meanwhile', async () => {
    const before = await provision(wanted('c', false), quiet);
    const { port } = new URL(before.mongodbUri);
    await before.leave();
    const stranger = createServer();
    await new Promise<void>((ready) => stranger.listen(Number(port), '127.0.0.1', () => ready()));
    const after = await provision(wanted('c', false), quiet);
    expect(new URL(after.mongodbUri).port).not.toBe(port);
    const client = await new MongoClient(after.mongodbUri).connect();
    expect((await client.db('admin').command({ hello: 1 }))['isWritablePrimary']).toBe(true);
    await client.close();
    await after.leave();
    stranger.close();
  });

  it('serve several processes and go when the last one leaves', async () => {
    const office = await provision(wanted('d'), quiet);
    const command = await provision(wanted('d', false), quiet);
    expect(command.mongodbUri).toBe(office.mongodbUri);
    await office.leave();
    expect(await runningMongo(join(folder, 'd'))).not.toBeNull();
    await command.leave();
    expect(await runningMongo(join(folder, 'd'))).toBeNull();
    expect(await runningRedis(join(folder, 'd'))).toBeNull();
    expect(readFileSync(join(folder, 'd', 'mongodb', 'data', 'mongod.lock'), 'utf8')).toBe('');
  });

  it('go down cleanly when nobody is left who started them', async () => {
    const servers = await provision(wanted('e'), quiet);
    await stopEmbedded(servers.dataFolder);
    expect(await runningMongo(servers.dataFolder)).toBeNull();
    await servers.leave();
  });
});
