import { describe, expect, it } from 'vitest';
import { Conflict, InvalidInput, RuleBroken, Unavailable } from '../../server/platform/errors.ts';
import type { RouteEntry } from '../../server/platform/web/route.ts';
import { openOffice, people } from '../support/page.ts';

const throwing: Record<string, () => unknown> = {
  conflict: () => new Conflict('staff.errors.staff-no-taken'),
  rule: () => new RuleBroken('staff.errors.last-admin'),
  input: () => new InvalidInput([{ field: 'name', message: 'staff.errors.name' }]),
  away: () => new Unavailable('errors.too-many-hashes'),
  bug: () => new TypeError('secret detail of 13800138000 in "王芳"'),
};

const routes = Object.entries(throwing).map(([name, make]): RouteEntry => ({
  method: 'get',
  path: `/${name}`,
  roles: 'anyone',
  audit: `test.${name}`,
  handler: async () => {
    throw make();
  },
}));

const office = await openOffice(() => [
  ...routes,
  {
    method: 'get',
    path: '/rejected',
    roles: 'anyone',
    audit: 'test.rejected',
    // The kind of code that forgets to await: the promise fails after the handler is gone.
    handler: () => Promise.reject(new Error('late')),
  },
]);

describe('when something fails', () => {
  it.each([
    ['/conflict', 409, '这个工号已有人用。'],
    ['/rule', 422, '至少要留一位在用的管理员。'],
    ['/input', 422, '请填姓名'],
    ['/away', 503, '登录的人太多'],
    ['/bug', 500, '系统出错'],
    ['/rejected', 500, '系统出错'],
    ['/nowhere', 404, '找不到'],
  ])('%s is a page with status %i in human words', async (path, status, words) => {
    const answer = await office.visitor().get(path);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain(answer.headers.get('x-request-id') ?? 'none');
    expect(answer.html).not.toMatch(/secret detail|TypeError|\bat .+\.ts:\d+/);
  });

  it('an unexpected failure is in the log under the same number, with the stack and without personal data', async () => {
    const answer = await office.visitor().get('/bug');
    const id = answer.headers.get('x-request-id') ?? 'none';
    const line = office.log.find((one) => one.includes(id) && one.includes('request failed')) ?? '';
    expect(line).toContain('TypeError');
    expect(line).toContain('failure.test.ts');
    expect(line).not.toMatch(/13800138000|王芳/);
  });

  it('programs get JSON', async () => {
    const answer = await office.visitor().get('/conflict', { accept: 'application/json' });
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.html)).toEqual({
      error: {
        kind: 'conflict',
        message: '这个工号已有人用。',
        requestId: answer.headers.get('x-request-id'),
      },
    });
  });

  it('a polled part gets a part, not a page', async () => {
    const answer = await office.visitor().get('/bug', { 'hx-request': 'true' });
    expect(answer.status).toBe(500);
    expect(answer.html).not.toContain('<html');
  });

  it('a busy moment says when to come back', async () => {
    expect((await office.visitor().get('/away')).headers.get('retry-after')).toBe('5');
  });

  it('a stranger leaves no session behind', async () => {
    const before = await office.house.db.connection.collection('sessions').countDocuments();
    await office.visitor().get('/nowhere');
    await office.visitor().get('/bug');
    expect(await office.house.db.connection.collection('sessions').countDocuments()).toBe(before);
  });

  it('the frame greets the signed-in person on a page that does not exist', async () => {
    const he = await office.signIn(people.leaderHe);
    expect((await he.get('/nowhere')).text).toContain('何建平');
  });

  it('every answer carries the strict headers', async () => {
    const { headers } = await office.visitor().get('/sign-in');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
