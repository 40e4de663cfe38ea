import { describe, expect, it } from 'vitest';
import type { Settled } from '../../server/dispatch/index.ts';
import { addDays, businessDate, type BusinessDate } from '../../server/platform/business-date.ts';
import { Conflict } from '../../server/platform/errors.ts';
import { member } from './people.ts';
import { MONDAY, onSheets, TUESDAY, worklistScene } from './worklist-scene.ts';

const { db, house, dispatch, worklist, fix, settle, rowFor, stored } = await worklistScene();

describe('a retry', () => {
  const missed = async (id: string, on: BusinessDate, dueOn: BusinessDate) => {
    const { itemId } = await rowFor(id, on);
    return db.transaction(async (session) => {
      const settled = await worklist.settle(
        { customerId: id, itemId, how: 'handed-on', why: 'retry' },
        session,
      );
      await dispatch.feed(
        {
          rule: 'retry',
          customerId: id,
          key: 'new-card:VIP50000001',
          dueOn,
          detail: { retries: 'new-card', attempt: 2, cardNo: 'VIP50000001', on: businessDate('2026-11-18') },
        },
        session,
      );
      return settled;
    });
  };

  it('brings the customer back on its day and on no other, as often as it is fed', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    await fix();
    await missed(id, MONDAY, addDays(MONDAY, 2));
    expect(await dispatch.explain(MONDAY, id)).toMatchObject({
      standing: 'on-sheet',
      next: [{ rule: 'retry', on: '2026-11-25' }, {}],
    });
    expect(onSheets(await fix(TUESDAY))).toEqual([]);
    const second = await fix(addDays(MONDAY, 2));
    expect(second.sheets[0]?.items).toMatchObject([{ customerId: id, rules: ['retry'] }]);
    await missed(id, addDays(MONDAY, 2), addDays(MONDAY, 3));
    expect(await dispatch.checkFunnel(addDays(MONDAY, 2))).toMatchObject({ agrees: true });
    expect((await dispatch.explain(addDays(MONDAY, 2), id)).standing).toBe('on-sheet');
    expect(onSheets(await fix(addDays(MONDAY, 3)))).toEqual([id]);
    expect(onSheets(await fix(addDays(MONDAY, 4)))).toEqual([id]);
    expect((await rowFor(id, addDays(MONDAY, 4))).lead).toBe('carried-over');
  });

  it('taken back leaves everything as it was, the second one too', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    const undo = async (settled: Settled) => {
      await db.transaction(async (session) => {
        await worklist.unfeed({ customerId: id, rule: 'retry', key: 'new-card:VIP50000001' }, session);
        await worklist.unsettle(settled, session);
      });
    };
    await fix();
    const before = await stored();
    await undo(await missed(id, MONDAY, TUESDAY));
    expect(await stored()).toEqual(before);
    await missed(id, MONDAY, TUESDAY);
    await fix(TUESDAY);
    const then = await stored();
    await undo(await missed(id, TUESDAY, addDays(TUESDAY, 1)));
    expect(await stored()).toEqual(then);
  });

  it('on a sheet already is not taken back', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    await fix();
    await missed(id, MONDAY, TUESDAY);
    await fix(TUESDAY);
    await expect(
      db.transaction((session) =>
        worklist.unfeed({ customerId: id, rule: 'retry', key: 'new-card:VIP50000001' }, session),
      ),
    ).rejects.toThrow(Conflict);
  });

  it('is taken over by what an incoming call agrees on', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    await fix();
    await missed(id, MONDAY, addDays(MONDAY, 2));
    await settle({
      customerId: id,
      itemId: null,
      how: 'handed-on',
      why: 'handed-on',
      reasons: [{ rule: 'retry', occasionKey: 'new-card:VIP50000001' }],
    });
    expect(onSheets(await fix(addDays(MONDAY, 2)))).toEqual([]);
  });
});
