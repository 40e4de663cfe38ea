import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makePlanner } from '../../jobs/planner.ts';
import { makeCalendar, makeCalendarModel } from '../../server/calendar/index.ts';
import {
  addDays,
  businessDate,
  storeInstant,
  type BusinessDate,
} from '../../server/platform/business-date.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { makeRuns, type RunCalendars, type Runs, type Slot } from '../../server/runs/index.ts';
import { settableClock } from '../support/clock.ts';
import { countingJob, effectIndexes } from '../support/counting-job.ts';
import { useDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';
import { auditOf, calendars, slot, startJobs, workerHouse, type RunningJobs } from '../support/worker.ts';

const db = await useDatabase();
const clock = settableClock('2026-11-23T08:00:00+08:00');
const audit = auditOf(db, clock);
const calendar = makeCalendar({ db, model: makeCalendarModel(db), clock, audit });
const log = makeLog('silent');
const DRAFT_AND_FIX = [
  slot('draft', '08:20', { supersededBy: 'fix' }),
  slot('fix', '08:50', { after: ['draft'] }),
];
const running: RunningJobs[] = [];
let stopwatchMs = 0;

beforeAll(async () => {
  workerHouse({ db, clock, jobs: [], schedule: [] });
  await buildIndexes(db);
  await effectIndexes(db);
});

afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop();
  for (const name of [
    'job_runs',
    'effects',
    'timetable_slots',
    'timetable_changes',
    'worker_pulses',
    'store_calendar',
  ])
    await db.connection.collection(name).deleteMany({});
});

/** A planner of an office that opened at `since`; business time is the test's, the stopwatch is moved by hand. */
async function office(
  since: string,
  schedule: readonly Slot[] = DRAFT_AND_FIX,
  calendarOf: RunCalendars = calendars(),
) {
  clock.set(since);
  const config = { RUN_LEASE: 1_500, RUN_ATTEMPTS: 3 };
  const runs = makeRuns({ db, clock, audit, calendar: calendarOf, config });
  await runs.timetable.publish(schedule);
  const planner = makePlanner({ db, clock, log, runs, stopwatch: () => stopwatchMs });
  return {
    runs,
    /** Business time and the stopwatch go on together to this instant, then the planner does its round. */
    at: async (instant: string) => {
      const before = clock.now().getTime();
      clock.set(instant);
      stopwatchMs += clock.now().getTime() - before;
      return planner.tick();
    },
    /** Somebody sets the clock: business time moves, the stopwatch does not. */
    clockSetTo: async (instant: string) => {
      clock.set(instant);
      return planner.tick();
    },
    /** A process that has just booted. */
    boot: async (instant: string) => {
      clock.set(instant);
      return makePlanner({ db, clock, log, runs, stopwatch: () => stopwatchMs }).tick();
    },
    states: async (day: string) =>
      (await runs.runsOf(businessDate(day))).map(({ job, state, reason }) =>
        reason === null ? `${job} ${state}` : `${job} ${state} (${reason})`,
      ),
  };
}

/** Ends a planned run as a worker would. */
async function done(runs: Runs, id: string): Promise<void> {
  const claim = await runs.ledger.claim(id, 'worker');
  if (claim.kind !== 'claimed') throw new Error(`${id} is ${claim.kind}`);
  await runs.ledger.seal(id, claim.run.fence, {});
}

describe('fault 8: everything off over 08:50', () => {
  it('back at 09:20: the dispatch is planned at once, the draft is left to it', async () => {
    const { boot, states, at } = await office('2026-11-23T08:00:00+08:00');
    await at('2026-11-23T08:10:00+08:00');
    await boot('2026-11-23T09:20:00+08:00');
    expect(await states('2026-11-23')).toEqual(['draft skipped (superseded)', 'fix pending']);
  });

  it('back after 16:30: skipped with the reason, and a leader may have it generated', async () => {
    const { boot, states, runs } = await office('2026-11-23T08:00:00+08:00');
    await boot('2026-11-23T16:31:00+08:00');
    expect(await states('2026-11-23')).toEqual(['draft skipped (superseded)', 'fix skipped (after-cut-off)']);
    const { effect, run } = await runs.ask('fix', businessDate('2026-11-23'), SYSTEM);
    expect(effect).toBe('generate');
    expect(run).toMatchObject({ _id: 'fix:2026-11-23', state: 'pending' });
    await boot('2026-11-23T16:32:00+08:00');
    expect(await states('2026-11-23')).toContain('fix pending');
  });

  it('an office that opened at noon has no morning to make up', async () => {
    const { at, states } = await office('2026-11-23T12:00:00+08:00');
    await at('2026-11-23T12:01:00+08:00');
    expect(await states('2026-11-23')).toEqual([]);
    await at('2026-11-24T08:51:00+08:00');
    expect(await states('2026-11-24')).toEqual(['draft skipped (superseded)', 'fix pending']);
  });
});

