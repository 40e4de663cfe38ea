import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../server/platform/errors.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { makeSecrets } from '../../server/staff/secret.service.ts';
import { openOffice, PASSWORD, people } from '../support/page.ts';

const office = await openOffice();

/** Two hundred in the soak; enough here to fill every queue. */
const PEOPLE = 60;

describe('a storm of people signing in at once', () => {
  it('few passwords are checked at a time, the rest queue, and what does not fit is told to come back', async () => {
    const secrets = makeSecrets({ atOnce: 2, waiting: 10 });
    const stored = await secrets.hash(PASSWORD);
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, () => secrets.matches(stored, PASSWORD)),
    );
    const refused = results.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(18);
    expect(refused.every((one) => one.reason instanceof Unavailable)).toBe(true);
    expect(await secrets.matches(stored, PASSWORD)).toBe(true);
  });

  it('other pages go on meanwhile, and nobody gets a server error', async () => {
    await office.staff.add({ ...people.agentZhou, password: PASSWORD }, SYSTEM);
    const he = await office.signIn(people.leaderHe);
    const visitors = await Promise.all(
      Array.from({ length: PEOPLE }, async () => {
        const visitor = office.visitor();
        await visitor.get('/sign-in');
        return visitor;
      }),
    );
    const timed = async () => {
      const started = performance.now();
      expect((await he.get('/me')).status).toBe(200);
      return performance.now() - started;
    };
    const calm: number[] = [];
    for (let i = 0; i < 15; i += 1) calm.push(await timed());
    const storm = Promise.all(
      visitors.map((visitor) => visitor.post('/sign-in', { staffNo: '0203', password: PASSWORD })),
    );
    const times: number[] = [];
    const progress = { over: false };
    void storm.then(() => (progress.over = true));
    while (!progress.over) times.push(await timed());
    const statuses = new Set((await storm).map((answer) => answer.status));
    expect([...statuses].every((status) => [303, 429, 503].includes(status))).toBe(true);
    expect(statuses.has(303)).toBe(true);
    // The sign-ins share the processor with the page; the hashes alone must not make it wait its turn.
    expect(middle(times)).toBeLessThan(Math.max(300, 10 * middle(calm)));
  }, 90_000);
});

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
