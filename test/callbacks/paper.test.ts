import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict, InvalidInput, RuleBroken } from '../../server/platform/errors.ts';
import { useDatabase } from '../support/database.ts';
import { callScene, leader, li, madeBy, MONDAY, result, TUESDAY, written, zhang } from './call-scene.ts';

const scene = await callScene(await useDatabase());
const { callbacks } = scene;
const { dispatch } = scene.services;
/** Whoever keys the sheets back. */
const clerk = leader;

beforeEach(async () => {
  await scene.open();
  scene.at('17:05');
});

const rowOf = async (staffNo = '0301') => {
  const [row] = await dispatch.worklist.rows(MONDAY, staffNo);
  if (row === undefined) throw new Error('an empty sheet');
  return row;
};

describe('a sheet that comes back', () => {
  it('row by row: same consequences as on the screen, at the time that was written', async () => {
    const row = await rowOf();
    const keyed = await callbacks.keyPaper(written(row, 'V1', '10:20', { words: '满意' }), clerk);
    expect(keyed.as).toBe('result');
    expect(madeBy(keyed.result)).toEqual(['service', 'ended.called']);
    expect(keyed.result).toMatchObject({
      agent: '0301',
      agentName: '张慧敏',
      by: '0101',
      time: '10:20',
      sheet: row.sheet,
      place: row.place,
      source: 'paper',
    });
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('settled');
  });

  it('two attempts of one row are two results, the same form twice is one', async () => {
    const row = await rowOf();
    const first = written(row, 'N1', '10:20');
    await callbacks.keyPaper(first, clerk);
    expect((await callbacks.keyPaper(first, clerk)).as).toBe('again');
    const second = await callbacks.keyPaper(written(row, 'N1', '14:10'), clerk);
    expect(second).toMatchObject({ as: 'result', result: { attempt: 2 } });
    // Two a day: the next one is tomorrow or later.
    expect(second.result.next).toMatchObject({ kind: 'retry', on: TUESDAY });
  });

  it('keyed after the close of day the row does not wait for tomorrow any more', async () => {
    const row = await rowOf();
    await scene.db.transaction((session) => callbacks.closeDay(MONDAY, 'day-staff', session));
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('carried');
    await callbacks.keyPaper(written(row, 'V1', '16:40'), clerk);
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('settled');
    expect(await scene.of('occasions', row.customerId)).toMatchObject([{ state: 'closed' }]);
  });

  it('what cannot have been is refused with its field', async () => {
    const row = await rowOf();
    const refused = async (time: string) =>
      (await callbacks
        .keyPaper(written(row, 'N1', time), clerk)
        .catch((error: unknown) => error)) as InvalidInput;
    expect((await refused('17:30')).fields).toEqual([
      { field: 'time', message: 'callbacks.errors.time-to-come' },
    ]);
    expect((await refused('1030')).fields).toEqual([{ field: 'time', message: 'callbacks.errors.time' }]);
  });

  it('a low score on paper is a complaint, whoever keyed it', async () => {
    const row = await rowOf();
    const { result: keyed } = await callbacks.keyPaper(
      written(row, 'V1', '10:20', { csat: 1, words: '袖口起球，没人管' }),
      clerk,
    );
    expect(madeBy(keyed)).toEqual(['ticket.complaint', 'service', 'ended.called']);
    const [wish] = await callbacks.wishesOf([keyed._id]);
    expect(wish).toMatchObject({
      kind: 'ticket',
      state: 'wanted',
      ticket: {
        kind: 'complaint',
        words: '袖口起球，没人管',
        firstReplyBy: new Date('2026-11-24T10:20:00+08:00'),
      },
    });
  });
});