describe('fault 9: off from Friday evening to Tuesday morning', () => {
  const schedule = [...DRAFT_AND_FIX, slot('summary', '17:00', { catchUp: 'every', until: null })];

  it('missed days are made up as each job wants it, nothing twice, Friday untouched', async () => {
    const { at, boot, states, runs } = await office('2026-11-20T08:00:00+08:00', schedule);
    await at('2026-11-20T08:20:00+08:00');
    await done(runs, 'draft:2026-11-20');
    await at('2026-11-20T08:50:00+08:00');
    await done(runs, 'fix:2026-11-20');
    await at('2026-11-20T17:00:00+08:00');
    await done(runs, 'summary:2026-11-20');
    const friday = await runs.runsOf(businessDate('2026-11-20'));
    await boot('2026-11-24T11:00:00+08:00');
    await boot('2026-11-24T11:00:30+08:00');
    for (const day of ['2026-11-21', '2026-11-22', '2026-11-23'])
      expect(await states(day)).toEqual([
        'draft skipped (coalesced)',
        'fix skipped (coalesced)',
        'summary pending',
      ]);
    expect(await states('2026-11-24')).toEqual(['draft skipped (superseded)', 'fix pending']);
    expect(await runs.runsOf(businessDate('2026-11-20'))).toEqual(friday);
  });

  it('a run left waiting over midnight is given up for the next day’s', async () => {
    const { at, states } = await office('2026-11-23T08:00:00+08:00');
    await at('2026-11-23T08:50:00+08:00');
    await at('2026-11-24T00:01:00+08:00');
    expect(await states('2026-11-23')).toContain('fix skipped (coalesced)');
  });
});

describe('fault 13: a run that waits for another', () => {
  it('begins when the other is over, however late that is', async () => {
    clock.set('2026-11-23T08:00:00+08:00');
    const house = workerHouse({
      db,
      clock,
      jobs: [
        countingJob('fix', db, { customers: 30, chunk: 1, restMs: 30 }),
        countingJob('envelopes', db, { customers: 5, chunk: 5 }),
      ],
      schedule: [slot('fix', '08:50'), slot('envelopes', '09:00', { after: ['fix'] })],
      leaseMs: 5_000,
    });
    const jobs = await startJobs(house);
    running.push(jobs);
    clock.set('2026-11-23T09:00:00+08:00');
    const other = await startJobs(house);
    running.push(other);
    await Promise.all([jobs.tick(), other.tick()]);
    const day = businessDate('2026-11-23');
    await until(async () => (await house.runs.runsOf(day)).every(({ state }) => state === 'done'));
    const effects = await db.connection.collection('effects').find().sort({ $natural: 1 }).toArray();
    expect(effects.map(({ job }) => String(job))).toEqual([
      ...Array.from({ length: 30 }, () => 'fix'),
      ...Array.from({ length: 5 }, () => 'envelopes'),
    ]);
  });
});

describe('fault 19: a run that always fails', () => {
  it('is tried a bounded number of times, stays visible, and holds nobody up', async () => {
    clock.set('2026-11-23T08:00:00+08:00');
    const house = workerHouse({
      db,
      clock,
      jobs: [
        countingJob('poison', db, { customers: 5, chunk: 5, fails: 'bug' }),
        countingJob('healthy', db, { customers: 5, chunk: 5 }),
      ],
      schedule: [slot('poison', '08:20'), slot('healthy', '08:21')],
      leaseMs: 800,
      attempts: 4,
    });
    running.push(await startJobs(house));
    clock.set('2026-11-23T08:22:00+08:00');
    const day = businessDate('2026-11-23');
    await until(async () =>
      (await house.runs.runsOf(day)).some(({ job, state }) => job === 'healthy' && state === 'done'),
    );
    await until(async () =>
      (await house.runs.runsOf(day)).some(({ job, state }) => job === 'poison' && state === 'failed'),
    );
    const poison = await house.runs.ledger.get('poison:2026-11-23');
    expect(poison).toMatchObject({ attempts: 4, reason: { code: 'attempts-used-up' } });
    expect(poison?.log.filter(({ what }) => what === 'failed-attempt').map(({ note }) => note)).toEqual(
      Array.from({ length: 4 }, () => 'TypeError'),
    );
    expect((await house.runs.alerts()).map(({ code }) => code)).toContain('failed');
  });
});

