import type { Channel, ConsentEvidence, Purpose } from './customer.ts';
import type { ConsentState } from './due-facts.ts';

/**
 * The state of a consent today: the later statement wins; on the same day the refusal does (reference.md, "Consent
 * from lists"). Nothing said: not asked.
 */
export function currentConsent(
  evidence: readonly ConsentEvidence[],
  purpose: Purpose,
  channel: Channel,
): ConsentState {
  return decidingEvidence(evidence, purpose, channel)?.state ?? 'not-asked';
}

/** The statement that decides; null when nothing was said. */
export function decidingEvidence(
  evidence: readonly ConsentEvidence[],
  purpose: Purpose,
  channel: Channel,
): ConsentEvidence | null {
  let decides: ConsentEvidence | null = null;
  for (const statement of evidence) {
    if (statement.purpose !== purpose || statement.channel !== channel) continue;
    if (decides === null || outweighs(statement, decides)) decides = statement;
  }
  return decides;
}

/** Where a purpose can be pursued at all: a hatched cell on the page is a channel that does not exist for it. */
export function isApplicable(purpose: Purpose, channel: Channel): boolean {
  return APPLICABLE[purpose].includes(channel);
}

/** The same statement told twice (same list fed in again, same paper keyed twice). */
export function sameStatement(a: ConsentEvidence, b: ConsentEvidence): boolean {
  return a.on === b.on && sameWords(a, b);
}

type Said = Pick<ConsentEvidence, 'purpose' | 'channel' | 'state' | 'source'>;

/** The same said in the same kind of list, on whatever day. */
export function sameWords(a: Said, b: Said): boolean {
  return a.purpose === b.purpose && a.channel === b.channel && a.state === b.state && a.source === b.source;
}

/** Reads a yes/no column: 是/否 and their usual signs; null for blank, undefined for what says neither. */
export function readYesNo(raw: string): boolean | null | undefined {
  const text = raw.normalize('NFKC').trim().toLowerCase();
  if (text === '') return null;
  if (/^(是|同意|可以|可|允许|到|已到|来|y|yes|true|1|√|✓|v)$/.test(text)) return true;
  return /^(否|不同意|不可以|不可|不|不允许|未到|未|没来|n|no|false|0|×|x)$/.test(text) ? false : undefined;
}

const APPLICABLE: Record<Purpose, readonly Channel[]> = {
  service: ['phone', 'sms', 'wechat'],
  promotion: ['phone', 'post', 'sms', 'wechat'],
  cards: ['post'],
  flowers: ['phone', 'visit'],
};

const REFUSALS: ReadonlySet<ConsentEvidence['state']> = new Set(['refused', 'withdrawn']);

function outweighs(a: ConsentEvidence, b: ConsentEvidence): boolean {
  if (a.on !== b.on) return a.on > b.on;
  return REFUSALS.has(a.state) && !REFUSALS.has(b.state);
}
