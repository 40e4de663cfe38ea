import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ListKind } from '../../server/customers/index.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { useListHouse } from './house.ts';

/** Lists as the office once got them, beside the project; the test is skipped, by name, where they are not. */
const FOLDER = join(ROOT, '..', 'shared', 'data');
const LISTS: readonly (readonly [ListKind, string])[] = [
  ['vip-cards', 'vip-card-forms.csv'],
  ['counter-members', 'counter-members.gb18030.csv'],
  ['activity-participants', 'activity-participants.xlsx'],
  ['suggestion-award', 'suggestion-award.csv'],
  ['purchases', 'purchases.csv'],
];
const there = LISTS.every(([, name]) => existsSync(join(FOLDER, name)));

describe.runIf(there)('the lists the office was given, whole', async () => {
  const { lists, db, empty } = await useListHouse();
  beforeEach(empty);

  /** Everybody by cards, numbers and names; equal for equal people whatever their ids are. */
  async function everybody(): Promise<string[]> {
    const people = db.connection.db
      ?.collection('customers')
      .find({ mergedInto: null })
      .project<{ cards: { no: string }[]; phones: { number: string | null }[]; nameKeys: string[] }>({
        'cards.no': 1,
        'phones.number': 1,
        nameKeys: 1,
      });
    const lines = (await people?.toArray())?.map(({ cards, phones, nameKeys }) =>
      JSON.stringify([cards.map(({ no }) => no).sort(), phones.map((p) => p.number).sort(), nameKeys.sort()]),
    );
    return (lines ?? []).sort();
  }

  it(
    'come in whole; a second time they change nothing; in another order they make the same people',
    { timeout: 600_000 },
    async () => {
      for (const [kind, name] of LISTS) {
        const result = await lists.importFile(kind, join(FOLDER, name));
        expect(result.read).toBe(
          result.created + result.updated + result.unchanged + result.conflicts + result.rejected,
        );
        expect(result.columnsUnused).toEqual([]);
      }
      const first = await everybody();
      expect(first.length).toBeGreaterThan(10_000);
      for (const [kind, name] of LISTS) {
        const again = await lists.importFile(kind, join(FOLDER, name));
        expect([again.created, again.updated]).toEqual([0, 0]);
      }
      expect(await everybody()).toEqual(first);
      await empty();
      for (const [kind, name] of LISTS.toReversed()) await lists.importFile(kind, join(FOLDER, name));
      expect(await everybody()).toEqual(first);
    },
  );
});
