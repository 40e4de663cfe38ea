import { describe, expect, it } from 'vitest';
import { openOffice, PASSWORD, people } from '../support/page.ts';

const office = await openOffice(undefined, { settings: { BEHIND_TLS: '1' } });
const https = { 'x-forwarded-proto': 'https' };

describe('behind a TLS proxy', () => {
  it('the browser itself guards the cookie, and plain connections are given up', async () => {
    const answer = await office.visitor().get('/sign-in', https);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-office=')) ?? '';
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    expect(answer.headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });

  it('a form of our own origin is taken, one of the plain address of another port is not', async () => {
    await office.staff.add(
      { ...people.leaderHe, password: PASSWORD },
      { staffNo: 'system', name: '', roles: [] },
    );
    const visitor = office.visitor();
    await visitor.get('/sign-in', https);
    const form = { staffNo: '0301', password: PASSWORD };
    const own = new URL(office.url).host;
    const foreign = await visitor.post('/sign-in', form, { ...https, origin: 'https://127.0.0.1:1' });
    expect(foreign.status).toBe(403);
    await visitor.get('/sign-in', https);
    const answer = await visitor.post('/sign-in', form, { ...https, origin: `https://${own}` });
    expect(answer.status).toBe(303);
  });
});
