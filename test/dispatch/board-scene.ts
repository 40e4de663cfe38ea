import { afterAll } from 'vitest';
import { dispatchRoutes } from '../../server/dispatch/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import type { Evidence, EvidenceField } from '../../server/customers/index.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { dispatchHouse, type TestHouse } from '../support/dispatch-house.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { openOffice, PASSWORD, type TestOffice } from '../support/page.ts';

/** An office whose dispatch pages stand on the whole house, and the hands to prepare its day. */
export interface BoardScene extends Omit<TestHouse, 'hire'> {
  office: TestOffice;
  /** Adds agents 0201 … of {@link AGENTS}, who can sign in with the tests' password. */
  hire(count?: number): Promise<void>;
  /** Lets VIP cards in; every customer becomes due by the rule of new cards (issued 11-20). */
  cards(people: Partial<Record<EvidenceField, string>>[]): Promise<void>;
  purchases(rows: Partial<Record<EvidenceField, string>>[]): Promise<void>;
}

/** The day of the pictures. */
export const DAY = businessDate('2026-11-23');

/** Eight agents by name, as in the picture of the board. */
export const AGENTS = ['张慧敏', '李红梅', '周丽娜', '陈国栋', '赵雪琴', '欧阳静', '吴佳怡', '孙倩'];

/** Opens the office at this time; two connections, because every part keeps its own models. */
export async function openBoard(now = '2026-11-23T08:41:20+08:00'): Promise<BoardScene> {
  const uri = ownDatabaseUri();
  const [own, pages] = [await openDatabase(uri, { poolSize: 6 }), await openDatabase(uri, { poolSize: 6 })];
  afterAll(async () => {
    await own.connection.dropDatabase();
    await own.close();
    await pages.close();
  });
  const house = await dispatchHouse(own, now);
  const { services, clock } = house;
  await services.runs.timetable.publish(SCHEDULE);
  const office = await openOffice(
    () =>
      dispatchRoutes({
        ...services,
        ...services.press,
        staffNames: async () =>
          new Map((await services.staff.list()).map(({ staffNo, name }) => [staffNo, name])),
        clock,
      }),
    { clock, db: pages },
  );
  const letIn = async (kind: Evidence['kind'], rows: Partial<Record<EvidenceField, string>>[]) => {
    const outcomes = await services.customers.intake(
      rows.map((cells, at) => ({ row: at + 1, kind, cells })),
      { importId: `${kind}-${rows.length}`, actor: SYSTEM, on: DAY, rehearsal: null },
    );
    const refused = outcomes.filter((outcome) => outcome.kind === 'rejected' || outcome.kind === 'conflict');
    if (refused.length > 0) throw new Error(`not let in: ${JSON.stringify(refused.slice(0, 3))}`);
  };
  return {
    ...house,
    office,
    hire: async (count = AGENTS.length) => {
      for (const [at, name] of AGENTS.slice(0, count).entries()) {
        const staffNo = `02${String(at + 1).padStart(2, '0')}`;
        await services.staff.add({ staffNo, name, roles: ['agent'], password: PASSWORD }, SYSTEM);
      }
    },
    cards: (people) =>
      letIn(
        'vip-cards',
        people.map((person, at) => ({ ...CARD, ...numbered(at), ...person })),
      ),
    purchases: (rows) => letIn('purchases', rows),
  };
}

const CARD = { gender: '女', level: '金卡', issuedOn: '2026-11-20', allowCall: '是' };

const SURNAMES = ['刘', '黄', '何', '王', '张', '徐', '郑', '周', '沈', '诸葛', '单', '仇'];
const GIVEN = [
  '桂英',
  '志强',
  '婉仪',
  '秀兰',
  '晓明',
  '丽华',
  '国华',
  '文博',
  '美琪',
  '明远',
  '晓燕',
  '建华',
];

function numbered(at: number): Partial<Record<EvidenceField, string>> {
  const surname = SURNAMES[at % SURNAMES.length] ?? '';
  const given = GIVEN[Math.floor(at / SURNAMES.length) % GIVEN.length] ?? '';
  return {
    cardNo: `8800${String(10_000_000 + at)}`,
    name: `${surname}${given}`,
    mobile: `139${String(10_000_000 + at * 7)}`,
  };
}

/** This many VIP cards with nothing special about them. */
export function plainCards(count: number): Partial<Record<EvidenceField, string>>[] {
  return Array.from({ length: count }, () => ({}));
}
