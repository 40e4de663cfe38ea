import { describe, expect, it } from 'vitest';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { runNow } from '../../jobs/run-now.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { readConfig } from '../../server/platform/config.ts';
import { RuleBroken } from '../../server/platform/errors.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { makeServices } from '../../server/services.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';

const SMALL = { cardHolders: 450, counterMembers: 40, suggestions: 30 };
const db = await useDatabase();
const clock = settableClock('2026-11-23T13:10:00+08:00');
const log = makeLog('silent');
const services = await makeServices({
  config: readConfig({ NODE_ENV: 'test', DATA_DIR: '.test/data' }),
  db,
  clock,
  log,
  audit: makeAuditTrail(db, clock),
});
await buildIndexes(db);
const count = (collection: string) => db.connection.collection(collection).countDocuments();
const run = (job: string) =>
  runNow({ services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log }, job, clock.today(), SYSTEM);

describe('making the demo office', () => {
  it('begins anew when it was interrupted, and lets everybody sign in with what it told', async () => {
    // The staff is there already in the middle of the work: the plug is pulled by a number that is taken.
    await services.staff.add(
      { staffNo: '0401', name: '先来的人', roles: ['mail'], password: 'came-before-07' },
      SYSTEM,
    );
    await expect(services.demo.create(SMALL)).rejects.toThrow(RuleBroken);
    await db.connection
      .collection('demo_mark')
      .insertOne({ _id: 'demo' as never, seed: 'x', state: 'making' });
    expect(await services.demo.isDemo()).toBe(true);
    const signIns = await services.demo.create(SMALL);
    expect(signIns).toHaveLength(19);
    for (const { staffNo, password } of [signIns[0]!, signIns[2]!])
      expect(await services.staff.verifyPassword(staffNo, password)).toBe(true);
    expect((await services.staff.activeAgents()).map(({ staffNo }) => staffNo)).toEqual(
      Array.from({ length: 8 }, (_, place) => `030${place + 1}`),
    );
  }, 120_000);

  it('has customers with cards, receipts, families and past calls behind them', async () => {
    expect(await services.customers.count()).toBeGreaterThan(SMALL.cardHolders);
    expect(await count('purchases')).toBeGreaterThan(SMALL.cardHolders);
    const withHousehold = await db.connection
      .collection('customers')
      .countDocuments({ householdId: { $ne: null } });
    expect(withHousehold).toBeGreaterThan(20);
    const known = await db.connection
      .collection('customers')
      .countDocuments({ 'facts.knownBy': { $ne: null } });
    expect(known).toBeGreaterThan(SMALL.cardHolders / 2);
  });

  it('gives today’s lists whatever the hour: reasons of every kind, a full day for seven agents', async () => {
    await run('daily-dispatch');
    const funnel = await services.dispatch.funnel(clock.today());
    for (const rule of [
      'promised',
      'retry',
      'closed-ticket',
      'new-card',
      'after-purchase',
      'activity',
      'award',
      'card-anniversary',
      'long-silence',
    ] as const)
      expect([rule, (funnel.dueByRule[rule] ?? 0) > 0]).toEqual([rule, true]);
    expect(funnel.suppressedByReason['no-consent'] ?? 0).toBeGreaterThan(0);
    expect(funnel.suppressedByReason['frequency-cap'] ?? 0).toBeGreaterThan(0);
    expect((await services.dispatch.checkFunnel(clock.today())).agrees).toBe(true);
    const sheets = await services.dispatch.sheets(clock.today());
    expect(sheets.map(({ agent }) => agent.staffNo)).toEqual(
      Array.from({ length: 7 }, (_, place) => `030${place + 1}`),
    );
  }, 60_000);

  it('refuses an office that has people or customers of its own', async () => {
    await expect(services.demo.create(SMALL)).rejects.toThrow(RuleBroken);
  });

  it('is made anew around another day: the same people, new secrets, nothing of the old day', async () => {
    const names = (await services.staff.list()).map(({ name }) => name);
    const before = await services.customers.count();
    clock.set('2027-03-02T07:00:00+08:00');
    const signIns = await services.demo.reset(SMALL);
    expect(signIns.map(({ name }) => name)).toEqual(names);
    expect(Math.abs((await services.customers.count()) - before)).toBeLessThan(10);
    expect(await count('runs')).toBe(0);
    expect(await services.dispatch.sheets(clock.today())).toEqual([]);
    await run('daily-dispatch');
    expect((await services.dispatch.sheets(clock.today())).length).toBe(7);
  }, 120_000);

  it('never empties an office that is not a demo', async () => {
    await db.connection.collection('demo_mark').deleteMany({});
    const before = await services.customers.count();
    await expect(services.demo.reset(SMALL)).rejects.toThrow(RuleBroken);
    expect(await services.customers.count()).toBe(before);
  });
});
