import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { encoded, fixture, useFiles } from './files.ts';
import { guestBook, manyCards, useListHouse } from './house.ts';

const files = useFiles();
const { lists, services, db, house, empty } = await useListHouse();
const native = db.connection.db!;
const leader: Actor = { staffNo: '0301', name: '陈静', roles: ['leader'] };
const clerk: Actor = { staffNo: '0101', name: '张丽', roles: ['clerk'] };
const DAY = businessDate('2026-11-23');

const LISTS = {
  'vip-cards': fixture('cards.csv'),
  'counter-members': files.write(
    'counter.gb.csv',
    encoded(readFileSync(fixture('counter.csv'), 'utf8'), 'gb18030'),
  ),
  'activity-participants': files.write('guests.xlsx', guestBook()),
  'suggestion-award': fixture('award.tsv'),
  purchases: fixture('receipts.csv'),
} as const;
const KINDS = Object.keys(LISTS) as (keyof typeof LISTS)[];

const HEAD = '卡号,姓名,性别,手机,详细地址,办卡日期,允许电话回访\n';
const list = (name: string, ...rows: string[]) => files.write(name, HEAD + rows.join('\n') + '\n');
const MADAM_LIN = 'VIP70000001,林素琴,女,13800007001,上海市黄浦区南京东路830号,2024-03-01,是';
const MR_QIAN = 'VIP70000009,钱多多,男,13800007040,,2025-05-05,是';
const MS_CHEN = 'VIP70000020,陈小满,女,13800007020,,2025-06-06,是';

/** All that lists write, but for versions and who changed it last. */
async function everything() {
  const read = async (name: string) => native.collection(name).find().sort({ _id: 1 }).toArray();
  return {
    customers: (await read('customers')).map(
      ({ version: _, changedAt: __, changedBy: ___, ...rest }) => rest,
    ),
    claims: await read('identity_claims'),
    tasks: await read('completion_tasks'),
    purchases: await read('purchases'),
    events: await read('service_events'),
    drafts: await read('suggestion_drafts'),
  };
}

const customerOf = async (card: string) => {
  const found = await services.customers.byCard(card);
  if (found === null) throw new Error(`nobody holds ${card}`);
  return found;
};
const undo = (importId: string, actor = leader) => lists.undoImport(importId, '选错了名单', actor);

beforeEach(empty);

describe('undoing an import on which nobody built', () => {
  it('takes away whom it brought, with everything that came with them, and the same file comes in again', async () => {
    const first = await lists.importFile('vip-cards', LISTS['vip-cards']);
    const result = await undo(first.importId);
    expect(result).toMatchObject({
      state: 'undone',
      removed: first.created,
      restored: 0,
      stayed: 0,
      people: [],
    });
    for (const left of Object.values(await everything())) expect(left).toEqual([]);
    for (const name of ['customer_history', 'import_brought', 'import_traces']) {
      expect(await native.collection(name).countDocuments()).toBe(0);
    }
    const again = await lists.importFile('vip-cards', LISTS['vip-cards']);
    expect([again.created, again.updated, again.rejected]).toEqual([
      first.created,
      first.updated,
      first.rejected,
    ]);
  });

  it('five lists in, five lists out, last first: every time everything is as it was', async () => {
    const steps: { importId: string; before: unknown }[] = [];
    for (const kind of KINDS) {
      const before = await everything();
      steps.push({ importId: (await lists.importFile(kind, LISTS[kind])).importId, before });
    }
    for (const { importId, before } of steps.toReversed()) {
      expect((await undo(importId)).people).toEqual([]);
      expect(await everything()).toEqual(before);
    }
  });

  it('fields go back through the history, which tells that and why', async () => {
    await lists.importFile('vip-cards', list('lin.csv', MADAM_LIN.replace('上海市黄浦区南京东路830号', '')));
    const later = await lists.importFile('vip-cards', list('lin-address.csv', MADAM_LIN));
    const { _id } = await customerOf('VIP70000001');
    await undo(later.importId);
    expect((await customerOf('VIP70000001')).address.detail).toBeNull();
    const lines = await native
      .collection('customer_history')
      .find({ customerId: _id, field: 'address' })
      .toArray();
    const address: unknown = lines[0]?.['to'];
    expect(lines).toMatchObject([
      { from: null, to: address, by: 'system', why: null },
      { from: address, to: null, by: '0301', why: 'import-undone' },
    ]);
  });

  it('a family that the list made is none any more', async () => {
    await lists.importFile('vip-cards', list('lin.csv', MADAM_LIN));
    const later = await lists.importFile(
      'vip-cards',
      list('son.csv', 'VIP70000077,林志远,男,13800007001,,2025-01-01,是'),
    );
    expect((await customerOf('VIP70000001')).householdId).not.toBeNull();
    expect(await undo(later.importId)).toMatchObject({ removed: 1, restored: 1, stayed: 0 });
    expect((await customerOf('VIP70000001')).householdId).toBeNull();
  });

  it('reasons that only waited go with the person', async () => {
    const { importId } = await lists.importFile('vip-cards', list('qian.csv', MR_QIAN));
    const { _id } = await customerOf('VIP70000009');
    await native.collection('occasions').insertOne(occasion(_id, 'waiting'));
    expect((await undo(importId)).removed).toBe(1);
    expect(await native.collection('occasions').countDocuments()).toBe(0);
  });

  it('asked twice it ends the same, and it is on the trail who asked, why, and what became of it', async () => {
    const { importId } = await lists.importFile('vip-cards', LISTS['vip-cards']);
    const first = await undo(importId);
    expect(await undo(importId)).toEqual(first);
    const [asked] = (await house.audit.list({ event: 'list.undo-asked' }, 5)).toReversed();
    expect(asked).toMatchObject({ staffNo: '0301', why: '选错了名单', subject: { id: importId } });
    const [ended] = await house.audit.list({ event: 'list.undone' }, 5);
    expect(ended?.detail).toMatchObject({ removed: first.removed, stayed: 0 });
  });

  it('two processes that are asked at once do it once', async () => {
    const { importId, created } = await lists.importFile('vip-cards', LISTS['vip-cards']);
    const both = await Promise.all([undo(importId), undo(importId)]);
    expect(both.map(({ removed }) => removed)).toEqual([created, created]);
  });
});

