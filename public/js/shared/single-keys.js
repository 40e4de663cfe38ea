// Single keys as this person has them: on or off, and where. For a letter or sign every listener asks here for the product's
// key of an event, never for `event.key`, so that an exchanged key is exchanged everywhere.

const { keyMoves = '' } = document.body.dataset;
/** Pairs of characters, `movesOf` of server/platform/web/key-layout.ts: the key of the product, the one pressed for it. */
const moves = keyMoves.match(/../g) ?? [];
const meant = new Map(moves.map(([key, pressed]) => [pressed, key]));
const moved = new Map(moves.map(([key, pressed]) => [key, pressed]));

export function singleKeysOn() {
  return document.body.dataset.singleKeys === 'on';
}

/** The product's key of a keydown: a character as the product means it, any other key by its name. */
export function keyOf({ key }) {
  const lower = key.toLowerCase();
  const other = meant.get(lower);
  if (other === undefined) return key;
  return key === lower ? other : other.toUpperCase();
}

/** What is pressed for a key of the product. */
export function pressedFor(key) {
  return moved.get(key.toLowerCase()) ?? key;
}
