import { parse } from 'csv-parse/sync';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../server/platform/business-date.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import type { TestPerson, Visitor } from '../support/page.ts';
import { until } from '../support/until.ts';
import { MONDAY, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, office, services } = scene;
const leader: TestPerson = { staffNo: '0191', name: '何建平', roles: ['leader'] };
const supervisor: TestPerson = { staffNo: '0601', name: '林静', roles: ['supervisor'] };
const WHY = '十一月月报，核对接通率';
const folder = mkdtempSync(join(tmpdir(), 'results-export-'));
afterAll(() => rmSync(folder, { recursive: true }));
let he: Visitor;
let lin: Visitor;

/** The form of an export as the page shows it, sent; the body as bytes. */
async function take(visitor: Visitor, query: string, form: Record<string, string>) {
  await visitor.get(`/calls/results/export?${query}`);
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(`${office.url}/calls/results/export`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, accept: 'text/html' },
    body: new URLSearchParams({ _csrf: visitor.csrf(), query, ...form }),
  });
}

const csvOf = async (response: Response): Promise<string[][]> =>
  parse(Buffer.from(await response.arrayBuffer()), { bom: true, relax_column_count: true });

beforeAll(async () => {
  await scene.open({ people: 12 });
  scene.at('09:30');
  await callbacks.save(
    result(await scene.next(zhang), 'V1', { csat: 5, tags: ['praise'], words: '=HYPERLINK("http://x")' }),
    zhang,
  );
  scene.at('09:41');
  await callbacks.save(result(await scene.next(zhang), 'N1'), zhang);
  he = await office.signIn(leader);
  lin = await office.signIn(supervisor);
}, 60_000);

describe('the list of results as a file', () => {
  it('is counted first, and needs a reason', async () => {
    const page = await he.get('/calls/results/export?disposition=V1');
    expect(page.text).toMatch(
      /共 1 条，每条一行.*筛选 有效回访.*含完整的电话和卡号。 您今天还可导出 5000 行/,
    );
    const refused = await he.post('/calls/results/export', {
      query: 'disposition=V1',
      why: ' ',
      format: 'csv',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('请写导出原因');
    expect(refused.html).toMatch(/value="csv" checked/);
  });

  it('goes out as CSV that no spreadsheet takes for formulas, and tells who took it', async () => {
    const response = await take(he, `from=${MONDAY}`, { why: WHY, format: 'csv' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain(
      '回访结果-2026-11-23.csv',
    );
    const [head, first, second, mark, ...more] = await csvOf(response);
    expect(more).toEqual([]);
    const cell = (row: string[] | undefined, column: string) => row?.[head?.indexOf(column) ?? -1];
    expect(cell(first, '通话结果')).toBe('有效回访');
    expect(cell(first, '自由记录')).toBe(`'=HYPERLINK("http://x")`);
    expect(cell(first, '电话')).toMatch(/^1\d\d \d{4} \d{4}$/);
    expect(cell(first, '满意度')).toBe('5');
    expect(cell(second, '通话结果')).toBe('无人接听');
    expect(mark).toEqual([`导出人 0191 何建平，${MONDAY} 09:41，2 行，原因：${WHY}`]);
  });

  it('goes out as a workbook that keeps telephone numbers and leading zeros as text', async () => {
    const response = await take(he, `from=${MONDAY}`, { why: WHY, format: 'xlsx' });
    const path = join(folder, 'a.xlsx');
    writeFileSync(path, Buffer.from(await response.arrayBuffer()));
    const [sheet] = await readWorkbook(path);
    const [head = [], first = []] = sheet?.data ?? [];
    const cell = (column: string) => first[head.indexOf(column)];
    expect(cell('工号')).toBe('0301');
    expect(cell('电话')).toMatch(/^1\d\d \d{4} \d{4}$/);
    expect(cell('自由记录')).toBe('=HYPERLINK("http://x")');
    expect(cell('满意度')).toBe(5);
  });

  it('shows supervisors the ends of numbers only, and is in the trail with count, filter and reason', async () => {
    const response = await take(lin, 'disposition=V1', { why: WHY, format: 'csv' });
    const [head, first] = await csvOf(response);
    expect(first?.[head?.indexOf('电话') ?? -1]).toMatch(/^1\d\d \*{4} \d{4}$/);
    expect(first?.[head?.indexOf('卡号') ?? -1]).toContain('*');
    const [line] = await office.house.audit.list({ event: 'export.made', staffNo: '0601' }, 1);
    expect(line).toMatchObject({
      why: WHY,
      detail: { kind: 'call-results', format: 'csv', rows: 1, filter: 'disposition=V1', masked: true },
    });
  });

  it('is refused beyond the rows of the day, with what is left', async () => {
    await services.exports.setRowsADay(5, SYSTEM);
    const refused = await he.post('/calls/results/export', {
      query: `from=${MONDAY}`,
      why: WHY,
      format: 'csv',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('本次 2 行，您今天还可导出 1 行（每人每天 5 行）');
    const none = await he.post('/calls/results/export', {
      query: 'from=2027-01-01',
      why: WHY,
      format: 'csv',
    });
    expect(none.text).toContain('没有可导出的行');
  });
});

describe('a large export', () => {
  const COUNT = 6_000;

  beforeAll(async () => {
    await services.exports.setRowsADay(500_000, SYSTEM);
    const results = scene.db.connection.collection('call_results');
    const sample = await results.findOne({ disposition: 'V1' });
    await results.insertMany(
      Array.from({ length: COUNT }, (_, n) => {
        const day = addDays(MONDAY, -30 + (n % 20));
        return {
          ...sample,
          _id: `many-${n}` as never,
          itemId: `many-${n}`,
          turn: null,
          day,
          at: new Date(`${day}T10:00:00+08:00`),
          words: '顾客说很满意，下次还来。'.repeat(40),
        };
      }),
    );
  });

  it('has every row once, and never more than were counted', async () => {
    const rows = await csvOf(await take(he, 'to=2026-11-20', { why: WHY, format: 'csv' }));
    expect(rows.length).toBe(COUNT + 2);
  });

  it('stops reading when the receiver goes away, and nobody calls it a failure', async () => {
    await he.get('/calls/results/export?to=2026-11-20');
    const before = await openCursors();
    const body = new URLSearchParams({ _csrf: he.csrf(), query: 'to=2026-11-20', why: WHY, format: 'csv' });
    const cookie = [...he.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await new Promise<void>((gone) => {
      const asking = request(
        `${office.url}/calls/results/export`,
        { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } },
        (response) => response.once('data', () => asking.destroy()),
      );
      asking.on('error', () => undefined);
      asking.on('close', () => gone());
      asking.end(body.toString());
    });
    await until(async () => (await openCursors()) <= before, { what: 'the end of the cursor' });
    expect(office.log.filter((line) => line.includes('request failed'))).toEqual([]);
    expect((await he.get('/calls/results?all=1')).status).toBe(200);
  });

  /** Cursors over results that the server keeps open between two batches. */
  async function openCursors(): Promise<number> {
    const db = scene.db.connection.db!;
    const reply = await db.admin().command({
      aggregate: 1,
      pipeline: [
        { $currentOp: { idleCursors: true } },
        { $match: { ns: `${db.databaseName}.call_results` } },
      ],
      cursor: {},
    });
    return (reply['cursor'] as { firstBatch: unknown[] }).firstBatch.length;
  }
});
