import { expect, it } from 'vitest';
import { lately } from '../../server/platform/lately.ts';

function scene() {
  let time = 0;
  let reads = 0;
  const ask = lately(
    (key: string) => {
      reads += 1;
      return key === 'broken' ? Promise.reject(new Error('no server')) : Promise.resolve(`${key} ${reads}`);
    },
    () => time,
  );
  return { ask, reads: () => reads, pass: (ms: number) => (time += ms) };
}

it('asks once for whoever asks at the same moment, and for a second', async () => {
  const { ask, reads, pass } = scene();
  expect(await Promise.all([ask('a'), ask('a')])).toEqual(['a 1', 'a 1']);
  pass(999);
  expect(await ask('a')).toBe('a 1');
  expect(reads()).toBe(1);
  pass(1);
  expect(await ask('a')).toBe('a 2');
});

it('keeps different questions apart', async () => {
  const { ask } = scene();
  expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['a 1', 'b 2', 'a 1']);
});

it('reads anew after a write of this process, also when the read before is still under way', async () => {
  const { ask } = scene();
  const early = ask('a');
  ask.forget();
  expect(await ask('a')).toBe('a 2');
  expect(await early).toBe('a 1');
  expect(await ask('a')).toBe('a 2');
});

it('remembers no failure', async () => {
  const { ask, reads } = scene();
  await expect(ask('broken')).rejects.toThrow('no server');
  await expect(ask('broken')).rejects.toThrow('no server');
  expect(reads()).toBe(2);
});

it('makes room by what is over first', async () => {
  const { ask, pass } = scene();
  for (let i = 0; i < 99; i += 1) await ask(`key ${i}`);
  pass(999);
  await ask('young');
  pass(1);
  await ask('one more');
  expect(await ask('young')).toBe('young 100');
});

it('does not grow without end', async () => {
  const { ask } = scene();
  await ask('first');
  for (let i = 0; i < 100; i += 1) await ask(`key ${i}`);
  expect(await ask('first')).toBe('first 102');
});
