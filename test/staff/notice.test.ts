import { beforeEach, describe, expect, it } from 'vitest';
import { settableClock } from '../support/clock.ts';
import { openOffice, people } from '../support/page.ts';

const clock = settableClock('2026-11-23T08:15:00+08:00');
const office = await openOffice(() => [], { clock });
const admin = await office.signIn(people.adminZhao);
const { db, audit } = office.house;

const write = (text: string, lastDay = '', version = '0') =>
  admin.post('/notice', { text, lastDay, version });
const signInText = async () => (await office.visitor().get('/sign-in')).text;

beforeEach(async () => {
  await db.connection.collection('notices').deleteMany({});
});

describe('the notice on the sign-in page', () => {
  it('is written by the administrator and read by everybody before signing in', async () => {
    expect(await signInText()).not.toContain('公告');
    expect((await admin.get('/staff')).html).toContain('href="/notice"');
    expect((await write(' 中秋安排：\n 9 月 25 日休息 ')).status).toBe(303);
    expect(await signInText()).toContain('公告： 中秋安排： 9 月 25 日休息');
    expect((await admin.get('/notice')).text).toContain('正在显示');
    const [line] = await audit.list({ event: 'notice.written' }, 1);
    expect(line).toMatchObject({ staffNo: '0901', detail: { text: '中秋安排： 9 月 25 日休息' } });
  });

  it('is shown up to its last day, and taken off by an empty text', async () => {
    await write('今天盘点', '2026-11-23');
    expect(await signInText()).toContain('今天盘点');
    clock.set('2026-11-24T00:00:00+08:00');
    expect(await signInText()).not.toContain('今天盘点');
    clock.set('2026-11-23T08:15:00+08:00');
    expect((await write('', '', '1')).status).toBe(303);
    expect(await signInText()).not.toContain('公告');
  });

  it('a slip is said at the field, nothing typed is lost', async () => {
    const answer = await write('字'.repeat(121), '31.12.2026');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('公告最多 120 字');
    expect(answer.text).toContain('请写成年-月-日');
    expect(answer.html).toContain('value="31.12.2026"');
    expect((await write('过了', '2026-11-22')).text).toContain('这一天已经过了');
  });

  it('two who write at once: the second is told, not lost', async () => {
    await write('一');
    expect((await write('二', '', '0')).status).toBe(409);
    await write('三', '', '1');
    expect((await write('四', '', '1')).status).toBe(409);
    expect(await signInText()).toContain('三');
  });

  it('no markup gets onto the page, and only the administrator writes', async () => {
    await write('<b>休息</b>');
    expect((await office.visitor().get('/sign-in')).html).not.toContain('<b>休息</b>');
    for (const person of [people.leaderHe, people.clerkZhangLi, people.supervisorLin]) {
      const other = await office.signIn(person);
      expect((await other.get('/notice')).status).toBe(403);
    }
  });
});
