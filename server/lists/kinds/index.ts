import type { ListKind } from '../../customers/index.ts';
import type { ListDefinition } from '../list-definition.ts';
import { activityParticipants } from './activity-participants.ts';
import { counterMembers } from './counter-members.ts';
import { purchases } from './purchases.ts';
import { suggestionAward } from './suggestion-award.ts';
import { vipCards } from './vip-cards.ts';

/** The kinds of lists the office takes, in the order the upload page offers them. */
export const DEFINITIONS: Readonly<Record<ListKind, ListDefinition>> = {
  'vip-cards': vipCards,
  'counter-members': counterMembers,
  'activity-participants': activityParticipants,
  'suggestion-award': suggestionAward,
  purchases,
};
