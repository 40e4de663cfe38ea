import { describe, expect, it } from 'vitest';
import { calendarRoutes, makeCalendar, makeCalendarModel } from '../../server/calendar/index.ts';
import { settableClock } from '../support/clock.ts';
import { openOffice, people } from '../support/page.ts';

const clock = settableClock('2026-12-01T08:41:20+08:00');
const office = await openOffice(
  ({ db, audit }) =>
    calendarRoutes({ calendar: makeCalendar({ db, model: makeCalendarModel(db), clock, audit }), clock }),
  { clock },
);

describe('the calendar page', () => {
  it('shows the year with holidays and make-up days, and warns that next year is missing', async () => {
    const he = await office.signIn(people.leaderHe);
    const shown = await he.get('/calendar');
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('2027 年的节假日还没有导入');
    expect(shown.text).toContain('放假 33 天，调休上班 6 天');
    expect(shown.text).toContain('没有停业安排');
    expect(shown.html).toContain('国庆节');
    const next = await he.get('/calendar?year=2027');
    expect(next.text).toContain('2027 年节假日尚未公布');
  });

  it('enters a closure and takes it back', async () => {
    const he = await office.signIn(people.leaderHe);
    await he.get('/calendar');
    const sent = await he.post('/calendar/closures', {
      year: '2027',
      from: '2027.2.5',
      to: '20270208',
      reason: '春节',
    });
    expect([sent.status, sent.location]).toEqual([303, '/calendar?year=2027']);
    const shown = await he.get('/calendar?year=2027');
    expect(shown.text).toContain('停业已登记');
    expect(shown.text).toContain('2027-02-05 – 2027-02-08 春节 4 天');
    const id = /closures\/([0-9a-f]+)\/remove/.exec(shown.html)?.[1] ?? '';
    expect((await he.post(`/calendar/closures/${id}/remove`)).status).toBe(303);
    expect((await he.get('/calendar')).text).toContain('没有停业安排');
  });

  it('brings a bad closure back with every error beside its field and all that was typed', async () => {
    const he = await office.signIn(people.leaderHe);
    await he.get('/calendar');
    const back = await he.post('/calendar/closures', { from: '2026-02-30', to: '明天', reason: '' });
    expect(back.status).toBe(422);
    expect(back.text).toContain('未保存：有 3 处需更正');
    expect(back.html).toContain('value="明天"');
    expect(back.html.match(/aria-invalid="true"/g)).toHaveLength(3);
  });

  it('loads a holiday file, says that an empty official one is not announced, and names what is wrong', async () => {
    const admin = await office.signIn(people.adminZhao);
    const send = async (content: string) => {
      await admin.get('/calendar');
      return admin.upload('/calendar/holidays', {}, { field: 'file', name: 'holidays.json', content });
    };
    const empty = await send('{"year":2027,"papers":[],"days":[]}');
    expect(empty.status).toBe(303);
    expect((await admin.get('/calendar')).text).toContain('尚未公布');
    const wrong = await send(
      '{"year":2027,"papers":[],"days":[{"name":"元旦","date":"1月1日","isOffDay":true}]}',
    );
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('文件中 days.0.date 处不是有效日期');
    const good = await send(
      '{"year":2027,"papers":["https://example.org"],"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}',
    );
    expect(good.status).toBe(303);
    const shown = await admin.get('/calendar');
    expect(shown.text).toContain('节假日已导入');
    expect(shown.text).not.toContain('2027 年的节假日还没有导入');
  });

  it('keeps a department’s own hours', async () => {
    const he = await office.signIn(people.leaderHe);
    await he.get('/calendar');
    const department = { code: 'knitwear', department: '针织部', basis: 'store', hours: '10:00-22:00' };
    expect((await he.post('/calendar/departments', department)).status).toBe(303);
    const shown = await he.get('/calendar?edit=knitwear');
    expect(shown.text).toContain('针织部 knitwear · 商场营业就上班 10:00-22:00');
    expect(shown.html).toContain('name="version" value="1"');
    const bad = await he.post('/calendar/departments', { ...department, code: '针织', hours: '22:00-10:00' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('工作时间看不懂');
    // A second department under the same code is somebody else's work, not a change.
    expect((await he.post('/calendar/departments', department)).status).toBe(409);
  });

  it('lets the supervisor look, and nobody else close the store', async () => {
    const lin = await office.signIn(people.supervisorLin);
    const shown = await lin.get('/calendar');
    expect(shown.status).toBe(200);
    expect(shown.html).not.toContain('/calendar/closures');
    expect((await lin.post('/calendar/closures', { from: '2027-01-01', reason: 'x' })).status).toBe(403);
    const agent = await office.signIn(people.agentChen);
    expect((await agent.get('/calendar')).status).toBe(403);
  });

  it.each(['zh-TW', 'en'] as const)('speaks %s', async (locale) => {
    const he = await office.signIn(people.leaderHe);
    await office.staff.setLocale(people.leaderHe.staffNo, locale);
    const { text } = await he.get('/calendar');
    expect(text).toContain(locale === 'en' ? 'Days the store is closed' : '商場不營業的日子');
    await office.staff.setLocale(people.leaderHe.staffNo, 'zh-CN');
  });
});
