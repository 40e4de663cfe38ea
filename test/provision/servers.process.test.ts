import { mkdirSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { cacheFolder } from '../../server/platform/provision/folders.ts';
import { findMongod } from '../../server/platform/provision/mongod-program.ts';
import { findRedis } from '../../server/platform/provision/redis-program.ts';
import { listens } from '../../server/platform/provision/server-state.ts';
import { droppedDatabaseUri } from '../support/database.ts';
import { freeTcpPort, ownFolder, startBin } from '../support/office-process.ts';
import { until } from '../support/until.ts';

const folder = ownFolder();
const STACK = /\n\s+at |node:internal|\.js:\d+/;
const started: { kill(signal: NodeJS.Signals): unknown }[] = [];

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** A plain server of the test's own, neither a replica set nor ours. */
async function plainServer(program: string, args: (port: number) => string[]): Promise<number> {
  const port = await freeTcpPort();
  started.push(spawn(program, args(port), { stdio: 'ignore' }));
  await until(() => listens(port));
  return port;
}

describe('MongoDB', () => {
  it('that is nowhere to be had: says what was tried and the three ways out', async () => {
    const nothing = join(folder, 'nothing');
    mkdirSync(nothing);
    const refused = await startBin('start', {
      DEMO: '0',
      PORT: '0',
      DATA_DIR: join(folder, 'a'),
      PATH: nothing,
      HOME: nothing,
      MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:9',
    }).ended;
    expect(refused.code).toBe(1);
    for (const word of [
      'mongod on PATH',
      'vendor',
      'Python package index',
      'MONGODB_URI=',
      'docker compose up',
    ])
      expect(refused.stderr).toContain(word);
    expect(refused.stderr).not.toMatch(STACK);
  });

  it('given as a standalone server: refused with the command that cures it', async () => {
    const { path } = await findMongod(cacheFolder(folder), () => undefined);
    const data = join(folder, 'standalone');
    mkdirSync(data);
    const port = await plainServer(path, (at) => [
      ...['--dbpath', data, '--port', String(at), '--bind_ip', '127.0.0.1', '--logpath', join(data, 'log')],
    ]);
    for (const uri of [`mongodb://127.0.0.1:${port}/office`, `mongodb://127.0.0.1:${port}/?replicaSet=rs0`]) {
      const refused = await startBin('start', { PORT: '0', DATA_DIR: join(folder, 'b'), MONGODB_URI: uri })
        .ended;
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/standalone server/);
      expect(refused.stderr).toContain('--replSet rs0');
      expect(refused.stderr).toContain(
        `rs.initiate({_id: "rs0", members: [{_id: 0, host: "127.0.0.1:${port}"}]})`,
      );
      expect(refused.stderr).not.toMatch(STACK);
    }
  });

  it('given and silent: says so without the password', async () => {
    const uri = `mongodb://someone:very-secret@127.0.0.1:${await freeTcpPort()}/office`;
    const refused = await startBin('start', { PORT: '0', DATA_DIR: join(folder, 'b'), MONGODB_URI: uri })
      .ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/does not answer/);
    expect(refused.stderr).not.toContain('very-secret');
    expect(refused.stderr).not.toMatch(STACK);
  });
});

describe('Redis', () => {
  async function redisWith(name: string, ...settings: string[]): Promise<string> {
    const program = await findRedis(cacheFolder(folder), () => undefined);
    if (Array.isArray(program)) throw new Error('no Redis for the test');
    const place = join(folder, name);
    mkdirSync(place);
    const port = await plainServer(program.path, (at) => {
      const lines = [`port ${at}`, 'bind 127.0.0.1', `dir "${place}"`, 'save ""', ...settings];
      writeFileSync(join(place, 'redis.conf'), lines.join('\n'));
      return [join(place, 'redis.conf')];
    });
    return `redis://127.0.0.1:${port}`;
  }

  it('that drops keys when memory is short is refused, with the cure', async () => {
    const refused = await startBin('start', {
      PORT: '0',
      DATA_DIR: join(folder, 'c'),
      MONGODB_URI: droppedDatabaseUri(),
      REDIS_URL: await redisWith('lru', 'appendonly yes', 'maxmemory-policy allkeys-lru'),
    }).ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/allkeys-lru[^]*noeviction/);
    expect(refused.stderr).not.toMatch(STACK);
  });

  it('without an append-only file is refused in production', async () => {
    const refused = await startBin('start', {
      NODE_ENV: 'production',
      SESSION_SECRET: 'x'.repeat(40),
      PORT: '0',
      DATA_DIR: join(folder, 'c'),
      MONGODB_URI: droppedDatabaseUri(),
      REDIS_URL: await redisWith('no-aof', 'appendonly no'),
    }).ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/append-only file[^]*appendonly yes/);
    expect(refused.stderr).not.toMatch(STACK);
  });

  it('that is nowhere to be had keeps nobody out: the office opens and says it is degraded', async () => {
    const nothing = join(folder, 'no-redis');
    mkdirSync(nothing);
    const opened = startBin('start', {
      DEMO: '0',
      PORT: '0',
      DATA_DIR: join(folder, 'd'),
      MONGODB_URI: droppedDatabaseUri(),
      PATH: nothing,
      HOME: nothing,
    });
    const address = await opened.address();
    expect(await opened.said(/open: /)).toContain('the office opens without it');
    const ready = await fetch(`${address}/readyz`);
    expect(ready.status).toBe(200);
    expect(JSON.stringify(await ready.json())).toContain('degraded: no Redis');
    opened.kill('SIGTERM');
    expect((await opened.ended).code).toBe(0);
  });

  it('that is away at the start is waited for', async () => {
    const opened = startBin('start', {
      DEMO: '0',
      PORT: '0',
      DATA_DIR: join(folder, 'e'),
      MONGODB_URI: droppedDatabaseUri(),
      REDIS_URL: `redis://127.0.0.1:${await freeTcpPort()}`,
      REDIS_PREFIX: `t-${inject('runTag')}`,
    });
    const address = await opened.address();
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    opened.kill('SIGTERM');
    expect((await opened.ended).code).toBe(0);
  });
});
