import type { Bouquet } from './wish.types.ts';

/** A flower or green of the catalogue with what it may do to somebody. */
interface Ingredient {
  /** How notes name it, in either script or English; lower case. */
  words: readonly string[];
  /** Sheds pollen, or is said to. */
  pollen: boolean;
  /** Smells strongly. */
  scent: boolean;
  /** Of the daisy family: who reacts to one of them reacts to all. */
  daisy?: true;
}

/**
 * Flowers by code. Double roses, carnations, hydrangeas, lisianthus, tulips and moth orchids shed next to no pollen; the
 * others are kept from whoever reacts to it.
 */
export const INGREDIENTS: Readonly<Record<string, Ingredient>> = {
  rose: { words: ['玫瑰', '月季', 'rose'], pollen: false, scent: false },
  carnation: { words: ['康乃馨', '香石竹', 'carnation'], pollen: false, scent: false },
  lily: { words: ['香水百合', '百合', 'lily', 'lilies'], pollen: true, scent: true },
  sunflower: { words: ['向日葵', 'sunflower'], pollen: true, scent: false, daisy: true },
  gerbera: { words: ['非洲菊', '扶郎', '菊', 'gerbera'], pollen: true, scent: false, daisy: true },
  chrysanthemum: { words: ['菊', 'chrysanthemum'], pollen: true, scent: true, daisy: true },
  tulip: { words: ['郁金香', '鬱金香', 'tulip'], pollen: false, scent: false },
  hydrangea: { words: ['绣球', '繡球', 'hydrangea'], pollen: false, scent: false },
  lisianthus: { words: ['桔梗', 'lisianthus'], pollen: false, scent: false },
  orchid: { words: ['蝴蝶兰', '蝴蝶蘭', '兰花', '蘭花', 'orchid'], pollen: false, scent: false },
  gypsophila: { words: ['满天星', '滿天星', 'gypsophila'], pollen: true, scent: false },
  greens: { words: ['叶材', '葉材'], pollen: false, scent: false },
};

/** The florist's bouquets, the one proposed first at the top; prices in fen. */
export const CATALOGUE: readonly Bouquet[] = [
  bouquet('rose-champagne-11', ['rose', 'greens'], ['champagne'], 16_800),
  bouquet('rose-pink-19', ['rose', 'gypsophila'], ['pink', 'white'], 25_800),
  bouquet('carnation-pink-12', ['carnation', 'greens'], ['pink'], 12_800),
  bouquet('lily-pink-6', ['lily', 'greens'], ['pink'], 15_800),
  bouquet('lily-rose-mixed', ['lily', 'rose'], ['white', 'pink'], 23_800),
  bouquet('sunflower-5', ['sunflower', 'greens'], ['yellow'], 13_800),
  bouquet('gerbera-10', ['gerbera', 'greens'], ['red', 'yellow'], 11_800),
  bouquet('mum-green-9', ['chrysanthemum', 'greens'], ['green', 'white'], 10_800),
  bouquet('tulip-purple-10', ['tulip', 'greens'], ['purple'], 19_800),
  bouquet('hydrangea-blue', ['hydrangea', 'lisianthus'], ['blue', 'white'], 21_800),
  bouquet('orchid-pot', ['orchid'], ['purple'], 36_800),
];

/** The bouquet of a code, null for one that the catalogue does not have. */
export function bouquetOf(code: string): Bouquet | null {
  return CATALOGUE.find((each) => each.code === code) ?? null;
}

function bouquet(code: string, ingredients: string[], colours: string[], priceFen: number): Bouquet {
  return { code, ingredients, colours, priceFen, active: true };
}
