import { nextBirthday, type CallDoors, type Customer, type SheetCustomer } from '../customers/index.ts';
import type { FieldError } from '../platform/errors.ts';
import {
  flowerCustomer,
  occasionOf,
  wishPrefill,
  type DeskAsk,
  type WishFacts,
  type WishGround,
} from '../wishes/index.ts';
import type { CallDraft, QueueRow } from './callback.types.ts';
import type { DeskReader } from './desk-reader.ts';
import type { CommandReading } from './result-command.form.ts';
import { spokenName, writtenName } from './spoken-name.ts';

/** What the details of wishes are opened with: the customer as recipient, what the call is about, what was typed. */
export function wishAsk(
  {
    desk,
    customer,
    card,
    ground,
    reading,
    problems,
    addressLine,
  }: {
    desk: { row: Pick<QueueRow, 'row' | 'paper'> | null; call: { draft: CallDraft } };
    customer: Customer;
    card: SheetCustomer;
    ground: WishGround;
    reading: CommandReading;
    problems: readonly FieldError[];
    addressLine: CallDoors['addressLine'];
  },
  { spoken, today }: DeskReader,
): DeskAsk {
  const celebrated = customer.birthday.celebrated;
  const detail = desk.row?.paper.reasons.find(({ detail: told }) => told.receiptNo !== undefined)?.detail;
  const facts: WishFacts = {
    recipient: writtenName(card, spoken),
    addressed: spokenName(card, spoken),
    phones: card.phones.map(({ shown }) => shown),
    address: addressLine(customer.address),
    postcode: customer.address.postcode,
    customer: flowerCustomer(customer),
    birthdayOn: celebrated === null ? null : nextBirthday(celebrated, today),
    counter: detail?.counter ?? null,
    receiptNo: detail?.receiptNo ?? null,
    remedy: reading.state?.drives.find(({ remedy }) => remedy !== null)?.remedy ?? null,
  };
  const tags = reading.tags.tags;
  const occasion = occasionOf({
    complaint: tags.includes('complaint'),
    birthday: desk.row?.row.rules.includes('birthday') ?? false,
  });
  return {
    facts,
    ground,
    prefill: wishPrefill(facts, occasion, ground),
    typed: desk.call.draft.fields,
    tags,
    problems,
  };
}
