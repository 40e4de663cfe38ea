import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Conflict, InvalidInput, RuleBroken } from '../../server/platform/errors.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { makeServices } from '../../server/services.ts';
import { openAgain } from '../support/database.ts';
import { openOffice, PASSWORD, people, type Visitor } from '../support/page.ts';

const office = await openOffice();
const { staff } = office;

describe('the people of the office', () => {
  it('an added person can sign in and holds the roles given', async () => {
    await staff.add({ ...people.agentZhou, password: PASSWORD, pin: '2718' }, SYSTEM);
    expect(await staff.find('0203')).toMatchObject({
      name: '周丽娜',
      roles: ['agent', 'stock'],
      hasPin: true,
    });
    expect(await staff.verifyPassword('0203', PASSWORD)).toBe(true);
    expect(await staff.verifyPassword('0203', 'something else')).toBe(false);
    expect(await staff.activeAgents()).toEqual([
      { staffNo: '0203', name: '周丽娜', roles: ['agent', 'stock'] },
    ]);
  });

  it('secrets are stored as argon2id only', async () => {
    const stored = await office.house.db.connection.collection('staff').findOne({ _id: '0203' as never });
    expect(String(stored?.['passwordHash'])).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(String(stored?.['pinHash'])).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(stored)).not.toContain(PASSWORD);
  });

  it('a staff number is given once', async () => {
    await expect(staff.add({ ...people.agentZhou, password: PASSWORD }, SYSTEM)).rejects.toThrow(Conflict);
  });

  it.each([
    [{ staffNo: 'x1' }, 'staffNo'],
    [{ name: ' ' }, 'name'],
    [{ roles: [] }, 'roles'],
    [{ password: 'short' }, 'password'],
    [{ password: 'my0777pass' }, 'password'],
    [{ password: 'password1' }, 'password'],
    [{ pin: '12' }, 'pin'],
    [{ pin: '1234' }, 'pin'],
    [{ pin: '7777' }, 'pin'],
    [{ pin: '0777' }, 'pin'],
  ])('%o is refused at its field', async (part, field) => {
    const person = { staffNo: '0777', name: '沈洁', roles: ['clerk' as const], password: PASSWORD, ...part };
    const error: unknown = await staff.add(person, SYSTEM).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as InvalidInput).fields.map((one) => one.field)).toEqual([field]);
  });

  it('the last administrator stays', async () => {
    await staff.add({ ...people.adminZhao, password: PASSWORD }, SYSTEM);
    await expect(staff.disable('0901', SYSTEM)).rejects.toThrow(RuleBroken);
    await expect(staff.setRoles('0901', ['clerk'], SYSTEM)).rejects.toThrow(RuleBroken);
    expect(await staff.find('0901')).toMatchObject({ active: true, roles: ['admin'] });
  });

  it('every change leaves a line in the trail', async () => {
    await staff.setRoles('0203', ['agent'], SYSTEM);
    await staff.disable('0203', SYSTEM);
    await staff.enable('0203', SYSTEM);
    const events = (await office.house.audit.list({ subjectId: '0203' }, 10)).map((line) => line.event);
    expect(new Set(events)).toEqual(
      new Set(['staff.added', 'staff.roles-changed', 'staff.disabled', 'staff.enabled']),
    );
  });
});

