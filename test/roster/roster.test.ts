import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCalendar, makeCalendarModel, type Calendar } from '../../server/calendar/index.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken } from '../../server/platform/errors.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import type { Actor, Role } from '../../server/platform/roles.ts';
import { makeRoster, type Roster } from '../../server/roster/index.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';

const db = await useDatabase();
const clock = settableClock('2026-11-23T08:30:00+08:00');
const today = businessDate('2026-11-23');
const tomorrow = businessDate('2026-11-24');
const person = (staffNo: string, name: string, ...roles: Role[]): Actor => ({ staffNo, name, roles });
const people = {
  leader: person('0101', '何建平', 'leader'),
  deputy: person('0102', '方雅', 'leader', 'clerk'),
  zhang: person('0301', '张慧敏', 'agent'),
  li: person('0302', '李红梅', 'agent'),
  keeper: person('0303', '周丽娜', 'agent', 'stock'),
  clerk: person('0201', '张丽', 'clerk'),
  department: person('0601', '陈立', 'department'),
};
let roster: Roster;
let swaps: Roster['swaps'];
let calendar: Calendar;

beforeAll(async () => {
  const audit = makeAuditTrail(db, clock);
  calendar = makeCalendar({ db, model: makeCalendarModel(db), clock, audit });
  const staff = { list: async () => Object.values(people).map((each) => ({ ...each, active: true })) };
  roster = makeRoster({ db, clock, audit, calendar, staff });
  swaps = roster.swaps;
  await buildIndexes(db);
});

beforeEach(async () => {
  for (const name of ['roster_days', 'roster_changes', 'roster_swaps', 'store_calendar'])
    await db.connection.collection(name).deleteMany({});
});

describe('a day nobody planned', () => {
  it('has every active agent at work with 35 calls, by staff number', async () => {
    const agents = await roster.agentsFor(today);
    expect(agents.map(({ staffNo }) => staffNo)).toEqual(['0301', '0302', '0303']);
    expect(agents[0]).toEqual({
      staffNo: '0301',
      name: '张慧敏',
      capacity: 35,
      present: true,
      reason: null,
      lunchDuty: false,
      duty: false,
      stockKeeper: false,
    });
    expect(agents[2]).toMatchObject({ stockKeeper: true });
    expect(await roster.version(today)).toBe(0);
  });

  it('lists the office, not the departments', async () => {
    const { rows } = await roster.rosterFor(today);
    expect(rows.map(({ staffNo }) => staffNo)).toEqual(['0101', '0102', '0201', '0301', '0302', '0303']);
    expect(rows.find(({ staffNo }) => staffNo === '0201')).toMatchObject({ capacity: 0, presence: 'works' });
  });

  it('has nobody present when the store is closed', async () => {
    await calendar.addClosure({ from: tomorrow, to: tomorrow, reason: '盘点' }, people.leader);
    expect((await roster.agentsFor(tomorrow)).map(({ present, reason }) => [present, reason])).toEqual([
      [false, 'closed'],
      [false, 'closed'],
      [false, 'closed'],
    ]);
  });
});

describe('changes of the day', () => {
  it('marks an agent absent with the reason, and present again, each with a version and a line of history', async () => {
    expect(await roster.markAbsent(today, '0302', 'sick', people.leader)).toBe(1);
    expect((await roster.agentsFor(today))[1]).toMatchObject({ present: false, reason: 'sick' });
    expect(await roster.markAbsent(today, '0302', 'sick', people.leader)).toBe(1);
    expect(await roster.markPresent(today, '0302', people.leader)).toBe(2);
    expect((await roster.agentsFor(today))[1]).toMatchObject({ present: true, reason: null });
    const changes = await roster.changes(today);
    expect(
      changes.map(({ version, by, before, after }) => [version, by, before.presence, after.presence]),
    ).toEqual([
      [2, '0101', 'absent', 'works'],
      [1, '0101', 'works', 'absent'],
    ]);
  });

  it('keeps both changes when two people mark two agents at the same moment', async () => {
    await Promise.all([
      roster.markAbsent(tomorrow, '0301', 'training', people.leader),
      roster.markAbsent(tomorrow, '0302', 'annual', people.deputy),
      roster.setCapacity(tomorrow, '0303', 16, people.leader),
    ]);
    expect((await roster.agentsFor(tomorrow)).map(({ reason, capacity }) => [reason, capacity])).toEqual([
      ['training', 35],
      ['annual', 35],
      [null, 16],
    ]);
    expect(await roster.version(tomorrow)).toBe(3);
  });

  it('refuses an edit made on an older look at the day', async () => {
    await roster.setCapacity(today, '0301', 20, people.leader);
    await expect(
      roster.edit(today, [{ staffNo: '0301', change: { capacity: 30 } }], {
        actor: people.deputy,
        seenVersion: 0,
      }),
    ).rejects.toThrow(Conflict);
    expect((await roster.agentsFor(today))[0]).toMatchObject({ capacity: 20 });
  });

  it('refuses days that have passed, strangers, and capacities nobody can call', async () => {
    await expect(
      roster.markAbsent(businessDate('2026-11-22'), '0301', 'sick', people.leader),
    ).rejects.toThrow(RuleBroken);
    await expect(roster.markAbsent(today, '0999', 'sick', people.leader)).rejects.toThrow(NotFound);
    await expect(roster.setCapacity(today, '0201', 10, people.leader)).rejects.toThrow(NotFound);
    await expect(roster.setCapacity(today, '0301', 201, people.leader)).rejects.toThrow(InvalidInput);
    await expect(roster.setCapacity(today, '0301', 3.5, people.leader)).rejects.toThrow(InvalidInput);
  });

  it('takes duties away from somebody who does not work', async () => {
    await roster.edit(
      today,
      [{ staffNo: '0301', change: { duty: true, dutyWork: '回访昨日未通', lunchDuty: true } }],
      { actor: people.leader },
    );
    expect((await roster.agentsFor(today))[0]).toMatchObject({ duty: true, lunchDuty: true });
    await roster.markAbsent(today, '0301', '家里有事', people.leader);
    expect((await roster.agentsFor(today))[0]).toMatchObject({
      duty: false,
      lunchDuty: false,
      reason: '家里有事',
    });
  });
});

