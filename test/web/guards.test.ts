import { beforeAll, describe, expect, it } from 'vitest';
import { page, redirect, type RouteEntry } from '../../server/platform/web/route.ts';
import { openOffice, people, type Visitor } from '../support/page.ts';

let saved = 0;
const seen: unknown[] = [];

const routes: RouteEntry[] = [
  {
    method: 'get',
    path: '/form',
    roles: 'signed-in',
    audit: 'test.form',
    handler: async (ask) => {
      seen.push(ask.query);
      return page('errors/page', { status: 200, title: '表', text: '', advice: '' });
    },
  },
  {
    method: 'post',
    path: '/form',
    roles: ['leader'],
    audit: 'test.saved',
    traced: true,
    handler: async (ask) => {
      saved += 1;
      seen.push({ form: ask.form, roles: ask.many('roles') });
      return redirect('/form');
    },
  },
];

const office = await openOffice(() => routes);

describe('a form', () => {
  let he: Visitor;
  beforeAll(async () => {
    he = await office.signIn(people.leaderHe);
    await he.get('/form');
  });

  it('is taken with the token of its own session', async () => {
    const before = saved;
    expect((await he.post('/form', { note: '好' })).status).toBe(303);
    expect(saved).toBe(before + 1);
    const [line] = await office.house.audit.list({ event: 'test.saved' }, 1);
    expect(line?.staffNo).toBe('0301');
  });

  it('is refused without a token, and with the token of another session', async () => {
    const before = saved;
    expect((await he.post('/form', { _csrf: '' })).status).toBe(403);
    const other = await office.signIn({ staffNo: '0302', name: '高远', roles: ['leader'] });
    await other.get('/form');
    expect((await he.post('/form', { _csrf: other.csrf() })).status).toBe(403);
    expect(saved).toBe(before);
  });

  it.each<Record<string, string>>([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('is refused when the browser says it came from elsewhere: %o', async (headers) => {
    const before = saved;
    await he.get('/form');
    expect((await he.post('/form', {}, headers)).status).toBe(403);
    expect(saved).toBe(before);
  });

  it('is taken when the browser says it came from our own page', async () => {
    await he.get('/form');
    const own = { origin: office.url, 'sec-fetch-site': 'same-origin' };
    expect((await he.post('/form', {}, own)).status).toBe(303);
  });

  it('is refused for who lacks the role, with a page and a line in the trail', async () => {
    const clerk = await office.signIn(people.clerkZhangLi);
    await clerk.get('/form');
    const before = saved;
    const answer = await clerk.post('/form', { note: 'x' });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('没有权限');
    expect(saved).toBe(before);
    const [line] = await office.house.audit.list({ event: 'route.refused' }, 1);
    expect(line).toMatchObject({ staffNo: '0101', subject: { kind: 'route', id: 'test.saved' } });
    expect(answer.text).toContain(line?.requestId ?? 'no request id');
  });

  it('asks a stranger to sign in and then leads back', async () => {
    const stranger = office.visitor();
    const asked = await stranger.get('/form?step=2');
    expect([asked.status, asked.location]).toEqual([303, '/sign-in?next=%2Fform%3Fstep%3D2']);
    const posted = await stranger.post('/form', { _csrf: 'x' });
    expect(posted.status).toBe(401);
    expect(posted.text).toContain('请先登录');
  });
});

describe('operators, prototypes and other tricks', () => {
  let he: Visitor;
  beforeAll(async () => {
    he = await office.signIn(people.leaderHe);
  });

  it.each([
    'q[$ne]=1',
    '$where=sleep(1)',
    'a.b=1',
    'q=1&q=2',
    '__proto__=1',
    '__proto__[admin]=1',
    'constructor[prototype][admin]=1',
    'q=%00',
  ])('the query %s is a bad request', async (query) => {
    const before = seen.length;
    expect((await he.get(`/form?${query}`)).status).toBe(400);
    expect(seen).toHaveLength(before);
  });

  it.each(['password[$gt]', '$set', 'settlement.price', '__proto__', 'constructor', 'roles[]'])(
    'the field %s is a bad request',
    async (name) => {
      await he.get('/form');
      const before = saved;
      expect((await he.post('/form', { [name]: 'x' })).status).toBe(400);
      expect(saved).toBe(before);
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    },
  );

  it('layout, settings and cache in a query choose nothing', async () => {
    for (const name of ['layout', 'settings', 'cache', 'partials', '_locals', 'view', 'body']) {
      const answer = await he.get(`/form?${name}=../../package.json`);
      expect(answer.status).toBe(200);
      expect(answer.html).not.toContain('"dependencies"');
      expect(answer.html).toContain('<header class="top">');
    }
  });

  it('a field sent twice does not reach a handler that wants one', async () => {
    await he.get('/form');
    await he.post('/form', { note: ['a', 'b'], roles: ['clerk', 'agent'] });
    expect(seen.at(-1)).toEqual({ form: {}, roles: ['clerk', 'agent'] });
  });

  it('fields that are nobody to set are ignored and written to the log', async () => {
    await he.get('/form');
    const answer = await he.post('/form', { note: 'x', _id: '0901', __v: '3', stamp: 'mine' });
    expect(answer.status).toBe(303);
    const id = answer.headers.get('x-request-id') ?? 'none';
    const line = office.log.find((one) => one.includes(id) && one.includes('odd form fields'));
    expect(line).toContain('"odd":["_id","__v","stamp"]');
  });

  it('operators in the path and cookies are plain text', async () => {
    expect((await he.get('/form/%24ne')).status).toBe(404);
    expect((await he.get('/form/%')).status).toBeLessThan(500);
    const odd = await office
      .visitor()
      .get('/sign-in', { cookie: 'office=s%3A%7B%22%24ne%22%3Anull%7D.x; __proto__=1' });
    expect(odd.status).toBe(200);
  });

  it('JSON bodies are not taken, whatever they hold', async () => {
    const body = '{"__proto__":{"admin":1},"note":{"$ne":null}}';
    const cookie = [...he.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    const answer = await fetch(`${office.url}/form`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', cookie, 'x-csrf-token': he.csrf() },
    });
    expect(answer.status).toBe(415);
  });

  it('a form too long or with too many fields is refused', async () => {
    await he.get('/form');
    expect((await he.post('/form', { note: 'x'.repeat(300_000) })).status).toBe(413);
    const many = Object.fromEntries(Array.from({ length: 2_100 }, (_, i) => [`f${i}`, '1']));
    expect((await he.post('/form', many)).status).toBe(413);
  });
});

describe('addresses', () => {
  it.each(['//evil.example/x', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)'])(
    'signing in with next=%s stays at home',
    async (next) => {
      const visitor = office.visitor();
      await office.signIn(people.leaderHe);
      await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`);
      const answer = await visitor.post('/sign-in', { staffNo: '0301', password: 'correct-horse-42', next });
      expect([answer.status, answer.location]).toEqual([303, '/']);
    },
  );

  it('a forged host or forwarded address changes nothing', async () => {
    const visitor = office.visitor();
    const answer = await visitor.get('/form', {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
    });
    expect(answer.location).toBe('/sign-in?next=%2Fform');
    expect(answer.html).not.toContain('evil.example');
  });

  it('line breaks in a path do not become headers', async () => {
    const answer = await office.visitor().get('/form?next=%0d%0aSet-Cookie:%20a=b');
    expect(answer.headers.get('set-cookie') ?? '').not.toContain('a=b');
  });
});
