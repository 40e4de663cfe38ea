import { connect, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/platform/mongo.ts';
import { json, type RouteEntry } from '../../server/platform/web/route.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { openOffice, people } from '../support/page.ts';
import { until } from '../support/until.ts';

// Four connections, so that a handful of slow questions takes them all.
const db = await openDatabase(ownDatabaseUri(), { poolSize: 4 });
afterAll(async () => {
  await db.connection.dropDatabase();
  await db.close();
});

/** A connection beside the full pool, to watch it. */
const watcher = await openDatabase(ownDatabaseUri(), { poolSize: 1 });
afterAll(() => watcher.close());

async function running(): Promise<number> {
  const ns = `${db.connection.name}.slow`;
  const reply = await watcher.connection.db!.admin().command({ currentOp: 1, ns });
  return (reply['inprog'] as unknown[]).length;
}

const sockets: Socket[] = [];
afterAll(() => sockets.forEach((socket) => socket.destroy()));

const routes: RouteEntry[] = [
  {
    method: 'get',
    path: '/slow',
    roles: 'signed-in',
    audit: 'test.slow',
    handler: async () => {
      await db.connection.db!.collection('slow').findOne({ $where: 'sleep(7000) || true' });
      return json({ done: true });
    },
  },
  {
    method: 'get',
    path: '/alive',
    roles: 'anyone',
    audit: 'test.alive',
    handler: async () => json({ ok: true }),
  },
];

const office = await openOffice(() => routes, { db });
await db.connection.db!.collection('slow').insertOne({ one: 1 });

describe('when the database has no free connection', () => {
  it('people are told soon to come back, what needs no database answers, and all is well after', async () => {
    const he = await office.signIn(people.leaderHe);
    const slow = Array.from({ length: 4 }, () => he.get('/slow', { accept: 'application/json' }));
    await until(async () => (await running()) >= 4);
    const started = performance.now();
    const [refused, alive] = await Promise.all([he.get('/me'), office.visitor().get('/alive')]);
    expect(performance.now() - started).toBeLessThan(6_500);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.text).toContain('暂时不能用');
    expect(alive.status).toBe(200);
    expect((await Promise.all(slow)).map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect((await he.get('/me')).status).toBe(200);
  }, 60_000);
});

describe('clients that only want to hold the server', () => {
  it('hundreds of connections that never finish their headers do not keep others waiting', async () => {
    const port = Number(new URL(office.url).port);
    for (let i = 0; i < 400; i += 1) {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('POST /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: '),
      );
      socket.on('error', () => undefined);
      socket.resume();
      sockets.push(socket);
    }
    await until(() => sockets.every((socket) => !socket.connecting));
    const times: number[] = [];
    for (let i = 0; i < 30; i += 1) {
      const started = performance.now();
      expect((await office.visitor().get('/alive')).status).toBe(200);
      times.push(performance.now() - started);
    }
    expect(Math.max(...times)).toBeLessThan(500);
  });

  it('are cut off when their headers do not come', async () => {
    await until(() => sockets.every((socket) => socket.destroyed || socket.readyState !== 'open'), {
      deadlineMs: 25_000,
    });
  }, 40_000);

  it('endless bodies and headers of a megabyte are refused without being read', async () => {
    const before = process.memoryUsage().rss;
    const chunk = new Uint8Array(1024 * 1024);
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 200) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const answer = await fetch(`${office.url}/sign-in`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }).then(
      (response) => response.status,
      () => 'cut',
    );
    expect([413, 'cut']).toContain(answer);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    const headers = await fetch(`${office.url}/alive`, { headers: { 'x-big': 'x'.repeat(1_000_000) } }).then(
      (response) => response.status,
      () => 'cut',
    );
    expect([431, 'cut']).toContain(headers);
    expect((await office.visitor().get('/alive')).status).toBe(200);
  });
});
