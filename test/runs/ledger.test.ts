import { beforeAll, describe, expect, it } from 'vitest';
import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { LeaseLost } from '../../server/platform/run-handle.ts';
import { holdRun, makeRunLedger, type Run, type RunLedger } from '../../server/runs/index.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const clock = settableClock('2026-11-23T08:50:00+08:00');
const never = new AbortController().signal;
const db = await useDatabase();
const LEASE_MS = 600;
let ledger: RunLedger;

beforeAll(async () => {
  ledger = makeRunLedger({ db, clock, leaseMs: LEASE_MS, attempts: 3 });
  await buildIndexes(db);
});

let counter = 0;

/** Plans a fresh run on 2026-11-23 and gives its id. */
async function planned(): Promise<string> {
  const job = `count-${++counter}`;
  const day = businessDate('2026-11-23');
  await ledger.plan({
    job,
    period: day,
    businessDate: day,
    plannedAt: storeInstant(day, '08:50'),
    deadline: storeInstant(day, '09:00'),
    timetableVersion: 1,
    calendarVersion: 1,
    requestedBy: 'planner',
  });
  return `${job}:${day}`;
}

async function claimed(id: string, owner = 'a'): Promise<Run> {
  const claim = await ledger.claim(id, owner);
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  return claim.run;
}

describe('the run document', () => {
  it('is written once for a slot, whoever comes', async () => {
    const id = await planned();
    const run = await ledger.get(id);
    const again = await Promise.all(
      Array.from({ length: 10 }, () =>
        ledger.plan({ ...run!, requestedBy: 'other', businessDate: businessDate('2026-11-23') }),
      ),
    );
    expect(again).toEqual(Array.from({ length: 10 }, () => false));
    expect((await ledger.get(id))?.requestedBy).toBe('planner');
  });

  it('is given to exactly one of ten who ask at once', async () => {
    const id = await planned();
    const claims = await Promise.all(Array.from({ length: 10 }, (_, i) => ledger.claim(id, `w${i}`)));
    expect(claims.filter((c) => c.kind === 'claimed')).toHaveLength(1);
    expect(claims.filter((c) => c.kind === 'held')).toHaveLength(9);
  });

  it('says how many minutes late it began, by the business clock', async () => {
    clock.set('2026-11-23T09:11:40+08:00');
    const run = await claimed(await planned());
    clock.set('2026-11-23T08:50:00+08:00');
    expect(run.lateByMinutes).toBe(21);
  });

  it('keeps every attempt in its history', async () => {
    const id = await planned();
    const first = await claimed(id);
    await ledger.failAttempt(id, first.fence, 'TypeError', true);
    await until(async () => (await ledger.claim(id, 'b')).kind === 'claimed');
    const run = await ledger.get(id);
    await ledger.seal(id, run!.fence, { ok: true });
    expect((await ledger.get(id))?.log.map(({ what, by, note }) => [what, by, note])).toEqual([
      ['planned', 'planner', null],
      ['claimed', 'a', null],
      ['failed-attempt', 'a', 'TypeError'],
      ['claimed', 'b', null],
      ['done', 'b', null],
    ]);
  });
});

describe('a worker that lost its lease', () => {
  it('can write nothing any more, and is told so', async () => {
    const id = await planned();
    const zombie = holdRun<{ n: number }>(db, await claimed(id), LEASE_MS, never);
    await zombie.handle.step(async () => ({ value: null, progress: { n: 1 }, counts: { produced: 1 } }));
    zombie.release();
    await until(async () => (await ledger.claim(id, 'heir')).kind === 'claimed');
    const late = zombie.handle.step(async (session) => {
      await db.connection.collection('effects').insertOne({ by: 'zombie' }, { session });
      return { value: null, progress: { n: 2 }, counts: { produced: 1 } };
    });
    await expect(late).rejects.toThrow(LeaseLost);
    expect(zombie.lost()).toBe(true);
    expect(zombie.handle.signal.aborted).toBe(true);
    expect(await db.connection.collection('effects').countDocuments()).toBe(0);
    expect(await ledger.get(id)).toMatchObject({ progress: { n: 1 }, produced: 1 });
    expect(await ledger.seal(id, 1, {})).toBeNull();
  });

  it('keeps a lease alive beside long work', async () => {
    const id = await planned();
    const held = holdRun(db, await claimed(id), LEASE_MS, never);
    const start = Date.now();
    await until(async () => {
      expect((await ledger.claim(id, 'thief')).kind).toBe('held');
      return Date.now() - start > LEASE_MS * 2;
    });
    held.release();
  });
});

