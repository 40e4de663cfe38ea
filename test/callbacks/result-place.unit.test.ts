import { describe, expect, it } from 'vitest';
import type { StoredResult } from '../../server/callbacks/call-result.ts';
import { cycleOf, promisesOf, reasonKeysOf } from '../../server/callbacks/cycle.ts';
import { placeOf } from '../../server/callbacks/result-place.ts';
import type { WorkRow } from '../../server/dispatch/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';

const ROW: WorkRow = {
  itemId: 'madam-lin/2026-11-23',
  customerId: 'madam-lin',
  day: businessDate('2026-11-23'),
  state: 'fixed',
  agent: '0301',
  sheet: 'SC20261123-01',
  place: 3,
  phoneKey: 'k',
  lead: 'new-card',
  rules: ['new-card'],
  occasionIds: ['madam-lin/new-card/VIP1'],
  at: null,
  earlierSheets: 0,
};

const said = (id: string, more: Partial<StoredResult> = {}): StoredResult =>
  ({ _id: id, turn: 1, source: 'screen', time: '10:00', ...more }) as StoredResult;

const SCREEN = { source: 'screen', time: null } as const;
const paper = (time: string, onPaper = { sheet: ROW.sheet, place: ROW.place }) => ({
  source: 'paper' as const,
  time,
  onPaper,
});
const held = { held: true, seenTurn: 0 };
const lost = { held: false, seenTurn: 0 };

describe('where a result stands', () => {
  it('on its row while that is open, whoever said something before the call was opened', () => {
    expect(placeOf(SCREEN, held, ROW, [])).toEqual({ as: 'result', row: ROW });
    expect(placeOf(SCREEN, { held: true, seenTurn: 1 }, ROW, [said('a')])).toEqual({
      as: 'result',
      row: ROW,
    });
  });

  it('on its row although somebody recorded in between, as long as the call is held and the row open', () => {
    expect(placeOf(SCREEN, held, ROW, [said('a')])).toEqual({ as: 'result', row: ROW });
  });

  it('in question when the lease was lost and somebody else recorded since', () => {
    expect(placeOf(SCREEN, lost, ROW, [said('a')])).toEqual({ as: 'conflict', row: ROW, with: 'a' });
    expect(placeOf(SCREEN, lost, ROW, [])).toEqual({ as: 'result', row: ROW });
  });

  it('in question when the row was worked off, so that nothing is settled twice', () => {
    const settled = { ...ROW, state: 'settled' as const };
    expect(placeOf(SCREEN, held, settled, [said('a')])).toEqual({ as: 'conflict', row: settled, with: 'a' });
    // A merge worked it off without a result of this row.
    expect(placeOf(SCREEN, held, settled, [])).toEqual({ as: 'result', row: null });
  });

  it('beside every row for who stands on none, and for who calls us when theirs is worked off', () => {
    expect(placeOf(SCREEN, held, null, [])).toEqual({ as: 'result', row: null });
    const incoming = { source: 'incoming' as const, time: null };
    expect(placeOf(incoming, held, ROW, [said('a')])).toEqual({ as: 'result', row: ROW });
    expect(placeOf(incoming, held, { ...ROW, state: 'settled' }, [said('a')])).toEqual({
      as: 'result',
      row: null,
    });
  });

  it('on paper: one attempt after the other, but not what the screen knows, not the same minute, not after the end', () => {
    const first = said('a', { source: 'paper', time: '10:00' });
    expect(placeOf(paper('10:00'), null, ROW, [])).toEqual({ as: 'result', row: ROW });
    expect(placeOf(paper('14:00'), null, ROW, [first])).toEqual({ as: 'result', row: ROW });
    expect(placeOf(paper('10:00'), null, ROW, [first])).toMatchObject({ as: 'conflict', with: 'a' });
    expect(placeOf(paper('14:00'), null, ROW, [said('s')])).toMatchObject({ as: 'conflict', with: 's' });
    const settled = { ...ROW, state: 'settled' as const };
    expect(placeOf(paper('14:00'), null, settled, [first])).toMatchObject({ as: 'conflict', with: 'a' });
    expect(placeOf(paper('16:40'), null, { ...ROW, state: 'carried' }, [])).toMatchObject({ as: 'result' });
  });

  it('beside the row when it stands elsewhere by now; on it there while nobody has called', () => {
    const old = { sheet: 'SC20261123-02', place: 7 };
    expect(placeOf(paper('10:00', old), null, ROW, [])).toEqual({ as: 'extra', row: ROW });
    expect(placeOf(paper('10:00', old), null, ROW, [said('a')])).toEqual({ as: 'extra', row: null });
    expect(placeOf(paper('10:00'), null, { ...ROW, state: 'struck' }, [])).toEqual({
      as: 'extra',
      row: null,
    });
    expect(placeOf(paper('10:00'), null, null, [])).toEqual({ as: 'extra', row: null });
  });
});

describe('the cycle attempts are counted on', () => {
  const row = (...reasons: string[]) => ({
    customerId: 'madam-lin',
    occasionIds: reasons.map((reason) => `madam-lin/${reason}`),
  });
  const promised = new Map([['r1', { cycle: 'birthday:solar:2026' }]]);

  it('is named by the reason first tried', () => {
    expect(cycleOf(row('new-card/VIP1', 'after-purchase/581587'), promised)).toBe('new-card:VIP1');
    expect(cycleOf(row(), promised)).toBeNull();
  });

  it('goes on with a retry and with a kept promise', () => {
    expect(cycleOf(row('new-card/VIP1', 'retry/activity:夏日/沙龙:2026-11-18'), promised)).toBe(
      'activity:夏日/沙龙:2026-11-18',
    );
    expect(cycleOf(row('promised/r1'), promised)).toBe('birthday:solar:2026');
    expect(cycleOf(row('promised/from-elsewhere'), promised)).toBe('promised:from-elsewhere');
    expect(promisesOf([row('promised/r1', 'new-card/VIP1')])).toEqual(['r1']);
  });

  it('reads keys whatever stands in them', () => {
    expect(reasonKeysOf(row('activity/夏日/沙龙:2026-11-18'))).toEqual([
      { rule: 'activity', key: '夏日/沙龙:2026-11-18' },
    ]);
    expect(reasonKeysOf({ customerId: 'x', occasionIds: ['madam-lin/new-card/1', 'x/odd'] })).toEqual([]);
  });
});
