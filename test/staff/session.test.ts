import { describe, expect, it } from 'vitest';
import { SYSTEM } from '../../server/platform/roles.ts';
import { json, type RouteEntry } from '../../server/platform/web/route.ts';
import { openOffice, PASSWORD, people, type Visitor } from '../support/page.ts';
import { until } from '../support/until.ts';

/** Two timers of a page: one that runs on by itself, one of something that a person is in the middle of. */
const timers = ['idle', 'busy'].map((what): RouteEntry => ({
  method: 'post',
  path: `/tick/${what}`,
  roles: 'signed-in',
  audit: `tick.${what}`,
  byTimer: true,
  handler: async (ask) => {
    if (what === 'busy') ask.seat.used();
    return json({});
  },
}));

const office = await openOffice(() => timers, { settings: { SESSION_IDLE: '1.5', SESSION_LIFE: '4' } });

/** True while the visitor's cookies open a page. */
const isIn = async (visitor: Visitor) => (await visitor.get('/me')).status === 200;

/** The same cookies in another browser: what a thief would have. */
function copyOf(visitor: Visitor): Visitor {
  const copy = office.visitor();
  for (const [name, value] of visitor.cookies) copy.cookies.set(name, value);
  return copy;
}

describe('a sign-in', () => {
  it('gets a new session id, so that one planted before is worth nothing', async () => {
    const visitor = office.visitor();
    await visitor.get('/sign-in');
    const planted = copyOf(visitor);
    await office.signIn(people.leaderHe);
    await visitor.post('/sign-in', { staffNo: '0301', password: PASSWORD });
    expect(visitor.cookies.get('office')).not.toBe(planted.cookies.get('office'));
    expect(await isIn(visitor)).toBe(true);
    expect(await isIn(planted)).toBe(false);
  });

  it('is dead everywhere after signing out', async () => {
    const he = await office.signIn(people.leaderHe);
    const thief = copyOf(he);
    await he.get('/me');
    await he.post('/sign-out');
    expect([await isIn(he), await isIn(thief)]).toEqual([false, false]);
  });

  it('is dead elsewhere after the password was changed, and goes on here under a new id', async () => {
    const here = await office.signIn(people.agentChen);
    const elsewhere = await office.signIn(people.agentChen);
    const thief = copyOf(here);
    await here.get('/me/password');
    await here.post('/me/password', { old: PASSWORD, password: 'another-word-7', again: 'another-word-7' });
    expect([await isIn(here), await isIn(elsewhere), await isIn(thief)]).toEqual([true, false, false]);
  });

  it('is dead at once when the person is disabled or the password reset', async () => {
    const luo = await office.signIn(people.mailLuo);
    expect(await isIn(luo)).toBe(true);
    await office.staff.disable('0401', SYSTEM);
    expect(await isIn(luo)).toBe(false);
    const sun = await office.signIn(people.departmentSun);
    await office.staff.resetPassword('0501', SYSTEM);
    expect(await isIn(sun)).toBe(false);
  });

  it('ends after idle time, and polling does not keep it alive', async () => {
    const lin = await office.signIn(people.supervisorLin);
    expect(await isIn(lin)).toBe(true);
    const poller = copyOf(lin);
    await until(async () => (await poller.get('/me', { 'hx-request': 'true' })).status === 401);
    expect(await isIn(lin)).toBe(false);
  });

  it('is kept by a timer of something in hand, and by no other timer', async () => {
    const [sun, luo] = await Promise.all([
      office.signIn({ staffNo: '0211', name: '孙倩', roles: ['agent'] }),
      office.signIn({ staffNo: '0212', name: '罗文', roles: ['agent'] }),
    ]);
    await Promise.all([sun.get('/me'), luo.get('/me')]);
    const began = performance.now();
    await until(async () => {
      expect((await sun.post('/tick/busy')).status).toBe(200);
      return (await luo.post('/tick/idle')).status === 401 && performance.now() - began > 2_000;
    });
    expect([await isIn(sun), await isIn(luo)]).toEqual([true, false]);
  });

  it('ends in the middle of a form: what was typed is kept, without passwords, and comes back', async () => {
    const zhang = await office.signIn(people.clerkZhangLi);
    await zhang.get('/me?tab=pin');
    const watcher = copyOf(zhang);
    await until(async () => (await watcher.get('/me', { 'hx-request': 'true' })).status === 401);
    const referer = `${office.url}/me?tab=pin`;
    const late = await zhang.post('/me/keys', { single: 'off', note: '三号柜', password: 'x' }, { referer });
    expect(late.status).toBe(401);
    expect(late.text).toContain('刚才填的都留着');
    const forged = office.visitor();
    for (const [name, value] of zhang.cookies) forged.cookies.set(name, value);
    expect((await forged.post('/me/keys', { note: '别人' }, { referer })).status).toBe(403);

    await zhang.get('/sign-in');
    const next = '/me?tab=pin';
    const back = await zhang.post('/sign-in', { staffNo: '0101', password: PASSWORD, next });
    expect(back.location).toBe(next);
    const html = (await zhang.get(next)).html;
    const kept = /data-typed="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(kept).toContain('三号柜');
    expect(kept).not.toContain('password');
    expect((await zhang.get(next)).html).not.toContain('data-typed');
  });

  it('ends at the absolute limit although it is used all the time', async () => {
    const zhao = await office.signIn(people.adminZhao);
    const started = performance.now();
    await until(async () => !(await isIn(zhao)));
    expect(performance.now() - started).toBeGreaterThan(3_500);
  });

  it('lies in the database under a hash of its id', async () => {
    const he = await office.signIn(people.leaderHe);
    const id =
      decodeURIComponent(he.cookies.get('office') ?? '')
        .slice(2)
        .split('.')[0] ?? '';
    const sessions = office.house.db.connection.collection('sessions');
    expect(id).not.toBe('');
    expect(await sessions.findOne({ _id: id as never })).toBeNull();
    expect(await sessions.countDocuments()).toBeGreaterThan(0);
  });

  it('leaves pages that no browser keeps, so that Back after signing out shows nothing', async () => {
    const he = await office.signIn(people.leaderHe);
    const me = await he.get('/me');
    expect(me.headers.get('cache-control')).toBe('no-store');
    expect(me.headers.get('etag')).toBeNull();
    await he.post('/sign-out');
    expect((await he.get('/me')).location).toContain('/sign-in');
  });
});

describe('the cookie', () => {
  it('is out of reach for scripts and other sites', async () => {
    const answer = await office.visitor().get('/sign-in');
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('office=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Expires|Domain/);
  });
});
