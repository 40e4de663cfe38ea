import { compareRanks, isUrgent, type Rank } from './order.ts';
import type { Rule, RuleCode } from './rule.ts';

/** A telephone number that may be dialled today, with the best rank of the people behind it. */
export interface Candidate extends Rank {
  phone: string;
  /** Rule that gives the rank; its daily quota is used when the number is taken under it. */
  rule: RuleCode;
}

/** Entries of a shortlist as plain data. */
export type ShortlistState = [phone: string, rule: RuleCode, major: number, minor: number, key: string][];

/**
 * The best numbers of a day, found while customers stream by, in bounded memory: at most `size` numbers without a quota and
 * as many for each rule with one. Which numbers remain depends only on what was offered, not on the order.
 */
export interface Shortlist {
  /**
   * Offers one person's callable rules, best first. Those after the first count only when a quota could keep the
   * better one out.
   * @param minor asked for only when the major rank leaves a chance
   */
  offer(
    phone: string,
    rules: readonly { rule: RuleCode; major: number }[],
    minor: () => number,
    key: string,
  ): void;
  /** Candidates by rank; a number may stand here several times, under different rules. */
  ranked(): Candidate[];
  /** What was taken since the last call, to be kept as progress; all that was ever drained rebuilds the list. */
  drain(): ShortlistState;
}

/** @param size how many numbers could be wanted at most */
export function makeShortlist(size: number, rules: readonly Rule[], from: ShortlistState = []): Shortlist {
  const quotas = new Set(rules.filter(({ dailyQuota }) => dailyQuota !== null).map(({ code }) => code));
  const open = bounded(size);
  const limited = new Map([...quotas].map((code) => [code, bounded(size)]));
  // Appointments and what yesterday left know no quota.
  const listOf = (rule: RuleCode, major: number) => (isUrgent(major) ? open : (limited.get(rule) ?? open));
  for (const [phone, rule, major, minor, key] of from) {
    listOf(rule, major).add({ phone, rule, major, minor, key });
  }
  let fresh: Candidate[] = [];
  return {
    offer: (phone, ruled, minor, key) => {
      let tieBreak: number | null = null;
      for (const { rule, major } of ruled) {
        const list = listOf(rule, major);
        if (major <= list.worstMajor()) {
          tieBreak ??= minor();
          const candidate = { phone, rule, major, minor: tieBreak, key };
          if (list.add(candidate)) fresh.push(candidate);
        }
        // Without a quota nothing can keep the number out under this rule, so a worse rule never matters.
        if (list === open) return;
      }
    },
    ranked: () => [open, ...limited.values()].flatMap((list) => list.best()).sort(compareRanks),
    drain: () => {
      const taken: ShortlistState = fresh.map(({ phone, rule, major, minor, key }) => [
        phone,
        rule,
        major,
        minor,
        key,
      ]);
      fresh = [];
      return taken;
    },
  };
}

interface Bounded {
  /** False when there is no place for it. */
  add(candidate: Candidate): boolean;
  /** Major rank beyond which nothing is taken any more. */
  worstMajor(): number;
  best(): Candidate[];
}

/** Keeps the `size` best distinct numbers; sorts only when twice as many have gathered. */
function bounded(size: number): Bounded {
  let kept: Candidate[] = [];
  let worst: Candidate | null = null;
  const settle = () => {
    kept.sort(compareRanks);
    const phones = new Set<string>();
    kept = kept.filter(({ phone }) => phones.size < size && !phones.has(phone) && phones.add(phone));
    worst = kept.length === size ? (kept.at(-1) ?? null) : null;
  };
  return {
    add: (candidate) => {
      if (size === 0 || (worst !== null && compareRanks(candidate, worst) >= 0)) return false;
      kept.push(candidate);
      if (kept.length >= size * 2 + 64) settle();
      return true;
    },
    worstMajor: () => (size === 0 ? -1 : (worst?.major ?? Number.POSITIVE_INFINITY)),
    best: () => {
      settle();
      return kept;
    },
  };
}
