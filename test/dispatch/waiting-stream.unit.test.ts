import { expect, it } from 'vitest';
import type { Occasion } from '../../server/dispatch/occasion.ts';
import { waitingStream } from '../../server/dispatch/waiting-stream.ts';
import { chance } from './chance.ts';

it('waiting occasions come with their customers, each once and never torn apart, whatever the pages', async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const { whole } = chance(seed);
    const all = Array.from({ length: whole(0, 60) }, () => `c${String(whole(10, 40))}`)
      .sort()
      .map((customerId, i) => ({ _id: String(i), customerId }) as Occasion);
    let reads = 0;
    const stream = waitingStream(async (after, limit) => {
      reads += 1;
      return all.filter(({ customerId }) => customerId > (after ?? '')).slice(0, limit);
    }, 12);
    const seen: Occasion[] = [];
    for (let after: string | null = null; ;) {
      const known = await stream.knownUpTo(after);
      const step: string = `c${String(Number((after ?? 'c09').slice(1)) + whole(1, 5))}`;
      const upTo: string | null = step >= 'c41' ? known : known === null || step < known ? step : known;
      for (const [customerId, own] of stream.take(upTo)) {
        expect(own).toHaveLength(all.filter((one) => one.customerId === customerId).length);
        seen.push(...own);
      }
      if (upTo === null) break;
      after = upTo;
    }
    expect(seen).toEqual(all);
    expect(reads).toBeLessThanOrEqual(Math.ceil(all.length / 6) + 1);
  }
});
