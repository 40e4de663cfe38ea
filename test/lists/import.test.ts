import { beforeEach, describe, expect, it } from 'vitest';
import { makeServices } from '../../server/services.ts';
import { openAgain } from '../support/database.ts';
import { encoded, fixture, useFiles } from './files.ts';
import { canonicalState, guestBook, makeHouse, manyCards, useListHouse } from './house.ts';
import { readFileSync } from 'node:fs';

const files = useFiles();
const { lists, services, db, empty } = await useListHouse();
const native = db.connection.db!;
const FIGURES = ['read', 'created', 'updated', 'unchanged', 'conflicts', 'rejected'] as const;

const counter = files.write(
  'counter.gb.csv',
  encoded(readFileSync(fixture('counter.csv'), 'utf8'), 'gb18030'),
);
const guests = files.write('guests.xlsx', guestBook());
const LISTS = {
  'vip-cards': fixture('cards.csv'),
  'counter-members': counter,
  'activity-participants': guests,
  'suggestion-award': fixture('award.tsv'),
  purchases: fixture('receipts.csv'),
} as const;
type Kind = keyof typeof LISTS;

async function importAll(...order: Kind[]) {
  const results = [];
  for (const kind of order) results.push(await lists.importFile(kind, LISTS[kind]));
  return results;
}

const figures = (result: Record<(typeof FIGURES)[number], number>) => FIGURES.map((name) => result[name]);

async function documentCounts() {
  const all = await native.collections();
  const counts = await Promise.all(
    all.map(async (c) => [c.collectionName, await c.countDocuments()] as const),
  );
  return Object.fromEntries(counts.filter(([, n]) => n > 0));
}

beforeEach(empty);

describe('letting the five kinds of lists in', () => {
  it('gives every row exactly one outcome, with column and reason for those not taken', async () => {
    const [cards, members, people, award, receipts] = await importAll(
      'vip-cards',
      'counter-members',
      'activity-participants',
      'suggestion-award',
      'purchases',
    );
    //                                       read new upd same conf rej
    expect(figures(cards!)).toEqual([11, 5, 2, 0, 1, 3]);
    expect(figures(members!)).toEqual([4, 1, 2, 0, 0, 1]);
    expect(figures(people!)).toEqual([5, 1, 3, 0, 0, 1]);
    expect(figures(award!)).toEqual([2, 1, 1, 0, 0, 0]);
    expect(figures(receipts!)).toEqual([5, 1, 2, 0, 0, 2]);
    expect(cards!.rejects.map(({ row, column }) => [row, column])).toEqual([
      [4, null],
      [9, '手机'],
      [11, '卡号'],
    ]);
    expect(cards!.conflicting.map(({ row, column }) => [row, column])).toEqual([[8, '卡号']]);
    expect([cards!.encoding, members!.encoding, people!.encoding]).toEqual(['utf-8', 'gb18030', 'xlsx']);
    expect(people!.sheets).toEqual(['茶会', '沙龙']);
    expect(people!.rejects.map(({ row, column }) => [row, column])).toEqual([[5, '手机']]);
  });

  it('makes one person of a name in simplified and traditional characters on one number, with two cards', async () => {
    await importAll('vip-cards');
    const found = await services.customers.byCard('VIP70000005');
    expect(found?.cards.map(({ no }) => no).sort()).toEqual(['VIP70000002', 'VIP70000005']);
  });

  it('does not care in which order the lists come', async () => {
    await importAll('vip-cards', 'counter-members', 'activity-participants', 'suggestion-award', 'purchases');
    const people = async () =>
      ((await canonicalState(db)) as { customers: Record<string, unknown>[] }).customers;
    const identities = async () => (await people()).map(({ cards, names }) => ({ cards, names }));
    const first = await identities();
    await empty();
    await importAll('purchases', 'suggestion-award', 'counter-members', 'activity-participants', 'vip-cards');
    expect(await identities()).toEqual(first);
  });

  it('changes nothing when a list comes a second time', async () => {
    await importAll('vip-cards', 'purchases', 'activity-participants', 'suggestion-award', 'counter-members');
    const before = await canonicalState(db);
    const again = await importAll(
      'vip-cards',
      'purchases',
      'activity-participants',
      'suggestion-award',
      'counter-members',
    );
    for (const result of again) {
      expect([result.created, result.updated]).toEqual([0, 0]);
      expect(result.read).toBe(result.unchanged + result.conflicts + result.rejected);
    }
    expect(await canonicalState(db)).toEqual(before);
  });

  it('tells in a dry run what the import then does, and writes nothing', async () => {
    await importAll('vip-cards');
    const before = await documentCounts();
    for (const kind of Object.keys(LISTS) as Kind[]) {
      const dry = await lists.importFile(kind, LISTS[kind], { dryRun: true });
      expect(await documentCounts()).toEqual(before);
      expect(dry.dryRun).toBe(true);
      const real = await lists.importFile(kind, LISTS[kind]);
      expect(figures(dry)).toEqual(figures(real));
      expect(dry.rejects).toEqual(real.rejects);
      Object.assign(before, await documentCounts());
    }
  });

  it('names exactly the three bad rows of many', async () => {
    const lines = manyCards(5_000).trimEnd().split('\n');
    for (const at of [700, 3_999, 5_000]) lines[at] = `,无卡,女,12,2025-01-01,是`;
    const path = files.write('three.csv', `${lines.join('\n')}\n`);
    const result = await lists.importFile('vip-cards', path);
    expect(figures(result)).toEqual([5_000, 4_997, 0, 0, 0, 3]);
    expect(result.rejects.map(({ row }) => row)).toEqual([700, 3_999, 5_000]);
    expect(await native.collection('customers').countDocuments()).toBe(4_997);
  });

  it('speaks of reasons in the language of the reader', async () => {
    const reasons = new Set<string>();
    for (const locale of ['zh-CN', 'zh-TW', 'en'] as const) {
      const { rejects } = await lists.importFile('vip-cards', LISTS['vip-cards'], { dryRun: true, locale });
      for (const { reason } of rejects) reasons.add(reason);
    }
    expect(reasons.size).toBeGreaterThanOrEqual(6);
    expect([...reasons].filter((reason) => reason.startsWith('customers.'))).toEqual([]);
  });

  it('refuses a file that is no such list, without a trace', async () => {
    const path = files.write('other.csv', 'a,b\n1,2\n');
    await expect(lists.importFile('vip-cards', path)).rejects.toThrow('lists.refused.no-header');
    expect(await documentCounts()).toEqual({});
  });
});

