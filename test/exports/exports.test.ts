import { afterAll, describe, expect, it } from 'vitest';
import { exportRoutes, makeExports, type ExportCommand, type Exports } from '../../server/exports/index.ts';
import { InvalidInput, RuleBroken } from '../../server/platform/errors.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { settableClock } from '../support/clock.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { openOffice, people } from '../support/page.ts';

const clock = settableClock('2026-11-23T10:06:00+08:00');
const uri = ownDatabaseUri();
const db = await openDatabase(uri, { poolSize: 10 });
const second = await openDatabase(uri, { poolSize: 10 });
afterAll(async () => {
  await db.connection.dropDatabase();
  await db.close();
  await second.close();
});
const made: Exports[] = [];
const office = await openOffice(
  (house) => {
    made.push(makeExports(house));
    return exportRoutes({ exports: made[0]! });
  },
  { clock, db },
);
const exports = made[0]!;
/** The same house seen from another process. */
const elsewhere = makeExports({ db: second, clock, audit: makeAuditTrail(second, clock) });

const he = people.leaderHe;
const lin = people.supervisorLin;
const command = (rows: number, why = '十一月月报'): ExportCommand => ({
  kind: 'call-results',
  format: 'csv',
  rows,
  why,
  filter: 'from=2026-11-01',
  masked: false,
});

describe('taking a table out of the house', () => {
  it('needs a reason, and rows', async () => {
    await expect(exports.begin(command(10, '  '), he)).rejects.toThrow(InvalidInput);
    await expect(exports.begin(command(10, '看看'), he)).rejects.toThrow(InvalidInput);
    await expect(exports.begin(command(10, '长'.repeat(201)), he)).rejects.toThrow(InvalidInput);
    await expect(exports.begin(command(0), he)).rejects.toThrow(RuleBroken);
    expect(await exports.allowance(he)).toEqual({ rowsADay: 5000, used: 0, left: 5000 });
  });

  it('leaves who, what, how much and why, in the record and in the trail', async () => {
    const record = await exports.begin(command(283, ' 十一月月报 '), he);
    expect(await exports.list(null, 10)).toEqual([record]);
    const [line] = await office.house.audit.list({ event: 'export.made' }, 1);
    expect(line).toMatchObject({
      staffNo: '0301',
      why: '十一月月报',
      subject: { kind: 'export', id: record._id },
      detail: { kind: 'call-results', format: 'csv', rows: 283, filter: 'from=2026-11-01', masked: false },
    });
  });

  it('stops at the day’s rows, one person’s use leaves the other’s alone, and tomorrow begins anew', async () => {
    await expect(exports.begin(command(4718), he)).rejects.toMatchObject({
      message: 'exports.errors.cap',
      values: { rows: 4718, left: 4717, rowsADay: 5000 },
    });
    await exports.begin(command(4717), he);
    expect((await exports.allowance(he)).left).toBe(0);
    expect((await exports.allowance(lin)).left).toBe(5000);
    clock.set('2026-11-24T09:00:00+08:00');
    expect((await exports.allowance(he)).left).toBe(5000);
  });

  it('counts across processes: of twenty at once only as many as fit go out', async () => {
    const both = [exports, elsewhere];
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => both[at % 2]!.begin(command(1000), lin)),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused.every((reason) => reason instanceof RuleBroken)).toBe(true);
    expect((await exports.allowance(lin)).used).toBe(5000);
  });
});

describe('the page of exports', () => {
  it('shows the administrator what left, and takes another limit, with a line in the trail', async () => {
    const zhao = await office.signIn(people.adminZhao);
    const page = await zhao.get('/exports');
    expect(page.status).toBe(200);
    expect(page.text).toContain('0601 林静 回访结果 CSV 1,000 十一月月报 from=2026-11-01');
    expect((await zhao.post('/exports/limit', { rowsADay: '１２,０００' })).location).toBe('/exports');
    expect(await exports.rowsADay()).toBe(12_000);
    const [line] = await office.house.audit.list({ event: 'export.limit-changed' }, 1);
    expect(line?.detail).toEqual({ before: 5000, rows: 12_000 });
  });

  it('refuses what is no number, keeping what was typed', async () => {
    const zhao = await office.signIn(people.adminZhao);
    await zhao.get('/exports');
    const refused = await zhao.post('/exports/limit', { rowsADay: '很多' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('请填 0 到 500000 之间的整数');
    expect(refused.html).toContain('value="很多"');
  });

  it('is read by supervisors, who cannot change the limit', async () => {
    const visitor = await office.signIn(lin);
    expect((await visitor.get('/exports')).html).not.toContain('action="/exports/limit"');
    expect((await visitor.post('/exports/limit', { rowsADay: '1' })).status).toBe(403);
  });
});