describe('a month', () => {
  it('counts turns fairly: worked, rest, weekends, duty', async () => {
    await roster.seed([
      {
        day: businessDate('2026-11-28'),
        version: 1,
        entries: [
          {
            staffNo: '0301',
            presence: 'rest',
            reason: null,
            capacity: 35,
            lunchDuty: false,
            duty: false,
            dutyWork: '',
            deputyLeader: false,
          },
        ],
      },
    ]);
    await roster.edit(
      businessDate('2026-11-29'),
      [{ staffNo: '0301', change: { duty: true, lunchDuty: true } }],
      { actor: people.leader },
    );
    const { days, shares } = await roster.monthOf('2026-11');
    expect(days).toHaveLength(30);
    expect(shares.find(({ staffNo }) => staffNo === '0301')).toEqual({
      staffNo: '0301',
      worked: 29,
      rest: 1,
      absent: 0,
      weekends: 8,
      duty: 1,
      lunch: 1,
    });
    expect(shares.find(({ staffNo }) => staffNo === '0302')).toMatchObject({ worked: 30, weekends: 9 });
  });
});

describe('a swap of turns', () => {
  const ask = () =>
    swaps.request({ day: today, withStaffNo: '0302', withDay: tomorrow, note: '孩子家长会' }, people.zhang);

  it('changes the roster only when both people and a leader agreed', async () => {
    await roster.edit(
      today,
      [
        { staffNo: '0301', change: { duty: true, dutyWork: '拨未通' } },
        { staffNo: '0302', change: { presence: 'rest', capacity: 30 } },
      ],
      { actor: people.leader },
    );
    const swap = await ask();
    await expect(swaps.move(swap.id, 'confirm', people.leader)).rejects.toThrow(NotAllowed);
    await expect(swaps.move(swap.id, 'accept', people.keeper)).rejects.toThrow(NotAllowed);
    await swaps.move(swap.id, 'accept', people.li);
    expect(await roster.version(today)).toBe(1);
    await expect(swaps.move(swap.id, 'confirm', people.li)).rejects.toThrow(NotAllowed);
    await swaps.move(swap.id, 'confirm', people.leader);
    const [zhang, li] = await roster.agentsFor(today);
    expect(zhang).toMatchObject({ present: false, reason: 'rest', duty: false, capacity: 35 });
    expect(li).toMatchObject({ present: true, duty: true, capacity: 30 });
    await expect(swaps.move(swap.id, 'confirm', people.leader)).rejects.toThrow(Conflict);
  });

  it('can be refused by the other and withdrawn by who asked', async () => {
    const first = await ask();
    expect((await swaps.move(first.id, 'refuse', people.li)).state).toBe('refused');
    const second = await ask();
    expect((await swaps.move(second.id, 'withdraw', people.zhang)).state).toBe('withdrawn');
    expect((await swaps.current()).map(({ state }) => state).toSorted()).toEqual(['refused', 'withdrawn']);
    expect(await roster.version(today)).toBe(0);
  });

  it('is refused with oneself, for past days, and when one of the two fell ill', async () => {
    await expect(
      swaps.request({ day: today, withStaffNo: '0301', withDay: today, note: '' }, people.zhang),
    ).rejects.toThrow(InvalidInput);
    await expect(
      swaps.request(
        { day: businessDate('2026-11-22'), withStaffNo: '0302', withDay: today, note: '' },
        people.zhang,
      ),
    ).rejects.toThrow(InvalidInput);
    const swap = await ask();
    await swaps.move(swap.id, 'accept', people.li);
    await roster.markAbsent(tomorrow, '0302', 'sick', people.leader);
    await expect(swaps.move(swap.id, 'confirm', people.leader)).rejects.toThrow(RuleBroken);
  });

  it('leaves the confirmation to another leader when a leader swaps', async () => {
    const swap = await swaps.request(
      { day: today, withStaffNo: '0102', withDay: today, note: '' },
      people.leader,
    );
    await swaps.move(swap.id, 'accept', people.deputy);
    await expect(swaps.move(swap.id, 'confirm', people.leader)).rejects.toThrow(NotAllowed);
    await expect(swaps.move(swap.id, 'confirm', people.deputy)).rejects.toThrow(NotAllowed);
  });
});
