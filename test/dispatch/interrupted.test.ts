import { beforeEach, describe, expect, it } from 'vitest';
import type { DispatchResult } from '../../server/dispatch/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { LeaseLost, type RunHandle } from '../../server/platform/run-handle.ts';
import { holdRun } from '../../server/runs/index.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse } from '../support/dispatch-house.ts';
import { claimRun } from '../support/run.ts';
import { member, members } from './people.ts';

const MONDAY = businessDate('2026-11-23');
const db = await useDatabase();
/** Small chunks, so that a run has many places at which it can be cut. */
const house = await dispatchHouse(db, '2026-11-23T08:50:00+08:00', 12);
const { dispatch, runs } = house.services;

class Killed extends Error {}

/** A handle that dies at the `n`-th step: before it begins, or after it was committed. */
function dyingAt(handle: RunHandle<unknown>, n: number, when: 'before' | 'after'): RunHandle<unknown> {
  let steps = 0;
  return {
    runId: handle.runId,
    businessDate: handle.businessDate,
    signal: handle.signal,
    get progress() {
      return handle.progress;
    },
    expect: (count) => handle.expect(count),
    step: async (work) => {
      steps += 1;
      if (steps === n && when === 'before') throw new Killed();
      const value = await handle.step(work);
      if (steps === n) throw new Killed();
      return value;
    },
  };
}

/** Fixes the day with a worker that dies; answers false when it had ended before. */
async function fixDying(n: number, when: 'before' | 'after'): Promise<boolean> {
  const claimed = await claimRun<unknown>(db, house.clock, 'daily-dispatch', MONDAY, { leaseMs: 60 });
  try {
    await dispatch.fix(dyingAt(claimed.handle, n, when));
    await claimed.seal();
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  } finally {
    claimed.abandon();
  }
}

/** Another worker takes the run over as soon as the dead one's lease has ended. */
async function resume(): Promise<DispatchResult> {
  for (;;) {
    const claim = await runs.ledger.claim(`daily-dispatch:${MONDAY}`, 'second');
    if (claim.kind !== 'claimed') {
      if (claim.kind === 'held' || claim.kind === 'waiting') continue;
      throw new Error(`cannot be taken over: ${claim.kind}`);
    }
    const held = holdRun<unknown>(db, claim.run, 30_000, new AbortController().signal);
    const result = await dispatch.fix(held.handle);
    held.release();
    const sealed = await runs.ledger.seal(claim.run._id, claim.run.fence, result);
    expect(sealed).toMatchObject({ state: 'done', reason: null });
    return result;
  }
}

const everything = async () => ({
  occasions: await db.connection.collection('occasions').find().sort({ _id: 1 }).toArray(),
  items: await db.connection.collection('dispatch_items').find().sort({ _id: 1 }).toArray(),
});

async function forget(): Promise<void> {
  for (const name of [
    'occasions',
    'dispatch_items',
    'dispatch_days',
    'dispatch_sheets',
    'dispatch_candidates',
    'job_runs',
  ]) {
    await db.connection.collection(name).deleteMany({});
  }
}

describe('a run that is cut off', () => {
  beforeEach(async () => {
    await house.empty('2026-11-23T08:50:00+08:00');
    await house.hire('张慧敏', '陈国栋');
    const home = { mobile: '13800138000' };
    await house.enter(
      'vip-cards',
      ...members(1, 45),
      member(90, home),
      member(91, home),
      member(92, { allowCall: '否' }),
    );
  });

  it('at any step goes on and ends with the same lists, once', { timeout: 120_000 }, async () => {
    const whole = resultOf(await house.run('daily-dispatch', MONDAY));
    const after = await everything();
    for (const when of ['before', 'after'] as const) {
      for (let n = 1; ; n += 1) {
        await forget();
        if (!(await fixDying(n, when))) break;
        const result = await resume();
        expect(result).toEqual(whole);
        expect(await everything()).toEqual(after);
        expect(await db.connection.collection('dispatch_candidates').countDocuments()).toBe(0);
      }
    }
  });

  it('counts what expired once, although the first worker had expired it', async () => {
    await house.run('dispatch-draft', MONDAY);
    house.clock.set('2026-12-03T08:50:00+08:00');
    const day = businessDate('2026-12-03');
    const claimed = await claimRun<unknown>(db, house.clock, 'daily-dispatch', day);
    await expect(dispatch.fix(dyingAt(claimed.handle, 6, 'after'))).rejects.toThrow(Killed);
    const result = await dispatch.fix(claimed.handle);
    await claimed.seal(result);
    expect(result).toMatchObject({ expired: 48, people: 0 });
  });

  it('cannot write any more when another worker has taken it over', async () => {
    const first = await claimRun<unknown>(db, house.clock, 'daily-dispatch', MONDAY, { leaseMs: 60 });
    await expect(dispatch.fix(dyingAt(first.handle, 4, 'after'))).rejects.toThrow(Killed);
    first.abandon();
    const result = await resume();
    const after = await everything();
    await expect(dispatch.fix(first.handle)).rejects.toThrow(LeaseLost);
    expect(await everything()).toEqual(after);
    expect(result.sheets).toHaveLength(2);
  });
});

describe('occasions that are there already', () => {
  beforeEach(async () => {
    await house.empty('2026-11-23T08:50:00+08:00');
    await house.hire('张慧敏');
  });

  it('opened by somebody else while a chunk was written are left alone, and nobody is lost', async () => {
    const ids = await house.enter('vip-cards', ...members(1, 25));
    const claimed = await claimRun<unknown>(db, house.clock, 'daily-dispatch', MONDAY);
    let meddled = false;
    const handle = dyingAt(claimed.handle, -1, 'before');
    const meddling: RunHandle<unknown> = {
      ...handle,
      step: async (work) => {
        // Between the reading and the writing of the chunks: one of the occasions comes into being.
        if (!meddled && (claimed.handle.progress as { phase?: string } | null)?.phase === 'sweep') {
          meddled = true;
          const all = ids.map((id, i) => ({
            _id: `${id}/new-card/VIP5${String(i + 1).padStart(7, '0')}`,
            customerId: id,
            rule: 'new-card',
            occasionKey: `VIP5${String(i + 1).padStart(7, '0')}`,
            state: 'waiting',
            dueFrom: '2026-11-21',
            until: '2026-12-02',
            waitsFrom: '2026-11-23',
            openedOn: '2026-11-23',
            blockedBy: null,
          }));
          await db.connection.collection('occasions').insertMany(all as never);
        }
        return claimed.handle.step(work);
      },
    };
    const result = await dispatch.fix(meddling);
    await claimed.seal(result);
    expect(meddled).toBe(true);
    expect(result.sheets[0]?.items).toHaveLength(25);
    expect(await db.connection.collection('occasions').countDocuments()).toBe(25);
  });

  it('a duplicate on any other key is a fault and is told', async () => {
    await db.connection
      .collection('occasions')
      .createIndex({ dueFrom: 1 }, { unique: true, name: 'stray' }, {});
    try {
      await house.enter('vip-cards', ...members(1, 5));
      const claimed = await claimRun<unknown>(db, house.clock, 'daily-dispatch', MONDAY);
      await expect(dispatch.fix(claimed.handle)).rejects.toMatchObject({ code: 11_000 });
      claimed.abandon();
      expect(await db.connection.collection('occasions').countDocuments()).toBe(0);
    } finally {
      await db.connection.collection('occasions').dropIndex('stray');
    }
  });
});

function resultOf(run: { result: unknown }): DispatchResult {
  return run.result as DispatchResult;
}
