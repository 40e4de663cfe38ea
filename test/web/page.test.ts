import { describe, expect, it } from 'vitest';
import { page, redirect } from '../../server/platform/web/route.ts';
import { openOffice, people } from '../support/page.ts';

const office = await openOffice(() => [
  {
    method: 'get',
    path: '/',
    roles: 'signed-in',
    audit: 'test.home',
    handler: async () =>
      page('errors/page', { status: 200, title: '今天', text: '好', advice: '' }, { title: '今天' }),
  },
  {
    method: 'post',
    path: '/done',
    roles: ['leader'],
    audit: 'test.done',
    traced: true,
    handler: async () => redirect('/', 'frame.save'),
  },
]);

describe('a page for a signed-in person', () => {
  it('greets with name and role under the common header', async () => {
    const he = await office.signIn(people.leaderHe);
    const home = await he.get('/');
    expect(home.status).toBe(200);
    expect(home.text).toContain('何建平 · 服务组长');
    expect(home.text).toContain('滨江百货 · 顾客跟踪服务系统');
    expect(home.headers.get('cache-control')).toBe('no-store');
  });

  it('shows a notice once after a redirect', async () => {
    const he = await office.signIn(people.leaderHe);
    await he.get('/');
    const done = await he.post('/done');
    expect([done.status, done.location]).toEqual([303, '/']);
    expect((await he.get('/')).text).toContain('保存');
    expect((await he.get('/')).text).not.toContain('保存');
  });
});
