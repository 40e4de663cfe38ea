import { describe, expect, it } from 'vitest';
import {
  AS_PRINTED,
  exchanged,
  keycapFor,
  layoutOf,
  movesOf,
  pressedFor,
  readKey,
  type KeyLayout,
} from '../../server/platform/web/key-layout.ts';

const KEYS = "abcdefghijklmnopqrstuvwxyz?/`;,.'[]\\=-".split('');

describe('where somebody has the keys', () => {
  it('leaves every key where the product has it until one is exchanged', () => {
    for (const key of KEYS) expect(pressedFor(AS_PRINTED, key)).toBe(key);
  });

  it('exchanges two keys with each other', () => {
    const layout = exchanged(AS_PRINTED, 'n', 'l');
    expect(['n', 'l', 'm'].map((key) => pressedFor(layout, key))).toEqual(['l', 'n', 'm']);
  });

  it('shows what stands on the key to be pressed; names of keys stay', () => {
    const layout = exchanged(exchanged(AS_PRINTED, 'n', 'l'), '?', 'h');
    const shown = ['N', 'n', 'l', '?', 'H', 'Enter', '↑', '3'].map((key) => keycapFor(layout, key));
    expect(shown).toEqual(['L', 'L', 'N', 'H', '?', 'Enter', '↑', '3']);
  });

  it('means the keys as they are pressed now, also those exchanged before', () => {
    const layout = exchanged(exchanged(AS_PRINTED, 'n', 'l'), 'l', 'z');
    expect(layout).toEqual({ n: 'z', l: 'n', z: 'l' });
  });

  it('is back when the same two are exchanged again', () => {
    const layout = exchanged(AS_PRINTED, 'n', 'l');
    expect(exchanged(layout, 'l', 'n')).toEqual(AS_PRINTED);
    expect(exchanged(layout, 'n', 'n')).toEqual(layout);
  });

  it('has every key once after any thousand exchanges, and is stored whole', () => {
    let layout: KeyLayout = AS_PRINTED;
    let seed = 20_261_127;
    const any = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return KEYS[seed % KEYS.length] ?? 'a';
    };
    for (let i = 0; i < 1_000; i += 1) {
      layout = exchanged(layout, any(), any());
      expect(new Set(KEYS.map((one) => pressedFor(layout, one))).size).toBe(KEYS.length);
      expect(layoutOf(movesOf(layout))).toEqual(layout);
    }
  });

  it.each([
    ['N', 'n'],
    [' ｎ ', 'n'],
    ['？', '?'],
    ['；', ';'],
    ['，', ','],
    ['。', '.'],
    ['·', '`'],
    ['、', '\\'],
    ['【', '['],
  ])('reads %j as %j', (typed, key) => {
    expect(readKey(typed)).toBe(key);
  });

  it.each(['', '1', 'nn', '王', 'Enter', ' ', '__proto__'])('refuses %j', (typed) => {
    expect(readKey(typed)).toBeNull();
  });
});
