import { describe, expect, it } from 'vitest';
import { makeCalendar, makeCalendarModel } from '../../server/calendar/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { makeRoster, rosterRoutes, type Roster } from '../../server/roster/index.ts';
import { settableClock } from '../support/clock.ts';
import { openOffice, people } from '../support/page.ts';

const clock = settableClock('2026-11-23T08:31:00+08:00');
const today = businessDate('2026-11-23');
const opened: Roster[] = [];
const office = await openOffice(
  ({ db, audit }, staff) => {
    const calendar = makeCalendar({ db, model: makeCalendarModel(db), clock, audit });
    const roster = makeRoster({ db, clock, audit, calendar, staff });
    opened.push(roster);
    return rosterRoutes({ roster, clock });
  },
  { clock },
);
const roster = opened[0]!;
const he = await office.signIn(people.leaderHe);
const chen = await office.signIn(people.agentChen);
const zhou = await office.signIn(people.agentZhou);

/** All fields of a day's form as the page shows them. */
function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const [name, value] = ['name', 'value'].map((key) => new RegExp(` ${key}="([^"]*)"`).exec(tag)?.[1]);
    if (name === undefined || name === '_csrf' || name === 'q') continue;
    if (!tag.includes('type="checkbox"')) fields[name] = value ?? '';
    else if (tag.includes(' checked')) fields[name] = 'on';
  }
  for (const [, name, options] of html.matchAll(/<select name="([\w-]+)"[^>]*>(.*?)<\/select>/gs))
    fields[name!] = /value="([^"]+)" selected/.exec(options!)?.[1] ?? '';
  return fields;
}

describe('the roster of a month', () => {
  it('shows everybody in groups with the days as links and the counts of the month', async () => {
    const { status, text, html } = await he.get('/roster');
    expect(status).toBe(200);
    expect(text).toContain('2026-11');
    expect(html).toContain('href="/roster/2026-11-23"');
    expect(text).toMatch(/回访员 周丽娜.* 陈国栋/);
    expect((await he.get('/roster?month=2027-02')).text).toContain('2027-02');
    expect((await he.get('/roster?month=99')).text).toContain('2026-11');
  });

  it('is printed as a table of its own', async () => {
    const { status, text, html } = await he.get('/roster/print?month=2026-11');
    expect(status).toBe(200);
    expect(text).toContain('滨江百货 · 2026-11 排班表');
    expect(html).toContain('roster-print.css');
  });
});

describe('a day of the roster', () => {
  it('is changed by the leader: absence in words, capacity, duty', async () => {
    const fields = fieldsOf((await he.get('/roster/2026-11-23')).html);
    expect(fields['capacity-0204']).toBe('35');
    const saved = await he.post('/roster/2026-11-23', {
      ...fields,
      'presence-0204': 'absent',
      'reason-0204': '病假',
      'capacity-0203': '16',
      'duty-0203': 'on',
      'dutyWork-0203': '回访未接通的顾客',
    });
    expect([saved.status, saved.location]).toEqual([303, '/roster/2026-11-23']);
    const agents = await roster.agentsFor(today);
    expect(agents).toMatchObject([
      { staffNo: '0203', capacity: 16, duty: true, present: true },
      { staffNo: '0204', present: false, reason: 'sick' },
    ]);
    const shown = await he.get('/roster/2026-11-23');
    expect(shown.text).toContain('排班已保存');
    expect(shown.text).toContain('缺勤（病假）');
    expect((await he.get('/roster')).html).toContain('缺');
  });

  it('comes back with the error beside the field and everything typed', async () => {
    const fields = fieldsOf((await he.get('/roster/2026-11-24')).html);
    const back = await he.post('/roster/2026-11-24', {
      ...fields,
      'capacity-0203': '很多',
      'dutyWork-0204': '整理退信',
    });
    expect(back.status).toBe(422);
    expect(back.text).toContain('拨打量请填 0–200 的整数');
    expect(back.html).toContain('value="很多"');
    expect(back.html).toContain('value="整理退信"');
  });

  it('is not overwritten by an older look at it: what was typed stays, what others did is told', async () => {
    const fields = fieldsOf((await he.get('/roster/2026-11-25')).html);
    await roster.setCapacity(businessDate('2026-11-25'), '0204', 20, {
      staffNo: '0301',
      name: '何建平',
      roles: ['leader'],
    });
    const refused = await he.post('/roster/2026-11-25', { ...fields, 'capacity-0203': '10' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('这一天刚被别人改过');
    expect(refused.text).toContain('拨 20 位');
    expect(fieldsOf(refused.html)).toMatchObject({ version: '1', 'capacity-0203': '10' });
  });

  it('can be read by everybody in the office, changed by the leader only, and not once it has passed', async () => {
    const seen = await chen.get('/roster/2026-11-24');
    expect(seen.status).toBe(200);
    expect(seen.html).not.toContain('name="presence-0203"');
    expect((await chen.post('/roster/2026-11-24', { version: '0' })).status).toBe(403);
    expect((await he.get('/roster/2026-11-20')).html).not.toContain('name="presence-0203"');
    const late = await he.post('/roster/2026-11-20', {
      version: '0',
      'presence-0204': 'rest',
      'capacity-0204': '1',
    });
    expect(late.status).toBe(422);
    expect(late.text).toContain('已过去');
    expect((await he.get('/roster/2026-13-40')).status).toBe(404);
  });
});

describe('a swap of turns', () => {
  it('goes from one to the other to the leader', async () => {
    await chen.get('/roster');
    const bad = await chen.post('/roster/swaps', {
      day: 'gestern',
      withStaffNo: '0203',
      withDay: '',
      note: '',
    });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('日期看不懂');
    const asked = await chen.post('/roster/swaps', {
      day: '2026-11-27',
      withStaffNo: '0203',
      withDay: '2026-11-28',
      note: '孩子家长会',
    });
    expect(asked.status).toBe(303);
    const forZhou = await zhou.get('/roster');
    const id = /swaps\/([0-9a-f]+)\/accept/.exec(forZhou.html)?.[1] ?? '';
    expect((await chen.post(`/roster/swaps/${id}/accept`)).status).toBe(403);
    expect((await zhou.post(`/roster/swaps/${id}/accept`)).status).toBe(303);
    const forHe = await he.get('/roster');
    expect(forHe.text).toContain('等组长确认');
    expect((await he.post(`/roster/swaps/${id}/confirm`)).status).toBe(303);
    expect((await he.get('/roster')).text).toContain('换班已生效');
    expect((await he.post(`/roster/swaps/${id}/confirm`)).status).toBe(409);
    expect((await he.post(`/roster/swaps/${id}/dance`)).status).toBe(404);
  });
});