describe('what somebody built on stays', () => {
  async function imported() {
    const { importId } = await lists.importFile('vip-cards', list('three.csv', MADAM_LIN, MR_QIAN, MS_CHEN));
    return { importId, id: (await customerOf('VIP70000001'))._id };
  }
  const stays = async (importId: string, id: string, reason: string, detail: string | null) => {
    const result = await undo(importId);
    expect(result).toMatchObject({ removed: 2, restored: 0, stayed: 1, reasons: { [reason]: 1 } });
    expect(result.people).toEqual([{ customerId: id, brought: true, reason, detail }]);
    expect((await customerOf('VIP70000001'))._id).toBe(id);
    await expect(customerOf('VIP70000009')).rejects.toThrow();
  };

  it('a correction by hand', async () => {
    const { importId, id } = await imported();
    await services.customers.changes.addNote(id, { kind: 'speak', tag: 'other', text: '找林女士' }, clerk);
    await stays(importId, id, 'edited', '0101');
  });

  it('a later list', async () => {
    const { importId, id } = await imported();
    const later = await lists.importFile('purchases', LISTS.purchases);
    const result = await undo(importId);
    expect(result.people).toContainEqual({
      customerId: id,
      brought: true,
      reason: 'imported-again',
      detail: later.importId,
    });
  });

  it('a row on a sheet', async () => {
    const { importId, id } = await imported();
    await native.collection('dispatch_items').insertOne({
      _id: `${id}/${DAY}` as never,
      customerId: id,
      businessDate: DAY,
      state: 'planned',
      sheet: null,
    });
    await stays(importId, id, 'on-a-sheet', DAY);
  });

  it('a call, one that was taken back too, because the result speaks of the person', async () => {
    const { importId, id } = await imported();
    await native.collection('call_results').insertOne({
      _id: 'r1' as never,
      customerId: id,
      day: DAY,
      at: house.clock.now(),
      undoneAt: house.clock.now(),
    });
    await stays(importId, id, 'called', DAY);
  });

  it('a call that is open on a desk', async () => {
    const { importId, id } = await imported();
    await native
      .collection('open_calls')
      .insertOne({ _id: 'c1' as never, customerId: id, day: DAY, state: 'open', agent: '0201' });
    await stays(importId, id, 'called', DAY);
  });

  it('a promise', async () => {
    const { importId, id } = await imported();
    await native.collection('occasions').insertOne({ ...occasion(id, 'waiting'), rule: 'promised' });
    await stays(importId, id, 'called', DAY);
  });

  it('a merge, and the other record of it', async () => {
    const { importId, id } = await imported();
    const { _id: other } = await customerOf('VIP70000009');
    await services.customers.changes.merge(id, other, '同一人', leader);
    const result = await undo(importId);
    expect(result).toMatchObject({ removed: 1, stayed: 2, reasons: { merged: 2 } });
  });

  it('a completion task that somebody settled', async () => {
    const { importId } = await lists.importFile(
      'vip-cards',
      list('bad.csv', MADAM_LIN.replace('13800007001', '1380000700'), MR_QIAN),
    );
    const { _id } = await customerOf('VIP70000001');
    const [task] = await native.collection('completion_tasks').find({ customerId: _id }).toArray();
    await services.customers.changes.closeTask(_id, String(task?.['field']), '问过了', clerk);
    expect((await undo(importId)).people).toMatchObject([{ customerId: _id, reason: 'task-closed' }]);
  });

  it('of a changed person everything stays, also what nobody touched', async () => {
    await lists.importFile('vip-cards', list('lin.csv', MADAM_LIN.replace('上海市黄浦区南京东路830号', '')));
    const later = await lists.importFile('vip-cards', list('lin-address.csv', MADAM_LIN));
    const { _id } = await customerOf('VIP70000001');
    await services.customers.changes.addNote(_id, { kind: 'remark', tag: 'other', text: '常来' }, clerk);
    expect(await undo(later.importId)).toMatchObject({ removed: 0, restored: 0, stayed: 1 });
    expect((await customerOf('VIP70000001')).address.detail).not.toBeNull();
  });

  it('a sheet numbered before the list came is nothing built on it', async () => {
    await lists.importFile('vip-cards', list('lin.csv', MADAM_LIN.replace('上海市黄浦区南京东路830号', '')));
    const { _id } = await customerOf('VIP70000001');
    const fixedAt = new Date(house.clock.now().getTime() - 60_000);
    await native
      .collection('dispatch_sheets')
      .insertOne({ _id: 'SC20261123-01' as never, day: DAY, fixedAt });
    await native.collection('dispatch_items').insertOne({
      _id: `${_id}/${DAY}` as never,
      customerId: _id,
      businessDate: DAY,
      state: 'fixed',
      sheet: 'SC20261123-01',
    });
    const later = await lists.importFile('vip-cards', list('lin-address.csv', MADAM_LIN));
    expect(await undo(later.importId)).toMatchObject({ restored: 1, stayed: 0 });
  });

  it('two lists are taken back last first; whoever stayed for the later one goes when it has gone', async () => {
    const { importId, id } = await imported();
    const later = await lists.importFile(
      'counter-members',
      files.write('members.csv', '会员姓名,联系电话,柜组\n林素琴,13800007001,女装\n'),
    );
    expect((await undo(importId)).people).toMatchObject([{ customerId: id, reason: 'imported-again' }]);
    expect(await undo(later.importId)).toMatchObject({ restored: 1, stayed: 0 });
    expect(await undo(importId)).toMatchObject({ removed: 3, stayed: 0, people: [] });
    expect(await native.collection('customers').countDocuments()).toBe(0);
  });
});

