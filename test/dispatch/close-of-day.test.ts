import { describe, expect, it } from 'vitest';
import { Conflict } from '../../server/platform/errors.ts';
import { member, members } from './people.ts';
import { MONDAY, onSheets, TUESDAY, worklistScene } from './worklist-scene.ts';

const { db, house, dispatch, customers, worklist, fix, settle, rowFor } = await worklistScene();

describe('the close of day', () => {
  const close = (of: { agents: readonly string[] | null; except?: readonly string[] }) =>
    db.transaction((session) =>
      worklist.carryOver(MONDAY, { agents: of.agents, except: of.except ?? [] }, session),
    );

  it('carries what nobody worked over, except what waits for the evening; twice carries nothing more', async () => {
    await house.enter('vip-cards', ...members(1, 6));
    await fix();
    const [mine = [], theirs = []] = await Promise.all(
      ['0301', '0302'].map((agent) => worklist.rows(MONDAY, agent)),
    );
    const [done, evening] = mine;
    await settle({
      customerId: done?.customerId ?? '',
      itemId: done?.itemId ?? '',
      how: 'completed',
      why: 'completed',
    });
    await customers.recordContact(done?.customerId ?? '', { on: MONDAY, by: '0301', outgoingCall: true });
    const carried = await close({ agents: ['0301'], except: [evening?.itemId ?? ''] });
    expect(carried).toEqual([mine[2]?.itemId]);
    expect(await close({ agents: ['0301'], except: [evening?.itemId ?? ''] })).toEqual([]);
    expect((await worklist.rows(MONDAY, '0301')).map(({ state }) => state)).toEqual([
      'settled',
      'fixed',
      'carried',
    ]);
    expect(await close({ agents: null })).toHaveLength(1 + theirs.length);
    expect(await dispatch.checkFunnel(MONDAY)).toMatchObject({ agrees: true });
    expect((await dispatch.board(MONDAY)).funnel).toMatchObject({ assigned: 6, waiting: 0 });

    const tuesday = await fix(TUESDAY);
    expect(onSheets(tuesday).toSorted()).toEqual(
      [...mine.slice(1), ...theirs].map(({ customerId }) => customerId).toSorted(),
    );
    expect((await worklist.rows(TUESDAY, null)).every(({ lead }) => lead === 'carried-over')).toBe(true);
  });

  it('a run asked for again in the evening plans nobody a second time', async () => {
    await house.enter('vip-cards', ...members(1, 4));
    const before = await fix();
    await close({ agents: null });
    house.clock.set('2026-11-23T18:40:00+08:00');
    expect((await house.run('daily-dispatch', MONDAY)).result).toEqual(before);
  });

  it('paper keyed back after it settles the carried row, as long as it stands on no new sheet', async () => {
    const [a = '', b = ''] = await house.enter('vip-cards', member(1), member(2));
    await fix();
    const [one, other] = [await rowFor(a), await rowFor(b)];
    await close({ agents: null });
    const late = { customerId: a, itemId: one.itemId, how: 'ended', why: 'R1' } as const;
    await expect(settle(late)).rejects.toThrow(Conflict);
    await settle({ ...late, evenIfGone: true });
    expect((await worklist.row(one.itemId))?.state).toBe('settled');
    expect(onSheets(await fix(TUESDAY))).toEqual([b]);
    const tooLate = {
      customerId: b,
      itemId: other.itemId,
      how: 'ended',
      why: 'R1',
      evenIfGone: true,
    } as const;
    await expect(settle(tooLate)).rejects.toThrow(Conflict);
    await settle({ ...tooLate, how: 'completed', why: 'completed' });
    expect((await rowFor(b, TUESDAY)).state).toBe('settled');
  });
});
