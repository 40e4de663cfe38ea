import { maskPhone, phoneOfLine, showPhone } from '../customers/index.ts';
import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { Cell, ExportColumn } from '../platform/export/export-table.ts';
import type { Translate } from '../platform/web/route.ts';
import { bouquetOf } from './bouquet.ts';
import { SLOTS } from './delivery.ts';
import { departmentName } from './wish-row.view.ts';
import { kindOf } from './wish.ts';
import type { Department, Wish, WishKind } from './wish.types.ts';

/** Columns of a kind's file with their widths in characters. */
const COLUMNS = {
  flower: {
    deliverOn: 12,
    slot: 18,
    customer: 14,
    recipient: 14,
    phone: 20,
    address: 44,
    occasion: 10,
    bouquet: 24,
    price: 10,
    cardText: 40,
    elseMayAccept: 14,
  },
  card: { customer: 14, occasion: 10, recipient: 14, address: 44, postcode: 10, greeting: 44 },
  ticket: {
    kind: 10,
    customer: 14,
    department: 14,
    words: 60,
    remedy: 10,
    receiptNo: 14,
    firstReply: 18,
  },
  visit: { visitOn: 12, visitAt: 8, customer: 14, who: 14, counter: 14, what: 40, arrived: 18 },
} as const satisfies Record<WishKind, Record<string, number>>;

/** Columns that every kind ends with. */
const ENDING = { calledAt: 18, agent: 12, state: 10, takenUp: 40 } as const;

export interface CellReader {
  t: Translate;
  nameOf: (staffNo: string) => string;
  departments: readonly Department[];
  /** Whether telephone numbers are shortened. */
  masked: boolean;
}

/** Headings of a kind's file in their order. */
export function wishColumns(kind: WishKind, t: Translate): ExportColumn[] {
  return Object.entries<number>({ ...COLUMNS[kind], ...ENDING }).map(([column, width]) => ({
    heading: t(`wishes.export.col.${column}`),
    width,
  }));
}

/** One wish as a row of its kind's file. */
export function wishCells(wish: Wish, reader: CellReader): Cell[] {
  const { t, nameOf } = reader;
  const cells: Record<string, Cell> = {
    customer: wish.customerName,
    ...detailCells(wish, reader),
    calledAt: momentText(wish.at),
    agent: nameOf(wish.by),
    state: t(`wishes.state.${wish.kind === 'visit' && wish.arrivedAt !== null ? 'arrived' : wish.state}`),
    takenUp: wish.takenUpAs,
  };
  return Object.keys({ ...COLUMNS[wish.kind], ...ENDING }).map((column) => cells[column] ?? null);
}

function detailCells(wish: Wish, { t, departments, masked }: CellReader): Record<string, Cell> {
  switch (wish.kind) {
    case 'flower': {
      const { deliverOn, slot, recipient, phone, address, occasion, bouquet, cardText, elseMayAccept } =
        wish.flower;
      const line = phoneOfLine(phone);
      const priceFen = bouquetOf(bouquet)?.priceFen ?? null;
      return {
        deliverOn,
        slot: t(`wishes.slot.${slot}`, SLOTS[slot]),
        recipient,
        phone: (masked ? maskPhone : showPhone)(line, t('customers.extension')),
        address,
        occasion: t(`wishes.occasion.${occasion}`),
        bouquet: t(`wishes.bouquet.${bouquet}`),
        price: priceFen === null ? null : priceFen / 100,
        cardText,
        elseMayAccept: t(elseMayAccept ? 'wishes.else-may' : 'wishes.else-may-not'),
      };
    }
    case 'card': {
      const { occasion, recipient, address, postcode, words } = wish.card;
      return { occasion: t(`wishes.occasion.${occasion}`), recipient, address, postcode, greeting: words };
    }
    case 'ticket': {
      const { words, department, remedy, receiptNo, firstReplyBy } = wish.ticket;
      return {
        kind: t(`wishes.ticket.${kindOf(wish.ticket)}`),
        department: departmentName(departments, department),
        words,
        remedy: remedy === null ? null : t(`wishes.remedy.${remedy}`),
        receiptNo,
        firstReply: firstReplyBy === null ? null : momentText(firstReplyBy),
      };
    }
    case 'visit': {
      const { who, on, time, what, counter } = wish.visit;
      const arrived = wish.arrivedAt === null ? null : momentText(wish.arrivedAt);
      return { visitOn: on, visitAt: time, who, counter, what, arrived };
    }
  }
}

function momentText(at: Date): string {
  return `${businessDateOf(at)} ${storeTimeOf(at)}`;
}
