import { z } from 'zod';
import { readTypedDay } from '../calendar/index.ts';
import { lineOf, readPhones } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Remedy, ScriptTag } from '../scripts/index.ts';
import type { TicketWish, WishDetail, WishProblem } from './wish.types.ts';

/** Everything typed, by field name; blanks may be missing. */
export type WishFields = Readonly<Record<string, string>>;

/** What a form's wishes are read beside. */
export interface WishNotes {
  /** The notes of the call: a ticket without words of its own keeps these. */
  words?: string;
  /** The remedy that an answer of the script asked for; a complaint whose form names none has this one. */
  remedy?: Remedy | null;
}

/** Wishes that could be read, and what could not. */
export interface WishReading {
  value: WishDetail[];
  problems: WishProblem[];
}

export const FLOWER_OCCASIONS = ['birthday', 'apology', 'thanks', 'congratulation', 'other'] as const;
export const CARD_OCCASIONS = ['birthday', 'new-year', 'mid-autumn', 'thanks', 'other'] as const;
export const REMEDIES = ['return', 'exchange', 'repair', 'compensation'] as const satisfies readonly Remedy[];

/** Tags that leave a form, with the kind it has. */
const TICKET_TAGS: Partial<Record<ScriptTag, TicketWish['kind']>> = {
  complaint: 'complaint',
  suggestion: 'suggestion',
  praise: 'praise',
  department: 'affairs',
};

/** Kind of form that a tag leaves; null for tags that leave none. */
export function ticketKindOf(tag: ScriptTag): TicketWish['kind'] | null {
  return TICKET_TAGS[tag] ?? null;
}

/**
 * The wishes of the tags chosen, from fields named `flower-recipient`, `complaint-words` … Fields of tags that are not
 * chosen are left alone. A wish is read whether it may be kept or not, {@link problemsOf} judges it; left out is only one
 * whose day or choice cannot be understood.
 */
export function readWishes(
  fields: WishFields,
  tags: readonly ScriptTag[],
  { words = '', remedy = null }: WishNotes = {},
): WishReading {
  const readings = tags.map((tag): WishReading => {
    if (tag === 'flower') return read(fields, 'flower', flowerForm, (flower) => ({ kind: 'flower', flower }));
    if (tag === 'card') return read(fields, 'card', cardForm, (card) => ({ kind: 'card', card }));
    if (tag === 'visit') return read(fields, 'visit', visitForm, (visit) => ({ kind: 'visit', visit }));
    const kind = ticketKindOf(tag);
    if (kind === null) return { value: [], problems: [] };
    return read(fields, kind, ticketForm, (ticket) => ({
      kind: 'ticket',
      ticket: {
        ...ticket,
        kind,
        words: ticket.words === '' ? words.trim() : ticket.words,
        remedy: kind === 'complaint' ? (ticket.remedy ?? remedy) : null,
        firstReplyBy: null,
      },
    }));
  });
  return {
    value: readings.flatMap(({ value }) => value),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

const text = z
  .string()
  .default('')
  .transform((typed) => typed.normalize('NFC').replace(/\s+/gu, ' ').trim());
const flag = z
  .string()
  .optional()
  .transform((ticked) => ticked !== undefined && ticked !== '');

/** A day as typed or chosen; message key when it is none. */
const day = (message: string) =>
  z
    .string(message)
    .transform(readTypedDay)
    .refine((read): read is BusinessDate => read !== null, message);

/** A telephone as typed; text that is no number stays as it is and is refused by the check. */
const line = text.transform((typed) => {
  const [reading, ...more] = readPhones(typed);
  if (reading === undefined || reading.number === null || more.length > 0) return typed;
  return lineOf({ ...reading, number: reading.number });
});

const time = text
  .transform((typed) => /^(\d{1,2})[:.点]?(\d{2})$/u.exec(typed.normalize('NFKC')))
  .refine((parts) => parts !== null && Number(parts[1]) < 24 && Number(parts[2]) < 60, 'wishes.errors.time')
  .transform((parts) => `${(parts?.[1] ?? '').padStart(2, '0')}:${parts?.[2] ?? ''}`);

const flowerForm = z.object({
  occasion: z.enum(FLOWER_OCCASIONS, 'wishes.errors.occasion'),
  recipient: text,
  phone: line,
  address: text,
  deliverOn: day('wishes.errors.delivery-day'),
  slot: z.enum(['morning', 'afternoon'], 'wishes.errors.slot'),
  bouquet: text,
  cardText: text,
  elseMayAccept: flag,
  readAloud: flag,
});

const cardForm = z.object({
  occasion: z.enum(CARD_OCCASIONS, 'wishes.errors.occasion'),
  recipient: text,
  address: text,
  postcode: text.transform((typed) => (typed === '' ? null : typed.normalize('NFKC').replace(/\s/g, ''))),
  words: text,
});

const ticketForm = z.object({
  department: text,
  words: text,
  remedy: z
    .enum([...REMEDIES, ''], 'wishes.errors.remedy')
    .optional()
    .transform((chosen) => (chosen === undefined || chosen === '' ? null : chosen)),
  receiptNo: text.transform((typed) => (typed === '' ? null : typed.slice(0, 40))),
});

const visitForm = z.object({
  who: text,
  on: day('wishes.errors.visit-day'),
  time,
  what: text,
  counter: text,
});

/** Reads one section of the form: the fields that begin with its name. */
function read<Form>(
  fields: WishFields,
  section: string,
  form: z.ZodType<Form>,
  wishOf: (read: Form) => WishDetail,
): WishReading {
  const own = Object.entries(fields)
    .filter(([name]) => name.startsWith(`${section}-`))
    .map(([name, value]) => [name.slice(section.length + 1), value]);
  const result = form.safeParse(Object.fromEntries(own));
  if (result.success) return { value: [wishOf(result.data)], problems: [] };
  return {
    value: [],
    problems: result.error.issues.map(({ path, message }) => ({
      field: `${section}-${path.join('-')}`,
      message,
    })),
  };
}
