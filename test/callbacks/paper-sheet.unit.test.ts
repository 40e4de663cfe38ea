import { describe, expect, it } from 'vitest';
import { placesWords } from '../../server/callbacks/paper-list.view.ts';
import {
  isOverdue,
  paperCounts,
  paperRows,
  sheetNumberOf,
  takesMore,
} from '../../server/callbacks/paper-sheet.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { DAY, picturedQueue, picturedResult, SHEET } from './queue-sample.ts';

describe('the number of a sheet', () => {
  it.each([
    ['SC20261123-03', 'SC20261123-03'],
    ['sc20261123-3', 'SC20261123-03'],
    ['ＳＣ20261123－03', 'SC20261123-03'],
    ['20261122-11', 'SC20261122-11'],
    ['1122-5', 'SC20261122-05'],
    ['3', 'SC20261123-03'],
    [' 12 ', 'SC20261123-12'],
  ])('%s is %s', (typed, number) => {
    expect(sheetNumberOf(typed, DAY)).toBe(number);
  });

  it.each(['', '0', 'SC', '王芳', '20261123', 'SC20261123-003'])('%s is none', (typed) => {
    expect(sheetNumberOf(typed, DAY)).toBeNull();
  });
});

const queue = picturedQueue().rows.map(({ row, paper }) => ({ row, paper }));
const [first, second, third] = queue;
const resultOf = (at: number, more: Parameters<typeof picturedResult>[0]) => {
  const entry = queue[at];
  return picturedResult({
    itemId: entry?.row.itemId ?? '',
    place: entry?.paper.place ?? 0,
    _id: `r${at}`,
    ...more,
  });
};

describe('rows of a sheet that came back', () => {
  it('tell what is open, called once, worked off, struck', () => {
    const rows = paperRows(SHEET, queue, [resultOf(1, { _id: 'a' }), resultOf(0, { _id: 'b' })], []);
    expect(rows.map(({ state }) => state).slice(0, 7)).toEqual([
      'done',
      'begun',
      'open',
      'done',
      'open',
      'open',
      'struck',
    ]);
    expect(paperCounts(rows)).toMatchObject({ people: 11, keyed: 3, struck: 1, conflicts: 0 });
    expect(rows.filter(takesMore).map(({ paper }) => paper.place)).not.toContain(1);
  });

  it('leave out what was taken back, and hold apart what is in question', () => {
    const screen = resultOf(2, { _id: 'screen' });
    const taken = resultOf(2, { _id: 'taken', undoneAt: new Date() });
    const other = resultOf(2, {
      _id: 'paper',
      source: 'paper',
      conflictState: 'open',
      conflictsWith: screen._id,
    });
    const [, , row] = paperRows(SHEET, queue, [screen, taken, other], [{ kept: screen, other }]);
    expect(row?.state).toBe('conflict');
    expect(row?.results.map(({ _id }) => _id)).toEqual([screen._id]);
    expect(row?.conflict?.other._id).toBe(other._id);
  });

  it('keep a call to a struck row with the sheet it was written on', () => {
    const extra = resultOf(6, { source: 'paper', sheet: SHEET, itemId: null, conflictState: 'extra' });
    const elsewhere = resultOf(6, { _id: 'x', sheet: 'SC20261123-09', place: 1 });
    const struck = paperRows(SHEET, queue, [extra, elsewhere], [])[6];
    expect(struck?.state).toBe('struck');
    expect(struck?.results.map(({ _id }) => _id)).toEqual([extra._id]);
  });

  it('count what the close of day carried on apart from what is still out', () => {
    const carried = queue.map((entry) =>
      entry === third ? { ...entry, row: { ...entry.row, state: 'carried' as const } } : entry,
    );
    const counts = paperCounts(paperRows(SHEET, carried, [], []));
    expect(counts.carried).toEqual([third?.paper.place]);
    expect(counts.open).toContain(second?.paper.place);
    expect(counts.open).not.toContain(first?.paper.place);
  });
});

describe('a sheet that is not back', () => {
  const open = { open: [5], carried: [] };
  const today = { today: DAY, time: '17:00' };

  it('is an alarm from 17:00 on, for people on duty from 18:30', () => {
    const sheet = { day: DAY, duty: false, returned: false };
    expect(isOverdue(open, sheet, { today: DAY, time: '16:59' })).toBe(false);
    expect(isOverdue(open, sheet, today)).toBe(true);
    expect(isOverdue(open, { ...sheet, duty: true }, today)).toBe(false);
    expect(isOverdue(open, { ...sheet, duty: true }, { today: DAY, time: '18:30' })).toBe(true);
  });

  it('stays one on later days until it is signed in, and is none without open rows', () => {
    const later = { today: businessDate('2026-11-24'), time: '08:00' };
    expect(isOverdue(open, { day: DAY, duty: true, returned: false }, later)).toBe(true);
    expect(isOverdue(open, { day: DAY, duty: false, returned: true }, later)).toBe(false);
    expect(isOverdue({ open: [], carried: [3] }, { day: DAY, duty: false, returned: false }, later)).toBe(
      true,
    );
    expect(isOverdue({ open: [], carried: [] }, { day: DAY, duty: false, returned: false }, later)).toBe(
      false,
    );
  });
});

describe('rows as they are told', () => {
  it.each([
    [[], ''],
    [[5], '5'],
    [[5, 9], '5、9'],
    [[1, 2], '1、2'],
    [[1, 2, 3, 5, 7, 8, 9, 10], '1–3、5、7–10'],
  ])('%j are told as "%s"', (places, words) => {
    expect(placesWords(places, () => '、')).toBe(words);
  });
});
