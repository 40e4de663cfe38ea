import type { SheetCustomer } from '../customers/index.ts';
import { storeTimeOf } from '../platform/business-date.ts';
import {
  ANSWERING,
  deskScript,
  spokenCall,
  spokenDate,
  type DeskScript,
  type Placeholders,
  type ScriptState,
} from '../scripts/index.ts';
import type { WishGround } from '../wishes/index.ts';
import type { DeskCall } from './callback.types.ts';
import type { DeskReader } from './desk-reader.ts';
import type { CommandReading } from './result-command.form.ts';
import { spokenName } from './spoken-name.ts';

/** A complaint is answered for the first time within this many hours (domain.md, tickets). */
const FIRST_REPLY_MS = 24 * 3_600_000;

/** The script of a call with its answers so far, spoken to this customer; null without one. */
export function scriptOf(
  {
    desk,
    card,
    ground,
    reading,
    errors,
  }: {
    desk: DeskCall;
    card: SheetCustomer;
    ground: WishGround;
    reading: CommandReading;
    errors: Readonly<Record<string, string>>;
  },
  reader: DeskReader,
): DeskScript | null {
  const { script, call, row } = desk;
  if (script === null) return null;
  const { t } = reader;
  const reason = row?.paper.reasons.find(({ rule }) => script.rules.includes(rule)) ?? row?.paper.reasons[0];
  const placeholders = {
    ...spokenCall({
      address: spokenName(card, reader.spoken),
      store: ground.storeName,
      agent: call.agentName,
      detail: reason?.detail ?? null,
    }),
    ...agreedSoFar(reading, ground, reader),
  };
  const spoken = call.direction === 'in' ? { ...script, opening: ANSWERING } : script;
  return deskScript(spoken, call.draft.answers, placeholders, t, { tags: reading.tags.tags, errors });
}

/** What the closing words promise: who answers by when, when flowers come, when the customer comes. */
function agreedSoFar(
  { command: { wishes } }: CommandReading,
  ground: WishGround,
  { spoken: t, now }: DeskReader,
): Placeholders {
  const agreed: Placeholders = {};
  for (const wish of wishes) {
    if (wish.kind === 'flower') {
      const { deliverOn, slot, bouquet } = wish.flower;
      agreed.flowers = t('callbacks.desk.spoken.day-part', {
        day: spokenDate(deliverOn),
        part: t(`callbacks.wish.${slot}`),
      });
      agreed.bouquet = t(`wishes.bouquet.${bouquet}`);
    } else if (wish.kind === 'visit') {
      agreed.visit = t('callbacks.desk.spoken.day-time', {
        day: spokenDate(wish.visit.on),
        time: wish.visit.time,
      });
    } else if (wish.kind === 'ticket') {
      const { department, kind, remedy } = wish.ticket;
      const name = ground.departments.find(({ code }) => code === department)?.name;
      if (name !== undefined) agreed.department ??= name;
      if (kind === 'complaint' || remedy !== null)
        agreed.reply ??= t('callbacks.desk.spoken.reply', {
          time: storeTimeOf(new Date(now.getTime() + FIRST_REPLY_MS)),
        });
    }
  }
  return agreed;
}

/** A question of the call as the agent sees it numbered. */
export interface AskedQuestion {
  id: string;
  /** `Q1.2` */
  number: string;
  text: string;
  /** The one to be asked next. */
  current: boolean;
}

/** The questions that belong to the call as it stands, in order, those of branches among them. */
export function askedQuestions(script: DeskScript | null): AskedQuestion[] {
  return (script?.items ?? []).flatMap(questionsIn);
}

function questionsIn(item: DeskScript['items'][number]): AskedQuestion[] {
  if (item.question === null) return item.branch.items.flatMap(questionsIn);
  const { id, number, text, state } = item.question;
  return [{ id, number, text: text.map((piece) => piece.text).join(''), current: state === 'current' }];
}

/** The same without words spoken to a customer, for paper keyed back: questions under their own ids. */
export function askedIn(state: ScriptState | null): AskedQuestion[] {
  return (state?.questions ?? [])
    .filter(({ asked }) => asked === 'yes')
    .map(({ question: { id, text }, state: at }) => ({
      id,
      number: id.toUpperCase().replace('-', '.'),
      text,
      current: at === 'current',
    }));
}
