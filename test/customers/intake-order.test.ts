import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../server/customers/index.ts';
import { useDatabase } from '../support/database.ts';
import { canonical, customerHouse, member, participant, vip } from './house.ts';

const house = await customerHouse(await useDatabase());

/** Few names, numbers and cards, so that nearly every row touches another one; every card has one owner. */
const NAMES = ['王芳', '王丽', '李明'];
const OWNERS = ['王芳', '王丽', '李明', '王芳', '王丽'];

/** Numbers below `n`, the same ones for the same seed. */
function dice(seed: number): (n: number) => number {
  let state = (seed * 2_654_435_761) % 2_147_483_648;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % n;
  };
}

function crowd(roll: (n: number) => number): Evidence[] {
  const number = () => `1380013800${roll(4)}`;
  return Array.from({ length: 9 }, () => {
    const phone = roll(4) === 0 ? `${number()}/${number()}` : number();
    const name = roll(8) === 0 ? '' : (NAMES[roll(3)] ?? '');
    switch (roll(3)) {
      case 0: {
        const card = roll(5);
        const owner = roll(6) === 0 ? '' : (OWNERS[card] ?? '');
        return vip({ cardNo: `VIP0000000${card}`, name: owner, mobile: roll(5) === 0 ? '' : phone });
      }
      case 1:
        return member({ name, phone });
      default:
        return participant({ name, mobile: phone, attended: roll(2) === 0 ? '是' : '否' });
    }
  });
}

function shuffled(rows: readonly Evidence[], roll: (n: number) => number): Evidence[] {
  const result = [...rows];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = roll(at + 1);
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}

describe('a crowd that shares names, numbers and cards', () => {
  it.each(Array.from({ length: 14 }, (_, at) => at + 1))(
    'ends as the same people in any order of rows and any size of chunks (seed %i)',
    async (seed) => {
      const roll = dice(seed);
      const rows = crowd(roll);
      await house.empty();
      await house.letIn(rows);
      const expected = canonical(await house.everybody());
      for (let order = 0; order < 2; order += 1) {
        await house.empty();
        await house.letIn(shuffled(rows, roll), { chunk: 1 + roll(5) });
        expect(canonical(await house.everybody())).toEqual(expected);
      }
    },
  );
});
