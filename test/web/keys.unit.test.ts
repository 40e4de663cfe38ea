import { describe, expect, it } from 'vitest';
import { KEY_ZONES } from '../../server/keys.ts';
import { NAV } from '../../server/nav.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { singleKeysOf } from '../../server/platform/web/keys.ts';
import { currentNav, navFor } from '../../server/platform/web/nav.ts';

const words = loadWords();
const everywhere = KEY_ZONES['everywhere'] ?? [];

describe('the keys of the screens', () => {
  it.each(Object.entries(KEY_ZONES))('in zone %s no key has two meanings', (zone, own) => {
    const all =
      zone === 'everywhere' ? own : [...own, ...everywhere.filter((help) => !overrides(own, help.keys))];
    const keys = singleKeysOf(all);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('every meaning has words', () => {
    const meanings = Object.values(KEY_ZONES).flatMap((zone) => zone.map((help) => help.does));
    expect(meanings.filter((key) => !words.has(key))).toEqual([]);
  });

  it('no zone claims what the browser keeps for itself', () => {
    const claimed = Object.values(KEY_ZONES).flatMap((zone) => zone.flatMap((help) => [...help.keys]));
    expect(claimed.filter((key) => /^F(1|3|5|6|7|11|12)$/.test(key))).toEqual([]);
  });
});

describe('the navigation', () => {
  it('every entry has words, and every letter after g leads to one page', () => {
    expect(NAV.filter((item) => !words.has(`frame.nav.${item.key}`))).toEqual([]);
    const letters = NAV.flatMap((item) => (item.jump === undefined ? [] : [item.jump]));
    expect(new Set(letters).size).toBe(letters.length);
  });

  it('shows an administrator people and audit, an agent neither', () => {
    const keys = (roles: Parameters<typeof navFor>[1]) => navFor(NAV, roles).map((item) => item.key);
    expect(keys(['admin'])).toEqual(expect.arrayContaining(['people', 'audit']));
    expect(keys(['agent'])).not.toContain('people');
  });

  it('marks the page one is on, home only at home', () => {
    const items = [
      { key: 'my-day', path: '/', roles: 'signed-in', order: 1 },
      { key: 'people', path: '/staff', roles: 'signed-in', order: 2 },
    ] as const;
    expect(currentNav(items, '/')?.key).toBe('my-day');
    expect(currentNav(items, '/staff/0301')?.key).toBe('people');
    expect(currentNav(items, '/customers')).toBeNull();
  });
});

/** Esc may mean something more exact in a zone ("back to the list") without being a second meaning. */
function overrides(own: readonly { keys: readonly string[] }[], keys: readonly string[]): boolean {
  return keys.every((key) => key === 'Esc' && own.some((help) => help.keys.includes('Esc')));
}
