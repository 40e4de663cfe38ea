import type { ScriptState } from '../scripts/index.ts';
import { OUTCOME_TAGS, type OutcomeTag } from './callback.types.ts';

/** Tags of a call after its answers were looked at. */
export interface CallTags {
  /** Ticked, and set by an answer for the first time. */
  tags: OutcomeTag[];
  /** Set by the answers as they stand; goes along in the form, so that the next look knows what was offered already. */
  driven: OutcomeTag[];
  /** Set by an answer and unticked by the agent, who owes a reason. */
  takenBack: OutcomeTag[];
}

/**
 * An answer sets its tag once (a wish to exchange makes a complaint); the agent may take it back and is asked why. A tag
 * stays ticked when the answer that set it is changed: what was written for it is not thrown away behind anybody's back.
 */
export function tagsOf(
  ticked: readonly OutcomeTag[],
  offered: readonly OutcomeTag[],
  drives: ScriptState['drives'],
): CallTags {
  const set = new Set(drives.map(({ tag }) => tag));
  const driven = OUTCOME_TAGS.filter((tag) => set.has(tag));
  const fresh = driven.filter((tag) => !offered.includes(tag));
  return {
    tags: OUTCOME_TAGS.filter((tag) => ticked.includes(tag) || fresh.includes(tag)),
    driven,
    takenBack: driven.filter((tag) => offered.includes(tag) && !ticked.includes(tag)),
  };
}

/** Field in which the agent tells why a tag that an answer set does not apply. */
export function whyNotField(tag: OutcomeTag): string {
  return `why-not-${tag}`;
}