describe('what cannot be undone', () => {
  it('an import that still runs, and one of which nothing was noted', async () => {
    const { importId } = await lists.importFile('vip-cards', list('qian.csv', MR_QIAN));
    const set = (change: object) =>
      native.collection('imports').updateOne({ _id: importId as never }, change);
    await set({ $set: { state: 'running' } });
    await expect(undo(importId)).rejects.toThrow('lists.errors.undo-while-running');
    await set({ $set: { state: 'done' }, $unset: { traced: '' } });
    await expect(undo(importId)).rejects.toThrow('lists.errors.undo-not-noted');
    await expect(undo('nothing')).rejects.toThrow('lists.errors.no-such-import');
  });

  it('a conflict of an undone import is not settled any more', async () => {
    const { importId } = await lists.importFile('vip-cards', LISTS['vip-cards']);
    await undo(importId);
    await expect(lists.uploads.decide(importId, 8, 'new-person', clerk)).rejects.toThrow(
      'lists.errors.no-such-row',
    );
  });

  it('a list of several chunks goes back as a whole', async () => {
    const path = files.write('many.csv', manyCards(2_300));
    const { importId } = await lists.importFile('vip-cards', path);
    expect(await undo(importId)).toMatchObject({ removed: 2_300, stayed: 0 });
    expect(await native.collection('customers').countDocuments()).toBe(0);
  });
});

function occasion(customerId: string, state: string) {
  return {
    _id: `${customerId}/new-card/1` as never,
    customerId,
    rule: 'new-card',
    occasionKey: '1',
    state,
    dueFrom: DAY,
    waitsFrom: DAY,
    openedOn: DAY,
  };
}
