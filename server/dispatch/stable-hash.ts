/**
 * A 53-bit hash of a text, the same in every process and on every machine: what orders people who are equal in every
 * other respect, and what draws samples. Not for secrets. Two 32-bit lanes (multiply and mix, final avalanche), because a
 * cryptographic digest per customer would cost more than all the rules together.
 */
export function stableHash(text: string, seed = 0): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
}

/** A stable number in [0, 1) for a text. */
export function stableShare(text: string): number {
  return stableHash(text) / 2 ** 53;
}
