import { describe, expect, it } from 'vitest';
import { sharedClock } from '../../server/platform/anchor.ts';
import { systemClock } from '../../server/platform/clock.ts';
import {
  markRestore,
  oneFounder,
  readFounding,
  recordFounding,
  unfinishedRestore,
} from '../../server/platform/founding.ts';
import { checkHealth, type HealthParts } from '../../server/platform/health.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { makeStaff } from '../../server/staff/index.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';

const db = await useDatabase();
const MORNING = '2026-11-23T08:49:00+08:00';

describe('the rehearsed clock', () => {
  const office = { NODE_ENV: 'development', OFFICE_NOW: MORNING } as const;
  const given = { NODE_ENV: 'development', OFFICE_NOW: undefined } as const;

  it('is one clock for the office, a command, and the office after a restart', async () => {
    const first = await sharedClock(db, office, true);
    expect(first.training).toBe(true);
    expect(first.today()).toBe('2026-11-23');
    const [again, command, told] = [
      await sharedClock(db, office, true),
      await sharedClock(db, given, false),
      await sharedClock(db, office, false),
    ];
    for (const clock of [again, command, told])
      expect(Math.abs(clock.now().getTime() - first.now().getTime())).toBeLessThan(50);
  });

  it('starts anew with another string', async () => {
    const evening = await sharedClock(db, { ...office, OFFICE_NOW: '2026-11-23T17:00:00+08:00' }, true);
    expect(evening.time()).toBe('17:00');
    expect((await sharedClock(db, office, true)).time()).toBe('08:49');
  });

  it('started by several processes at once is still one clock', async () => {
    const text = '2026-11-24T08:00:00+08:00';
    const clocks = await Promise.all(
      Array.from({ length: 8 }, () => sharedClock(db, { ...office, OFFICE_NOW: text }, false)),
    );
    const times = clocks.map((clock) => clock.now().getTime());
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(50);
  });

  it('gives way to real time when the office starts without it, and never rules production', async () => {
    expect((await sharedClock(db, { NODE_ENV: 'production', OFFICE_NOW: undefined }, false)).training).toBe(
      false,
    );
    expect((await sharedClock(db, given, false)).training).toBe(true);
    expect((await sharedClock(db, given, true)).training).toBe(false);
    expect((await sharedClock(db, given, false)).training).toBe(false);
  });
});

describe('the founding of an office', () => {
  it('is done once when several processes come first at the same time', async () => {
    const clock = settableClock(MORNING);
    let makers = 0;
    const found = () =>
      oneFounder(db, clock, async () => {
        if ((await readFounding(db)) !== null) return;
        makers += 1;
        await recordFounding(db, clock, { kind: 'empty', at: clock.now() });
      });
    await Promise.all([found(), found(), found(), found()]);
    expect(makers).toBe(1);
    expect(await readFounding(db)).toMatchObject({ kind: 'empty', at: new Date(MORNING) });
  });

  it('is taken over at once when its maker died on this machine', async () => {
    const claims = db.connection.collection<{ _id: string }>('office');
    const { hostname } = await import('node:os');
    const far = new Date(Date.now() + 3_600_000);
    await claims.insertOne({ _id: 'claim', host: hostname(), pid: 2 ** 22 + 1, until: far } as {
      _id: string;
    });
    const before = performance.now();
    expect(await oneFounder(db, systemClock(), async () => 'made')).toBe('made');
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('knows a restore that was broken off', async () => {
    expect(await unfinishedRestore(db)).toBeNull();
    await markRestore(db, '/backups/monday');
    expect(await unfinishedRestore(db)).toBe('/backups/monday');
    await markRestore(db, null);
    expect(await unfinishedRestore(db)).toBeNull();
  });
});

describe('readiness', () => {
  const clock = settableClock(MORNING);
  const sound: HealthParts = {
    db,
    clock,
    production: false,
    redis: async () => ({ policy: 'noeviction', appendOnly: true }),
    lastTick: async () => clock.real(),
  };
  const stateOf = async (name: string, parts: HealthParts) =>
    (await checkHealth(parts)).find((check) => check.name === name);

  it('is given when everything is in order', async () => {
    const checks = await checkHealth(sound);
    expect(checks.map(({ name }) => name)).toEqual(['mongodb', 'indexes', 'redis', 'planner', 'clock']);
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  it('misses a required unique index, and finds it when it was built', async () => {
    makeStaff({ db, clock, audit: makeAuditTrail(db, clock) });
    const missing = await stateOf('indexes', sound);
    if (missing?.state === 'bad') expect(missing.detail).toMatch(/missing: /);
    await buildIndexes(db);
    expect(await stateOf('indexes', sound)).toMatchObject({ state: 'ok' });
  });

  it('goes on without Redis and says so', async () => {
    const silent = async () => Promise.reject(new Error('gone'));
    for (const redis of [async () => null, silent])
      expect(await stateOf('redis', { ...sound, redis })).toEqual({
        name: 'redis',
        state: 'warn',
        detail: 'degraded: no Redis',
      });
  });

  it('is refused by a Redis that drops keys, and in production by one that forgets', async () => {
    const dropping = async () => ({ policy: 'allkeys-lru', appendOnly: true });
    const forgetting = async () => ({ policy: 'noeviction', appendOnly: false });
    expect(await stateOf('redis', { ...sound, redis: dropping })).toMatchObject({ state: 'bad' });
    expect(await stateOf('redis', { ...sound, redis: forgetting })).toMatchObject({ state: 'warn' });
    const production = { ...sound, redis: forgetting, production: true };
    expect(await stateOf('redis', production)).toMatchObject({ state: 'bad' });
  });

  it('is refused when the planner has been silent for two minutes', async () => {
    const ago = (ms: number) => async () => new Date(clock.real().getTime() - ms);
    expect(await stateOf('planner', { ...sound, lastTick: ago(119_000) })).toMatchObject({ state: 'ok' });
    expect(await stateOf('planner', { ...sound, lastTick: ago(121_000) })).toMatchObject({ state: 'bad' });
    expect(await stateOf('planner', { ...sound, lastTick: async () => null })).toMatchObject({
      state: 'bad',
    });
  });

  it("is refused when this machine's clock is two seconds from the database's", async () => {
    const ahead = { ...clock, real: () => new Date(Date.now() + 2_500) };
    expect(await stateOf('clock', { ...sound, clock: ahead })).toMatchObject({ state: 'bad' });
  });
});
