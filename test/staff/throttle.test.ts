import { describe, expect, it } from 'vitest';
import { clockFrom } from '../../server/platform/clock.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { makeStaff } from '../../server/staff/index.ts';
import { useDatabase } from '../support/database.ts';
import { PASSWORD, people } from '../support/page.ts';

const MINUTE = 60_000;
const db = await useDatabase();

/** Real time that the test moves ahead, because a pause of the throttle is too long to wait for. */
let real = new Date();
const clock = { ...clockFrom(() => new Date('2026-11-23T01:00:00Z'), false), real: () => real };
const later = (ms: number) => (real = new Date(real.getTime() + ms));

const staff = makeStaff({ db, clock, audit: makeAuditTrail(db, clock) });
await buildIndexes(db);
await staff.add({ ...people.agentZhou, password: PASSWORD, pin: '2718' }, SYSTEM);
await staff.add({ ...people.leaderHe, password: PASSWORD }, SYSTEM);
const { signIns } = staff;

const SHOP = '10.0.0.7';
const kinds = (results: { kind: string }[]) => ({
  in: results.filter((one) => one.kind === 'in').length,
  wrong: results.filter((one) => one.kind === 'wrong').length,
  paused: results.filter((one) => one.kind === 'paused').length,
});

/** A thousand tries, forty of them always under way: as many at once as one web process lets through. */
async function thousand<T>(one: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const line = async () => {
    while (next < 1_000) results.push(await one(next++));
  };
  await Promise.all(Array.from({ length: 40 }, line));
  return results;
}

describe('guessing a password', () => {
  it('a thousand guesses at once on one account: ten are checked, the rest wait', async () => {
    const guess = (i: number) =>
      signIns.withPassword('0203', `guess-${i}`, null, `10.1.${i >> 8}.${i & 255}`);
    expect(kinds(await thousand(guess))).toEqual({ in: 0, wrong: 10, paused: 990 });
  });

  it('tells how many tries are left, then how long to wait', async () => {
    later(60 * MINUTE);
    const results = [];
    for (let i = 0; i < 11; i += 1) results.push(await signIns.withPassword('0203', 'no', null, SHOP));
    expect(results.slice(7)).toEqual([
      { kind: 'wrong', left: 2 },
      { kind: 'wrong', left: 1 },
      { kind: 'wrong', left: 0 },
      { kind: 'paused', seconds: 60 },
    ]);
    later(MINUTE);
    expect((await signIns.withPassword('0203', 'no', null, SHOP)).kind).toBe('wrong');
    expect(await signIns.withPassword('0203', 'no', null, SHOP)).toEqual({ kind: 'paused', seconds: 120 });
  });

  it('the honest person at a known PC gets in meanwhile, and elsewhere after a short while', async () => {
    await signIns.rememberDevice('0203', 'browser-of-zhou');
    expect((await signIns.withPassword('0203', PASSWORD, 'browser-of-zhou', SHOP)).kind).toBe('in');
    for (let i = 0; i < 20; i += 1) await signIns.withPassword('0203', 'no', null, SHOP);
    later(5 * MINUTE);
    expect((await signIns.withPassword('0203', PASSWORD, null, SHOP)).kind).toBe('in');
  });

  it('one password on a thousand accounts from one address: sixty are checked', async () => {
    later(60 * MINUTE);
    const spray = (i: number) => signIns.withPassword(String(10_000 + i), 'Summer2026!', null, '203.0.113.9');
    const { wrong, paused } = kinds(await thousand(spray));
    expect([wrong, paused]).toEqual([60, 940]);
    // The same shop's people go on at the PCs they know.
    expect((await signIns.withPassword('0203', PASSWORD, 'browser-of-zhou', '203.0.113.9')).kind).toBe('in');
    later(5 * MINUTE);
    expect((await signIns.withPassword('0301', PASSWORD, null, '203.0.113.9')).kind).toBe('in');
  }, 60_000);

  it('takes the same time whether the person exists or not', async () => {
    later(60 * MINUTE);
    const timed = async (staffNo: string) => {
      const times: number[] = [];
      for (let i = 0; i < 7; i += 1) {
        later(16 * MINUTE);
        const started = performance.now();
        await signIns.withPassword(staffNo, 'no', null, `10.9.0.${i}`);
        times.push(performance.now() - started);
      }
      return times.toSorted((a, b) => a - b)[3] ?? 0;
    };
    const [known, unknown] = [await timed('0301'), await timed('4711')];
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });
});

describe('guessing a PIN', () => {
  it('is over after five tries, until the password was given once', async () => {
    later(24 * 60 * MINUTE);
    const guesses = Array.from({ length: 50 }, (_, i) => signIns.withPin('0203', String(3_000 + i)));
    expect(kinds(await Promise.all(guesses))).toEqual({ in: 0, wrong: 5, paused: 45 });
    expect((await signIns.withPin('0203', '2718')).kind).toBe('paused');
    expect((await signIns.withPassword('0203', PASSWORD, null, SHOP)).kind).toBe('in');
    expect((await signIns.withPin('0203', '2718')).kind).toBe('in');
  });

  it('a person without a PIN has none that fits', async () => {
    expect((await signIns.withPin('0301', '')).kind).toBe('wrong');
    expect((await signIns.withPin('0301', '0000')).kind).toBe('wrong');
  });
});
