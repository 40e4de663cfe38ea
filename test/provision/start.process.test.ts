import { createServer } from 'node:net';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  documentOf,
  endAll,
  freeTcpPort,
  office,
  onThisMachine,
  ownFolder,
  startBin,
} from '../support/office-process.ts';
import { until } from '../support/until.ts';

const folder = ownFolder();

afterEach(endAll);

/** No stack and no internals reach the person at the terminal. */
const STACK = /\n\s+at |node:internal|\.js:\d+/;

describe('an empty office of its own', () => {
  const settings: Record<string, string> = { DEMO: '0', DATA_DIR: join(folder, 'a') };

  beforeAll(async () => {
    settings['PORT'] = String(await freeTcpPort());
  });

  it('comes up from nothing, tells the password once, and closes in order within ten seconds', async () => {
    const first = startBin('start', settings);
    const address = await first.address();
    const told = await first.said(/open: /);
    expect(told).toMatch(/MongoDB \d.*embedded in /);
    expect(told).toMatch(/Redis/);
    expect(told).toMatch(/staff number 0001 {3}password \S+/);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    const before = performance.now();
    first.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, signal: null });
    expect(performance.now() - before).toBeLessThan(onThisMachine(10_000));
  });

  it('opens again within ten seconds and keeps the password to itself', async () => {
    const before = performance.now();
    const second = startBin('start', settings);
    const address = await second.address();
    expect(performance.now() - before).toBeLessThan(onThisMachine(10_000));
    expect(await second.said(/open: /)).not.toMatch(/ {3}password \S/);
    const ready = await fetch(`${address}/readyz`);
    expect(await ready.json()).toMatchObject({ ready: true });
    second.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
  });

  it('loses nothing when it is killed, and goes on with the servers that outlived it', async () => {
    const killed = startBin('start', settings);
    await killed.address();
    const add = ['users', 'add', '--staff-no', '0301', '--name', 'Zhang Min', '--roles', 'agent', '--json'];
    expect((await office(settings, [...add, '--password-stdin'], 'a-Password-7\n')).code).toBe(0);
    killed.kill('SIGKILL');
    expect((await killed.ended).signal).toBe('SIGKILL');

    const next = startBin('start', settings);
    const address = await next.address();
    expect(await next.said(/open: /)).toContain('was already running');
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    const again = await office(settings, add);
    expect(again.code).toBe(1);
    expect(again.stderr).not.toMatch(STACK);
    next.kill('SIGTERM');
    expect((await next.ended).code).toBe(0);
  });

  it('comes back from the disk when its servers were killed too', async () => {
    const killed = startBin('start', settings);
    await killed.address();
    const { runningMongo } = await import('../../server/platform/provision/mongod-server.ts');
    const mongo = await runningMongo(join(folder, 'a'));
    killed.kill('SIGKILL');
    process.kill(mongo!.pid, 'SIGKILL');
    await killed.ended;
    const next = startBin('start', settings);
    await next.address();
    const found = await office(settings, ['users', 'disable', '0301', '--json']);
    expect(documentOf(found)).toEqual({ staffNo: '0301', active: false });
    next.kill('SIGTERM');
    expect((await next.ended).code).toBe(0);
  });

  it.each(['mongodb', 'redis'])('starts its %s again when that alone was killed', async (name) => {
    const opened = startBin('start', settings);
    const address = await opened.address();
    const { runningMongo } = await import('../../server/platform/provision/mongod-server.ts');
    const { runningRedis } = await import('../../server/platform/provision/redis-server.ts');
    const running = () => (name === 'mongodb' ? runningMongo : runningRedis)(join(folder, 'a'));
    const killed = await running();
    process.kill(killed!.pid, 'SIGKILL');
    await until(
      async () => {
        const now = await running();
        return now !== null && now.pid !== killed!.pid;
      },
      { deadlineMs: 60_000 },
    );
    await until(
      async () => {
        const answer = (await (await fetch(`${address}/readyz`)).json()) as { ready: boolean };
        return answer.ready;
      },
      { deadlineMs: 60_000 },
    );
    opened.kill('SIGTERM');
    expect((await opened.ended).code).toBe(0);
  });

  it('a second start on the same folder says where the first one is and leaves it alone', async () => {
    const first = startBin('start', settings);
    const address = await first.address();
    const second = await startBin('start', { ...settings, PORT: String(await freeTcpPort()) }).ended;
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(address);
    expect(second.stderr).not.toMatch(STACK);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    first.kill('SIGTERM');
    await first.ended;
  });
});

describe('a start that cannot be', () => {
  it('names the port that is taken, and the cure', async () => {
    const holder = createServer();
    const port = await new Promise<number>((ready) => {
      holder.listen(0, '0.0.0.0', () => ready((holder.address() as { port: number }).port));
    });
    const refused = await startBin('start', { DEMO: '0', DATA_DIR: join(folder, 'b'), PORT: String(port) })
      .ended;
    holder.close();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(new RegExp(`Port ${port} is taken[^]*PORT=`));
    expect(refused.stderr).not.toMatch(STACK);
  });

  it('says so when the data folder cannot be written', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0o555);
    // Root may write everywhere; a folder inside a file is refused to everybody.
    const place = process.getuid?.() === 0 ? join(folder, 'a-file', 'data') : join(folder, 'locked');
    const refused = await startBin('start', { DEMO: '0', DATA_DIR: place, PORT: '0' }).ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`The data folder ${place} cannot be written`);
    expect(refused.stderr).toContain('DATA_DIR=');
    expect(refused.stderr).not.toMatch(STACK);
  });

  it('names all settings that cannot be used at once', async () => {
    const refused = await startBin('start', { PORT: 'x', OFFICE_NOW: 'soon', DATA_DIR: join(folder, 'c') })
      .ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/PORT[^]*OFFICE_NOW/);
    expect(refused.stderr).not.toMatch(STACK);
  });

  it('starts no servers of its own in production', async () => {
    const refused = await startBin('start', { NODE_ENV: 'production', DATA_DIR: join(folder, 'c') }).ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/MONGODB_URI: required/);
    expect(refused.stderr).not.toMatch(STACK);
  });

  it('tells an old Node that it is too old', async () => {
    const older =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.19.0"}})';
    const refused = await startBin('start', { DATA_DIR: join(folder, 'c') }, [], '', ['--import', older])
      .ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/This is Node 18\.19\.0; the office needs Node 20\.19/);
    expect(refused.stderr).not.toMatch(STACK);
  });
});
