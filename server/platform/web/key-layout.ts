/**
 * Where somebody has single keys other than where the product has them (WCAG 2.1.4): the product's key → the one pressed for
 * it, lower case, only those that differ. Always an exchange of keys among themselves, so that on no screen a key gets two
 * meanings.
 */
export type KeyLayout = Readonly<Record<string, string>>;

/** Every key where the product has it. */
export const AS_PRINTED: KeyLayout = {};

/** Letters and signs may be exchanged; digits stay, since they are the ones printed on the sheets. */
const MOVABLE = /^[a-z?/`;,.'[\]\\=-]$/;

/** What these keys type while Chinese punctuation is on; the rest are wide forms of the same signs. */
const CHINESE: ReadonlyMap<string, string> = new Map([
  ['。', '.'],
  ['、', '\\'],
  ['·', '`'],
  ['【', '['],
  ['】', ']'],
  ['‘', "'"],
  ['’', "'"],
]);

/** Reads a key as it was typed into a field; null when it is none that can be exchanged. */
export function readKey(typed: string): string | null {
  const sign = typed.trim();
  const key = (CHINESE.get(sign) ?? sign).normalize('NFKC').trim().toLowerCase();
  return MOVABLE.test(key) ? key : null;
}

/** What is pressed for a key of the product; keys that cannot be exchanged are themselves. */
export function pressedFor(layout: KeyLayout, key: string): string {
  const lower = key.toLowerCase();
  return (Object.hasOwn(layout, lower) ? layout[lower] : undefined) ?? lower;
}

/** What stands on the key that is pressed for a key of the product: `N`, `Enter`, `?`. */
export function keycapFor(layout: KeyLayout, key: string): string {
  return key.length === 1 ? pressedFor(layout, key).toUpperCase() : key;
}

/** The layout in which two keys, as they are pressed now, have changed places; once more, and they are back. */
export function exchanged(layout: KeyLayout, one: string, other: string): KeyLayout {
  const moved = { ...layout, [keyPressedAs(layout, one)]: other, [keyPressedAs(layout, other)]: one };
  return Object.fromEntries(Object.entries(moved).filter(([key, pressed]) => key !== pressed));
}

/**
 * The layout as it is stored and told to scripts: pairs of characters, the product's key and the one pressed for it, in
 * order, so that the same layout is always the same text.
 */
export function movesOf(layout: KeyLayout): string {
  return Object.entries(layout)
    .map((pair) => pair.join(''))
    .sort()
    .join('');
}

/** Reads what {@link movesOf} wrote. */
export function layoutOf(moves: string): KeyLayout {
  return Object.fromEntries((moves.match(/../g) ?? []).map((pair) => [pair.slice(0, 1), pair.slice(1)]));
}

/** The key of the product that is pressed as this one. */
function keyPressedAs(layout: KeyLayout, pressed: string): string {
  return Object.entries(layout).find(([, at]) => at === pressed)?.[0] ?? pressed;
}