describe('paper and screen say two things', () => {
  async function conflict() {
    scene.at('10:05');
    const call = await scene.next(zhang);
    const screen = await callbacks.save(result(call, 'N1'), zhang);
    scene.at('17:05');
    const row = await dispatch.worklist.row(call.itemId ?? '');
    if (row === null) throw new Error('the row is gone');
    const paper = await callbacks.keyPaper(written(row, 'V1', '10:00', { words: '满意' }), clerk);
    return { row, screen: screen.result, paper: paper.result, as: paper.as };
  }

  it('it is shown, and nothing follows from the second until somebody decides', async () => {
    const { row, screen, paper, as } = await conflict();
    expect(as).toBe('conflict');
    expect(madeBy(paper)).toEqual(['beside.conflict']);
    expect(await callbacks.conflicts(MONDAY)).toMatchObject([
      { kept: { _id: screen._id }, other: { _id: paper._id } },
    ]);
    expect((await callbacks.dayOf(MONDAY)).conflicts).toBe(1);
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('fixed');
    expect((await scene.of('service_events', row.customerId)).length).toBe(1);
  });

  it('the paper takes the place of the screen', async () => {
    const { row, screen, paper } = await conflict();
    await callbacks.decideConflict(paper._id, 'this', leader);
    expect(await callbacks.result(screen._id)).toMatchObject({ undoneBy: '0101' });
    const kept = await callbacks.result(paper._id);
    expect(kept).toMatchObject({ conflictState: 'kept', time: '10:00', attempt: 1, agent: '0301' });
    expect(madeBy(kept)).toEqual(['service', 'ended.called']);
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('settled');
    expect(await scene.of('service_events', row.customerId)).toMatchObject([{ key: paper._id }]);
    await expect(callbacks.decideConflict(paper._id, 'both', leader)).rejects.toThrow(Conflict);
  });

  it('the screen stands', async () => {
    const { row, paper } = await conflict();
    await callbacks.decideConflict(paper._id, 'other', leader);
    expect(await callbacks.result(paper._id)).toMatchObject({ conflictState: 'dropped' });
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('fixed');
    expect((await callbacks.dayOf(MONDAY)).conflicts).toBe(0);
  });

  it('both were calls', async () => {
    const { row, screen, paper } = await conflict();
    await callbacks.decideConflict(paper._id, 'both', leader);
    expect(await callbacks.result(screen._id)).toMatchObject({ undoneAt: null });
    expect(await callbacks.result(paper._id)).toMatchObject({ conflictState: 'extra', attempt: 2 });
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('settled');
  });

  it('of two leaders who decide at once one is told that it is done', async () => {
    const { paper } = await conflict();
    const both = await Promise.allSettled([
      callbacks.decideConflict(paper._id, 'this', leader),
      callbacks.decideConflict(paper._id, 'other', leader),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('what was acted on since is not replaced', async () => {
    scene.at('10:05');
    const call = await scene.next(zhang);
    const screen = await callbacks.save(
      result(call, 'V1', {
        tags: ['suggestion'],
        wishes: [
          {
            kind: 'ticket',
            ticket: {
              kind: 'suggestion',
              words: '多放几把椅子',
              department: 'service-desk',
              remedy: null,
              receiptNo: null,
              firstReplyBy: null,
            },
          },
        ],
      }),
      zhang,
    );
    const [wish] = await callbacks.wishesOf([screen.result._id]);
    await scene.services.wishes.takeUpByHand(wish?._id ?? '', 'YJ-1', leader);
    scene.at('17:05');
    const row = await dispatch.worklist.row(call.itemId ?? '');
    if (row === null) throw new Error('the row is gone');
    const paper = await callbacks.keyPaper(written(row, 'R1', '10:00'), clerk);
    await expect(callbacks.decideConflict(paper.result._id, 'this', leader)).rejects.toThrow(RuleBroken);
    expect(await callbacks.result(paper.result._id)).toMatchObject({ conflictState: 'open' });
    expect(await callbacks.result(screen.result._id)).toMatchObject({ undoneAt: null });
  });
});

describe('a struck row that was called all the same', () => {
  it('is an extra attempt; a completed one closes the row of the new owner', async () => {
    const row = await rowOf();
    scene.at('11:00');
    const { version } = await dispatch.board(MONDAY);
    await dispatch.transferRows(
      { day: MONDAY, version, sheet: row.sheet, places: [row.place], to: li.staffNo, reason: '开会' },
      leader,
    );
    const there = await dispatch.worklist.row(row.itemId);
    expect(there).toMatchObject({ agent: '0302', state: 'fixed' });
    scene.at('17:05');
    const keyed = await callbacks.keyPaper(written(row, 'V1', '10:20'), clerk);
    expect(keyed.as).toBe('extra');
    expect(keyed.result).toMatchObject({ sheet: row.sheet, place: row.place, agent: '0301' });
    expect(madeBy(keyed.result)).toEqual(['service', 'beside.extra', 'closes-for-owner', 'ended.called']);
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('settled');
  });

  it('beside what the new owner recorded it is kept and plans nothing', async () => {
    const row = await rowOf();
    scene.at('11:00');
    const { version } = await dispatch.board(MONDAY);
    await dispatch.transferRows(
      { day: MONDAY, version, sheet: row.sheet, places: [row.place], to: li.staffNo, reason: '开会' },
      leader,
    );
    const call = await callbacks.open(row.itemId, li);
    await callbacks.save(result(call, 'N1'), li);
    scene.at('17:05');
    const keyed = await callbacks.keyPaper(written(row, 'N1', '10:20'), clerk);
    expect(keyed).toMatchObject({ as: 'extra', result: { next: { kind: 'none' } } });
    expect((await dispatch.worklist.row(row.itemId))?.state).toBe('fixed');
    const { rows } = await callbacks.queue(MONDAY, '0302');
    expect(rows.find((each) => each.row.itemId === row.itemId)?.attempts).toBe(2);
  });
});