describe('fault 48: a host whose clock is wrong', () => {
  it('twelve hours ahead: plans nothing and says so', async () => {
    clock.set('2026-11-23T08:00:00+08:00');
    const wrong = {
      ...clock,
      now: () => new Date(clock.now().getTime() + 12 * 3_600_000),
      real: () => new Date(clock.real().getTime() + 12 * 3_600_000),
    };
    const house = workerHouse({
      db,
      clock: wrong,
      jobs: [countingJob('fix', db, { customers: 1, chunk: 1 })],
      schedule: [slot('fix', '08:50')],
    });
    const jobs = await startJobs(house);
    running.push(jobs);
    await jobs.tick();
    expect(await db.connection.collection('job_runs').countDocuments()).toBe(0);
    expect((await house.runs.alerts()).find(({ code }) => code === 'skew')).toMatchObject({
      severity: 'bad',
      values: { seconds: 12 * 3_600 },
    });
  });
});

describe('fault 49: the clock stepped back ten minutes after 08:50', () => {
  it('does not run it a second time', async () => {
    const { at, clockSetTo, runs, states } = await office('2026-11-23T08:00:00+08:00');
    await at('2026-11-23T08:20:00+08:00');
    await done(runs, 'draft:2026-11-23');
    await at('2026-11-23T08:50:00+08:00');
    await done(runs, 'fix:2026-11-23');
    const before = await runs.ledger.get('fix:2026-11-23');
    await clockSetTo('2026-11-23T08:40:00+08:00');
    await at('2026-11-23T08:50:00+08:00');
    await at('2026-11-23T08:51:00+08:00');
    expect(await runs.ledger.get('fix:2026-11-23')).toEqual(before);
    expect(await states('2026-11-23')).toEqual(['draft done', 'fix done']);
  });
});

describe('fault 50: the clock three days ahead, then back', () => {
  it('no day that has not come gets a run', async () => {
    const { at, clockSetTo } = await office('2026-11-23T07:00:00+08:00');
    await at('2026-11-23T07:30:00+08:00');
    expect(await clockSetTo('2026-11-26T09:00:00+08:00')).toMatchObject({
      refusing: 'clock-jump',
      planned: [],
    });
    await at('2026-11-26T09:05:00+08:00');
    expect(await clockSetTo('2026-11-23T07:36:00+08:00')).toMatchObject({ refusing: null });
    expect(await db.connection.collection('job_runs').countDocuments()).toBe(0);
    await at('2026-11-23T08:50:00+08:00');
    expect(await db.connection.collection('job_runs').distinct('businessDate')).toEqual(['2026-11-23']);
  });

  it('a PC that woke up from sleep on the same day plans again after a minute', async () => {
    const { at, clockSetTo } = await office('2026-11-23T07:00:00+08:00');
    await at('2026-11-23T07:30:00+08:00');
    expect((await clockSetTo('2026-11-23T08:55:00+08:00')).refusing).toBe('clock-jump');
    const { planned } = await at('2026-11-23T08:56:01+08:00');
    expect(planned).toContain('fix:2026-11-23');
  });
});

