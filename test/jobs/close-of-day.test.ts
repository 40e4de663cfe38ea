import { beforeEach, describe, expect, it } from 'vitest';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { makeRunner } from '../../jobs/index.ts';
import { makePlanner } from '../../jobs/planner.ts';
import { driveRun } from '../../jobs/run-job.ts';
import { runNow } from '../../jobs/run-now.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { closeFor } from '../../jobs/close-of-day.ts';
import type { DispatchResult } from '../../server/dispatch/index.ts';
import { addDays, businessDate } from '../../server/platform/business-date.ts';
import { makeLog } from '../../server/platform/log.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { members } from '../dispatch/people.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse, leader } from '../support/dispatch-house.ts';
import { claimRun } from '../support/run.ts';

const MONDAY = businessDate('2026-11-23');
const TUESDAY = addDays(MONDAY, 1);
const db = await useDatabase();
const house = await dispatchHouse(db, '2026-11-23T07:00:00+08:00');
const { services, clock } = house;
const { dispatch, runs, roster } = services;
const log = makeLog('silent');
const runner = makeRunner({ services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log });

/** Machines that were off until this instant: one round of planning, then everything planned is done. */
async function backAt(instant: string): Promise<void> {
  clock.set(instant);
  await makePlanner({ db, clock, log, runs }).tick();
  for (const { _id } of await runs.ledger.open()) await driveRun(runner, _id, new AbortController().signal);
}
const states = async (day = MONDAY) =>
  (await runs.runsOf(day))
    .filter(({ job }) => job.endsWith('-close'))
    .map(({ job, state, reason, produced }) => [
      job,
      reason === null ? state : `${state} ${reason}`,
      produced,
    ]);
const rows = async (day = MONDAY) =>
  (await dispatch.worklist.rows(day, null)).map(({ agent, state }) => `${agent} ${state}`).toSorted();

beforeEach(async () => {
  await house.empty('2026-11-23T07:00:00+08:00');
  await house.hire('张慧敏', '陈国栋');
  await runs.timetable.publish(SCHEDULE);
  await house.enter('vip-cards', ...members(1, 4));
  await roster.edit(MONDAY, [{ staffNo: '0302', change: { duty: true } }], { actor: leader });
  await backAt('2026-11-23T08:50:00+08:00');
});

describe('the close of day', () => {
  it('carries over what day staff did not work at 17:00, and what duty did not at 18:30', async () => {
    await backAt('2026-11-23T17:00:00+08:00');
    expect(await states()).toEqual([['day-close', 'done', 2]]);
    expect(await rows()).toEqual(['0301 carried', '0301 carried', '0302 fixed', '0302 fixed']);
    await backAt('2026-11-23T18:30:00+08:00');
    expect(await states()).toEqual([
      ['day-close', 'done', 2],
      ['duty-close', 'done', 2],
    ]);
    expect(await rows()).toEqual(['0301 carried', '0301 carried', '0302 carried', '0302 carried']);
  });

  it('happens when the machine is back, once', async () => {
    await backAt('2026-11-23T17:50:00+08:00');
    await backAt('2026-11-23T17:51:00+08:00');
    expect(await states()).toEqual([['day-close', 'done', 2]]);
    expect((await runs.ledger.get(`day-close:${MONDAY}`))?.lateByMinutes).toBe(50);
  });

  it('missed until the evening is done by the close of duty', async () => {
    await backAt('2026-11-23T19:10:00+08:00');
    expect(await states()).toEqual([
      ['day-close', 'skipped superseded', 0],
      ['duty-close', 'done', 4],
    ]);
    expect(new Set(await rows())).toEqual(new Set(['0301 carried', '0302 carried']));
  });

  it('missed altogether is made up by the next morning: nobody is lost, all stand first', async () => {
    await backAt('2026-11-24T08:50:00+08:00');
    expect(await states()).toEqual([
      ['day-close', 'skipped coalesced', 0],
      ['duty-close', 'skipped coalesced', 0],
    ]);
    expect(await rows(TUESDAY)).toHaveLength(4);
    expect((await dispatch.worklist.rows(TUESDAY, null)).every(({ lead }) => lead === 'carried-over')).toBe(
      true,
    );
  });

  it('before tomorrow gives the same lists as without', async () => {
    await backAt('2026-11-23T17:00:00+08:00');
    await backAt('2026-11-23T18:30:00+08:00');
    await backAt('2026-11-24T08:50:00+08:00');
    const { result } = (await runs.ledger.get(`daily-dispatch:${TUESDAY}`)) ?? {};
    expect((result as DispatchResult).dueByRule).toEqual({ 'new-card': 4 });
    expect(await rows(TUESDAY)).toHaveLength(4);
  });

  it('does not happen on a day the store is closed', async () => {
    await services.calendar.addClosure({ from: TUESDAY, to: TUESDAY, reason: '盘点' }, leader);
    await backAt('2026-11-24T18:40:00+08:00');
    expect(await states(TUESDAY)).toEqual([
      ['day-close', 'skipped store-closed', 0],
      ['duty-close', 'skipped store-closed', 0],
    ]);
  });

  it('asked for again carries what came since, and counts it', async () => {
    await backAt('2026-11-23T17:00:00+08:00');
    await house.enter('vip-cards', ...members(5, 6));
    clock.set('2026-11-23T17:05:00+08:00');
    const ask = (job: string) =>
      runNow({ services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log }, job, MONDAY, SYSTEM);
    await ask('daily-dispatch');
    const again = await ask('day-close');
    expect(again.state).toBe('done');
    expect((await rows()).filter((row) => row === '0301 fixed')).toEqual([]);
  });

  it('killed behind its step ends with the right count and carries nobody twice', async () => {
    clock.set('2026-11-23T17:00:00+08:00');
    const killed = await claimRun<{ carried: number }>(db, clock, 'day-close', MONDAY, { leaseMs: 50 });
    await killed.handle.step(async (session) => {
      const { carried } = await services.callbacks.closeDay(MONDAY, 'day-staff', session);
      return { value: null, progress: { carried }, counts: { produced: carried } };
    });
    killed.abandon();
    const run = await resumed();
    expect(await closeFor('day-staff', run.handle, services)).toEqual({ carried: 2 });
    expect(await run.seal()).toMatchObject({ state: 'done', produced: 2, expected: 2 });
    const occasions = await db.connection
      .collection('occasions')
      .find({ carried: { $gt: 0 } })
      .toArray();
    expect(occasions.map(({ carried }) => carried as number)).toEqual([1, 1]);
  });
});

/** The run of a worker that died, taken over as soon as its lease is over. */
async function resumed() {
  for (;;) {
    try {
      return await claimRun<{ carried: number }>(db, clock, 'day-close', MONDAY);
    } catch (error) {
      if (!String(error).includes('held')) throw error;
    }
  }
}