describe('two at once', () => {
  it('makes one import of the same file brought twice at the same time; the second points to the first', async () => {
    const path = files.write('twice.csv', manyCards(3_000));
    const [one, other] = await Promise.all([
      lists.importFile('vip-cards', path),
      lists.importFile('vip-cards', path),
    ]);
    expect(other.importId).toBe(one.importId);
    expect(figures(one)).toEqual([3_000, 3_000, 0, 0, 0, 0]);
    expect(await native.collection('imports').countDocuments()).toBe(1);
    expect(await native.collection('customers').countDocuments()).toBe(3_000);
  });

  it('lets two different lists of the same new people in one after the other', async () => {
    const rows = manyCards(1_500);
    const second = await openAgain(db);
    const other = await makeServices(makeHouse(second));
    const [a, b] = await Promise.all([
      lists.importFile('vip-cards', files.write('a.csv', rows)),
      other.lists.importFile('vip-cards', files.write('b.csv', `\ufeff${rows}`)),
    ]);
    await second.close();
    expect([a.created, b.created].sort()).toEqual([0, 1_500]);
    expect(a.importId).not.toBe(b.importId);
    expect(await native.collection('customers').countDocuments()).toBe(1_500);
  });

  it('goes on with an import that was stopped, under the same number and without counting a row twice', async () => {
    const path = files.write('stopped.csv', manyCards(4_500));
    const stop = new AbortController();
    const stopped = lists.importFile('vip-cards', path, {
      signal: stop.signal,
      onProgress: ({ rows }) => {
        if (rows >= 2_000) stop.abort(new Error('power cut'));
      },
    });
    await expect(stopped).rejects.toThrow('power cut');
    const [left] = await native.collection('imports').find().toArray();
    expect(left).toMatchObject({ state: 'running', cursor: 2_000, counts: { created: 2_000 } });
    const result = await lists.importFile('vip-cards', path);
    expect(result.importId).toBe(String(left?.['_id']));
    expect(figures(result)).toEqual([4_500, 4_500, 0, 0, 0, 0]);
    expect(await native.collection('customers').countDocuments()).toBe(4_500);
  });

  it('a process that slept through its lease cannot write any more', async () => {
    const path = files.write('zombie.csv', manyCards(3_000));
    let stolen = false;
    const result = await lists.importFile('vip-cards', path, {
      onProgress: ({ waiting }) => {
        if (stolen || waiting) return;
        stolen = true;
        void native
          .collection('import_gate')
          .updateMany({}, { $inc: { fence: 1 }, $set: { leaseUntil: new Date(0) } });
      },
    });
    expect(figures(result)).toEqual([3_000, 3_000, 0, 0, 0, 0]);
    expect(await native.collection('customers').countDocuments()).toBe(3_000);
  });

  it('fails loudly when figures do not add up to the rows read', async () => {
    const path = files.write('figures.csv', manyCards(2_000));
    const spoiled = lists.importFile('vip-cards', path, {
      onProgress: ({ rows }) => {
        if (rows === 1_000)
          void native.collection('imports').updateOne({}, { $inc: { 'counts.created': -1 } });
      },
    });
    await expect(spoiled).rejects.toThrow('lists.refused.counts-differ');
    expect(await native.collection('imports').findOne()).toMatchObject({ state: 'failed' });
  });
});
