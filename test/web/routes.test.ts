import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../server/platform/roles.ts';
import type { RouteEntry } from '../../server/platform/web/route.ts';
import { openWholeOffice, type Visitor } from '../support/page.ts';

const office = await openWholeOffice();
const { routes } = office;

const posts = routes.filter((route) => route.method === 'post');
const gets = routes.filter((route) => route.method === 'get');

/** Values for path parameters that exist or at least have the right shape. */
const PARAMS: Record<string, string> = {
  day: '2026-11-23',
  date: '2026-11-23',
  month: '2026-11',
  staffNo: '0999',
  year: '2026',
};

const pathOf = (route: RouteEntry) =>
  route.path.replace(/[:*](\w+)/g, (_all, name: string) => PARAMS[name] ?? 'x1').replace(/[{}]/g, '');

const everyRole = { staffNo: '0999', name: '全能', roles: [...ROLES] };

/** Somebody who holds none of the roles a route asks for, or null when all may. */
function outsiderOf(route: RouteEntry): { staffNo: string; name: string; roles: Role[] } | null {
  if (typeof route.roles === 'string') return null;
  const index = ROLES.findIndex((role) => !route.roles.includes(role));
  const role = ROLES[index];
  return role === undefined ? null : { staffNo: `08${index}0`, name: '外人', roles: [role] };
}

let insider: Visitor;
const outsiders = new Map<string, Visitor>();

beforeAll(async () => {
  insider = await office.signIn(everyRole);
  await insider.get('/me');
  for (const route of routes) {
    const person = outsiderOf(route);
    if (person === null || outsiders.has(person.staffNo)) continue;
    const visitor = await office.signIn(person);
    await visitor.get('/me');
    outsiders.set(person.staffNo, visitor);
  }
}, 120_000);

describe('every route', () => {
  it('has a name of its own in the trail and a path of its own', () => {
    const names = routes.map((route) => route.audit);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/.test(name))).toEqual([]);
    const paths = routes.map((route) => `${route.method} ${route.path}`);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });

  it('names at least one role, or says that everybody may', () => {
    expect(routes.filter((route) => route.roles.length === 0).map((route) => route.path)).toEqual([]);
    const open = routes.filter((route) => route.roles === 'anyone').map((route) => route.path);
    expect(new Set(open)).toEqual(new Set(['/sign-in', '/sign-out', '/switch', '/language']));
  });
});

describe('every POST', () => {
  it.each(posts.map((route) => [route.path, route] as const))('%s needs the token', async (_path, route) => {
    expect((await insider.post(pathOf(route), { _csrf: 'stolen' })).status).toBe(403);
    if (route.upload === undefined) return;
    const file = { field: route.upload.field, name: 'a.csv', content: 'a,b\n' };
    expect((await insider.upload(pathOf(route), { _csrf: 'stolen' }, file)).status).toBe(403);
  });

  it.each(posts.map((route) => [route.path, route] as const))(
    '%s is refused from another site',
    async (_path, route) => {
      const foreign = { origin: 'https://evil.example' };
      expect((await insider.post(pathOf(route), {}, foreign)).status).toBe(403);
    },
  );
});

describe('who may not', () => {
  const closed = routes.filter((route) => route.roles !== 'anyone');

  it.each(closed.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s is closed to a stranger',
    async (_name, route) => {
      const stranger = office.visitor();
      const answer =
        route.method === 'get' ? await stranger.get(pathOf(route)) : await stranger.post(pathOf(route));
      expect([303, 401]).toContain(answer.status);
      if (answer.status === 303) expect(answer.location).toMatch(/^\/sign-in/);
    },
  );

  it.each(closed.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s is closed to other roles, and the try is in the trail',
    async (_name, route) => {
      const person = outsiderOf(route);
      if (person === null) return;
      const visitor = outsiders.get(person.staffNo)!;
      const answer =
        route.method === 'get' ? await visitor.get(pathOf(route)) : await visitor.post(pathOf(route));
      expect(answer.status).toBe(403);
      const refused = await office.house.audit.list({ event: 'route.refused', subjectId: route.audit }, 1);
      expect(refused[0]?.staffNo).toBe(person.staffNo);
    },
  );
});

describe('every GET', () => {
  it('changes nothing', async () => {
    const before = await contentHash();
    const broken: string[] = [];
    for (const route of gets) {
      const answer = await insider.get(pathOf(route));
      const id = answer.headers.get('x-request-id') ?? 'none';
      const why = office.log.find((line) => line.includes(id) && line.includes('failed')) ?? '';
      if (answer.status >= 500) broken.push(`${route.path}: ${answer.status} ${why}`);
    }
    expect(broken).toEqual([]);
    expect(await contentHash()).toEqual(before);
  }, 120_000);
});

/** Hash of each collection; the trail and the sessions are what a GET may write. */
async function contentHash(): Promise<Record<string, string>> {
  const reply = await office.house.db.connection.db!.command({ dbHash: 1 });
  const { audit: _audit, sessions: _sessions, ...rest } = reply['collections'] as Record<string, string>;
  return rest;
}