describe('the seal', () => {
  it('is "done" only when effects and records set aside add up', async () => {
    const id = await planned();
    const run = await claimed(id);
    const held = holdRun(db, run, LEASE_MS, never);
    await held.handle.expect(3);
    await held.handle.step(async () => ({
      value: null,
      counts: { produced: 2, quarantined: [{ key: 'c9', reason: 'bad-birthday' }] },
    }));
    held.release();
    expect(await ledger.seal(id, run.fence, {})).toMatchObject({
      state: 'done',
      produced: 2,
      quarantined: 1,
    });
    expect(await ledger.quarantined(id)).toMatchObject([{ key: 'c9', reason: 'bad-birthday' }]);
  });

  it('is "failed" with the difference named otherwise', async () => {
    const id = await planned();
    const run = await claimed(id);
    const held = holdRun(db, run, LEASE_MS, never);
    await held.handle.expect(5);
    await held.handle.step(async () => ({ value: null, counts: { produced: 3 } }));
    held.release();
    expect(await ledger.seal(id, run.fence, {})).toMatchObject({
      state: 'failed',
      reason: { code: 'sum-differs', values: { expected: 5, produced: 3, errors: 0, difference: 2 } },
    });
  });
});

describe('attempts', () => {
  it('are bounded, with a wait between them', async () => {
    const id = await planned();
    for (const attempt of [1, 2, 3]) {
      let run: Run | null = null;
      await until(async () => {
        const claim = await ledger.claim(id, 'a');
        if (claim.kind === 'claimed') run = claim.run;
        return run !== null;
      });
      expect(run!.attempts).toBe(attempt);
      await ledger.failAttempt(id, run!.fence, 'TypeError', true);
      if (attempt < 3) expect((await ledger.claim(id, 'a')).kind).toBe('waiting');
    }
    expect(await ledger.get(id)).toMatchObject({ state: 'failed', reason: { code: 'attempts-used-up' } });
    expect((await ledger.claim(id, 'a')).kind).toBe('over');
  });

  it('stop at once when trying again cannot help', async () => {
    const id = await planned();
    const run = await claimed(id);
    expect(await ledger.failAttempt(id, run.fence, 'RuleBroken', false)).toMatchObject({
      state: 'failed',
      reason: { code: 'refused', values: { error: 'RuleBroken' } },
    });
  });

  it('that a process going down in order gives back do not count', async () => {
    const id = await planned();
    const run = await claimed(id);
    expect(await ledger.giveBack(id, run.fence)).toBe(true);
    expect(await ledger.get(id)).toMatchObject({ state: 'pending', fruitless: 0 });
    expect((await ledger.claim(id, 'b')).kind).toBe('claimed');
  });
});

describe('asking again', () => {
  it('tops up a done run and keeps the earlier figures', async () => {
    const id = await planned();
    const first = await claimed(id);
    const held = holdRun(db, first, LEASE_MS, never);
    await held.handle.expect(2);
    await held.handle.step(async () => ({ value: null, counts: { produced: 2 } }));
    held.release();
    await ledger.seal(id, first.fence, { n: 2 });
    const { run, effect } = await ledger.askAgain(id, '0001', 'adds');
    expect(effect).toBe('top-up');
    expect(run).toMatchObject({
      state: 'pending',
      round: 1,
      expected: null,
      produced: 0,
      before: { expected: 2, produced: 2, errors: 0 },
      requestedBy: '0001',
    });
  });

  it('makes anew what is made anew: its figures are not added up', async () => {
    const id = await planned();
    const first = await claimed(id);
    const held = holdRun(db, first, LEASE_MS, never);
    await held.handle.expect(2);
    await held.handle.step(async () => ({ value: null, counts: { produced: 2 } }));
    held.release();
    await ledger.seal(id, first.fence, { n: 2 });
    const { run, effect } = await ledger.askAgain(id, '0001', 'remakes');
    expect(effect).toBe('remake');
    expect(run).toMatchObject({ state: 'pending', before: { expected: null, produced: 0, errors: 0 } });
  });

  it('reopens a run that had nothing to do', async () => {
    const id = await planned();
    const run = await claimed(id);
    await ledger.seal(id, run.fence, null);
    expect((await ledger.askAgain(id, '0001', 'adds')).effect).toBe('reopen');
  });

  it('is refused while it runs, and when it changed since it was looked at', async () => {
    const id = await planned();
    const run = await claimed(id);
    await expect(ledger.askAgain(id, '0001', 'adds')).rejects.toThrow('runs.errors.running');
    await ledger.seal(id, run.fence, null);
    await expect(ledger.askAgain(id, '0001', 'adds', 0)).rejects.toThrow('runs.errors.changed');
  });
});
