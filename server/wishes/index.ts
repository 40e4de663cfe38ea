/** What calls leave for later parts of the house: flowers, cards, forms, visits to a counter. */
export type * from './wish.types.ts';
export { WISH_KINDS } from './wish.types.ts';