describe('fault 51: three calendars apart', () => {
  const schedule = [
    slot('fix', '08:50'),
    slot('settlement', '09:30', { calendar: 'office-work', catchUp: 'every', until: null }),
  ];

  it('dispatch runs on a public holiday when the store is open, what needs a working day does not', async () => {
    const { at, states } = await office('2026-09-30T18:00:00+08:00', schedule, calendar);
    await at('2026-10-01T10:00:00+08:00');
    expect(await states('2026-10-01')).toEqual(['fix pending', 'settlement skipped (not-a-workday)']);
  });

  it.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])(
    'the worked weekend day %s is a working day',
    async (day) => {
      const eve = addDays(businessDate(day), -1);
      const { at, states } = await office(`${eve}T18:00:00+08:00`, schedule, calendar);
      await at(`${day}T10:00:00+08:00`);
      expect(await states(day)).toEqual(['fix pending', 'settlement pending']);
    },
  );

  it('on a day the store is closed there is no dispatch, and the page says why', async () => {
    const { at, states, runs } = await office('2026-11-23T07:00:00+08:00', schedule, calendar);
    await calendar.addClosure(
      { from: businessDate('2026-11-24'), to: businessDate('2026-11-24'), reason: '盘点' },
      { staffNo: '0301', name: '何建平', roles: ['leader'] },
    );
    await at('2026-11-24T10:00:00+08:00');
    expect(await states('2026-11-24')).toEqual(['fix skipped (store-closed)', 'settlement pending']);
    expect((await runs.ledger.get('fix:2026-11-24'))?.calendarVersion).toBe(
      await calendar.storeCalendarVersion(),
    );
  });
});

describe('fault 52: next year is not announced', () => {
  it('nobody guesses working days; dispatch goes on by the store calendar; the alert stands from December', async () => {
    const schedule = [
      slot('fix', '08:50'),
      slot('settlement', '09:30', { calendar: 'office-work', catchUp: 'every', until: null }),
    ];
    const { at, boot, states, runs } = await office('2026-12-31T18:00:00+08:00', schedule, calendar);
    const missing = async () =>
      (await runs.alerts()).filter(({ code }) => code === 'calendar-missing').map(({ values }) => values);
    clock.set('2026-11-30T12:00:00+08:00');
    expect(await missing()).toEqual([]);
    clock.set('2026-12-31T18:00:00+08:00');
    expect(await missing()).toEqual([{ year: 2027 }]);
    await at('2027-01-01T10:00:00+08:00');
    expect(await states('2027-01-01')).toEqual(['fix pending']);
    await boot('2027-01-04T10:00:00+08:00');
    expect(await states('2027-01-04')).toEqual(['fix pending']);
  });
});

describe('fault 53: the calendar is edited around the hour', () => {
  const leader = { staffNo: '0301', name: '何建平', roles: ['leader' as const] };
  const closeToday = (day: BusinessDate) =>
    calendar.addClosure({ from: day, to: day, reason: '台风' }, leader);

  it('a closure at 08:49 counts, one at 08:51 comes too late; the run keeps the version it was decided with', async () => {
    const { at, states, runs } = await office('2026-11-25T07:00:00+08:00', [slot('fix', '08:50')], calendar);
    await at('2026-11-25T08:49:00+08:00');
    await closeToday(businessDate('2026-11-25'));
    const decided = await calendar.storeCalendarVersion();
    await at('2026-11-25T08:50:00+08:00');
    expect(await states('2026-11-25')).toEqual(['fix skipped (store-closed)']);
    expect((await runs.ledger.get('fix:2026-11-25'))?.calendarVersion).toBe(decided);
    await at('2026-11-26T08:50:00+08:00');
    await closeToday(businessDate('2026-11-26'));
    await at('2026-11-26T08:51:00+08:00');
    expect(await states('2026-11-26')).toEqual(['fix pending']);
    expect((await runs.ledger.get('fix:2026-11-26'))?.calendarVersion).toBe(decided);
  });
});

describe('changed times', () => {
  it('count from the next slot that is not planned; a run keeps the version it was planned with', async () => {
    const { at, runs } = await office('2026-11-23T07:00:00+08:00', [slot('fix', '08:50')]);
    const leader = { staffNo: '0301', name: '何建平', roles: ['leader' as const] };
    await runs.timetable.change({ basedOn: 0, times: { fix: '08:40' }, why: '年会' }, leader);
    await at('2026-11-23T08:41:00+08:00');
    const run = await runs.ledger.get('fix:2026-11-23');
    expect(run).toMatchObject({ timetableVersion: 1 });
    expect(run?.plannedAt).toEqual(storeInstant(businessDate('2026-11-23'), '08:40'));
    await runs.timetable.change({ basedOn: 1, times: { fix: '10:00' }, why: '改回' }, leader);
    await at('2026-11-23T10:01:00+08:00');
    expect((await runs.ledger.get('fix:2026-11-23'))?.timetableVersion).toBe(1);
  });
});