describe("the administrator's pages", () => {
  let zhao: Visitor;
  beforeAll(async () => {
    zhao = await office.signIn(people.adminZhao);
  });

  it('add a person with a one-time password that must be changed first', async () => {
    await zhao.get('/staff/new');
    const added = await zhao.post('/staff/new', {
      staffNo: '０１０２',
      name: '钱芳',
      roles: ['clerk', 'mail'],
      locale: 'zh-TW',
    });
    expect(added.status).toBe(200);
    const oneTime = /class="one-time">([^<]+)</.exec(added.html)?.[1] ?? '';
    expect(oneTime).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    expect((await zhao.get('/staff/0102')).html).not.toContain(oneTime);

    const qian = office.visitor();
    await qian.get('/sign-in');
    expect((await qian.post('/sign-in', { staffNo: '0102', password: oneTime })).location).toBe(
      '/me/password',
    );
    expect((await qian.get('/me')).location).toBe('/me/password');
    await qian.get('/me/password');
    const wrong = await qian.post('/me/password', {
      old: oneTime,
      password: 'abcdef-12345',
      again: 'abcdef-1234',
    });
    expect(wrong.status).toBe(422);
    const changed = await qian.post('/me/password', {
      old: oneTime,
      password: 'abcdef-12345',
      again: 'abcdef-12345',
    });
    expect([changed.status, changed.location]).toEqual([303, '/me']);
    expect((await qian.get('/me')).text).toContain('密碼已改');
  });

  it('keep what was typed when something is wrong, every error beside its field', async () => {
    await zhao.get('/staff/new');
    const answer = await zhao.post('/staff/new', { staffNo: '0901', name: '新来的', roles: 'clerk' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('这个工号已有人用');
    expect(answer.html).toContain('value="新来的"');
    expect(answer.html).toMatch(/value="clerk" checked/);
    const empty = await zhao.post('/staff/new', {});
    for (const words of ['工号应为', '请填姓名', '至少选一个岗位']) expect(empty.text).toContain(words);
  });

  it('list everybody, and by state', async () => {
    await staff.disable('0203', SYSTEM);
    expect((await zhao.get('/staff')).text).toContain('周丽娜');
    expect((await zhao.get('/staff?state=active')).text).not.toContain('周丽娜');
    expect((await zhao.get('/staff?state=disabled')).text).toContain('周丽娜');
    await staff.enable('0203', SYSTEM);
  });

  it('set roles; an unknown role in the form is ignored', async () => {
    await zhao.get('/staff/0203');
    expect(
      (await zhao.post('/staff/0203/roles', { roles: ['leader', 'root', '__v'], _id: '0901', stamp: 'x' }))
        .status,
    ).toBe(303);
    expect(await staff.find('0203')).toMatchObject({ staffNo: '0203', roles: ['leader'] });
    expect((await zhao.post('/staff/0203/roles', {})).status).toBe(422);
  });

  it('do not disable oneself', async () => {
    await zhao.get('/staff/0901');
    const answer = await zhao.post('/staff/0901/disable');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('不能停用自己的账号');
  });

  it('are closed to others', async () => {
    const chen = await office.signIn(people.agentChen);
    for (const path of ['/staff', '/staff/new', '/staff/0901', '/audit']) {
      expect((await chen.get(path)).status, path).toBe(403);
    }
    await chen.get('/me');
    for (const path of [
      '/staff/new',
      '/staff/0901/roles',
      '/staff/0901/disable',
      '/staff/0901/reset-password',
    ]) {
      expect((await chen.post(path, { roles: 'admin' })).status, path).toBe(403);
    }
  });

  it('show the trail by event, person and record, and the looking itself', async () => {
    const byEvent = await zhao.get('/audit?event=staff.disabled');
    expect(byEvent.text).toContain('person 0203');
    expect(byEvent.text).not.toContain('staff.added');
    expect((await zhao.get('/audit?record=0102')).text).toContain('staff.added');
    expect((await zhao.get('/audit?person=0901')).text).toContain('赵敏');
    expect((await zhao.get('/audit?event=audit.read')).text).toContain('0901 赵敏');
    expect((await zhao.get('/audit?event=nothing.like-this')).text).toContain('没有符合的记录');
  });
});

describe("one's own settings", () => {
  it('what happens after a call is kept with the person, the outside line with the PC', async () => {
    const zhou = await office.signIn(people.agentZhou);
    expect((await zhou.get('/me')).text).toContain('停在派工单');
    expect((await zhou.post('/me/calls', { next: 'on' })).location).toBe('/me');
    expect((await zhou.get('/me')).text).toContain('自动打开下一位');
    const refused = await zhou.post('/me/workstation', { prefix: 'nine' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="nine"');
    expect((await zhou.post('/me/workstation', { prefix: ' ９ ' })).location).toBe('/me');
    expect((await zhou.get('/me')).html).toContain('name="prefix" type="text" value="9"');
    const elsewhere = await office.signIn(people.agentZhou);
    const there = await elsewhere.get('/me');
    expect(there.html).toContain('name="prefix" type="text" value=""');
    expect(there.text).toContain('自动打开下一位');
  });

  it('language, single keys and PIN are kept with the person', async () => {
    const luo = await office.signIn(people.mailLuo);
    await luo.get('/me');
    await luo.post('/language', { to: 'en', here: '/me' });
    expect((await luo.get('/me')).text).toContain('My settings');
    await luo.post('/me/keys', { single: 'off' });
    expect((await luo.get('/me')).html).toContain('data-single-keys="off"');
    expect((await luo.post('/me/pin', { pin: '2468', 'pin-password': 'wrong' })).status).toBe(422);
    expect((await luo.post('/me/pin', { pin: '2468', 'pin-password': PASSWORD })).status).toBe(303);
    expect(await staff.find('0401')).toMatchObject({ locale: 'en', singleKeys: false, hasPin: true });
    await luo.get('/me');
    await luo.post('/me/pin', { drop: 'yes', 'pin-password': PASSWORD });
    expect(await staff.find('0401')).toMatchObject({ hasPin: false });
    expect((await (await office.signIn(people.mailLuo)).get('/me')).text).toContain('My settings');
  });

  it('two single keys change places on every page, and back', async () => {
    const zhou = await office.signIn(people.agentZhou);
    await zhou.get('/me');
    const exchange = (one: string, other: string, seen: string) =>
      zhou.post('/me/keys/exchange', { one, other, seen });
    expect((await exchange('？', ' Ｈ ', '')).location).toBe('/me');
    const page = await zhou.get('/me');
    expect(page.html).toContain('data-key-moves="?hh?"');
    expect(page.html).toContain('name="seen" value="?hh?"');
    expect(page.html).toContain('aria-keyshortcuts="H"><kbd>H</kbd>');
    expect(page.text).toContain('原来的 ?，现在按 H');
    // The answer was lost and the form is sent again: once is enough.
    expect((await exchange('?', 'h', '')).location).toBe('/me');
    expect((await zhou.get('/me')).html).toContain('data-key-moves="?hh?"');
    // A page that was open since before knows nothing of it.
    const late = await exchange('g', 'y', '');
    expect([late.status, late.text.includes('键位刚才已经换过')]).toEqual([422, true]);
    expect(late.html).toMatch(/name="one" type="text" value="g"/);
    await exchange('h', '?', '?hh?');
    expect((await zhou.get('/me')).html).not.toContain('data-key-moves');
    await exchange('g', 'y', '');
    await zhou.post('/me/keys/as-printed', {});
    expect((await zhou.get('/me')).html).not.toContain('data-key-moves');
  });

  it('a key that cannot be exchanged is told beside its field, and what was typed stays', async () => {
    const zhou = await office.signIn(people.agentZhou);
    await zhou.get('/me');
    const digit = await zhou.post('/me/keys/exchange', { one: '1', other: 'l' });
    expect(digit.status).toBe(422);
    expect(digit.html).toContain('id="one-error"');
    expect(digit.html).not.toContain('id="other-error"');
    expect(digit.html).toMatch(/name="one" type="text" value="1".*aria-invalid="true"/);
    expect(digit.html).toMatch(/name="other" type="text" value="l"/);
    const same = await zhou.post('/me/keys/exchange', { one: 'N', other: 'n' });
    expect(same.status).toBe(422);
    expect(same.text).toContain('两个键一样');
    const none = await zhou.post('/me/keys/exchange', {});
    expect([none.html.includes('id="one-error"'), none.html.includes('id="other-error"')]).toEqual([
      true,
      true,
    ]);
    expect((await staff.find(people.agentZhou.staffNo))?.keyLayout).toEqual({});
  });
});

describe('who stands behind a session', () => {
  const clerk = { staffNo: '0555', name: '沈洁', roles: ['clerk' as const], password: PASSWORD };
  const stampOf = async () =>
    String(
      (await office.house.db.connection.collection('staff').findOne({ _id: '0555' as never }))?.['stamp'],
    );

  it('holds the roles of this moment', async () => {
    await staff.add(clerk, SYSTEM);
    const before = await staff.visitors.find('0555', await stampOf());
    expect(before?.actor.roles).toEqual(['clerk']);
    await staff.setRoles('0555', ['mail'], SYSTEM);
    const after = await staff.visitors.find('0555', await stampOf());
    expect(after?.actor.roles).toEqual(['mail']);
  });

  it('is let in with a password that was changed in another process this second', async () => {
    const db = await openAgain(office.house.db);
    onTestFinished(() => db.close());
    const { staff: elsewhere } = await makeServices({ ...office.house, db });
    const before = await stampOf();
    expect(await elsewhere.visitors.find('0555', before)).not.toBeNull();
    const stamp = await staff.changePassword('0555', PASSWORD, 'another good one');
    expect((await elsewhere.visitors.find('0555', stamp))?.actor.staffNo).toBe('0555');
    expect(await staff.visitors.find('0555', before)).toBeNull();
  });

  it('is nobody when disabled', async () => {
    const stamp = await stampOf();
    expect(await staff.visitors.find('0555', stamp)).not.toBeNull();
    await staff.disable('0555', SYSTEM);
    expect(await staff.visitors.find('0555', stamp)).toBeNull();
    expect(await staff.visitors.find('0555', await stampOf())).toBeNull();
  });
});
