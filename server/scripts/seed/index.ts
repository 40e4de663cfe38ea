import type { SeedScript } from '../script.types.ts';
import { ACTIVITY_ABSENT, ACTIVITY_CAME } from './activity.ts';
import { AFTER_PURCHASE } from './after-purchase.ts';
import { AWARD } from './award.ts';
import { BIRTHDAY } from './birthday.ts';
import { CALL_BACK } from './call-back.ts';
import { CARD_ANNIVERSARY } from './card-anniversary.ts';
import { CLOSED_TICKET } from './closed-ticket.ts';
import { LONG_SILENCE } from './long-silence.ts';
import { NEW_CARD } from './new-card.ts';

const NOTE = '系统自带，可照本店说法修改';

/** Scripts that the product brings along, one file each; the leader changes them on the page, never here. */
export const SEED_SCRIPTS: readonly SeedScript[] = [
  CLOSED_TICKET,
  BIRTHDAY,
  NEW_CARD,
  AFTER_PURCHASE,
  ACTIVITY_CAME,
  ACTIVITY_ABSENT,
  AWARD,
  CARD_ANNIVERSARY,
  LONG_SILENCE,
  CALL_BACK,
].map((text) => ({ note: NOTE, text }));
