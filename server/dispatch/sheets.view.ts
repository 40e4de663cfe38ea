import { storeTimeOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { PrintRecord, SheetSnapshot, SheetSummary } from './dispatch.types.ts';
import { allReasons, leadWords } from './reason.view.ts';

/** One sheet in the list of a day. */
export interface SheetLine {
  number: string;
  href: string;
  kind: string;
  agent: string;
  people: number;
  units: number;
  struck: number;
  fixed: string;
  printed: string;
  /** Never printed. */
  unprinted: boolean;
}

export function sheetLines(
  sheets: SheetSummary[],
  nameOf: (staffNo: string) => string,
  t: Translate,
): SheetLine[] {
  return sheets.map((sheet) => ({
    number: sheet.number,
    href: `/dispatch/sheet/${sheet.number}`,
    kind: t(`dispatch.paper.kind.${sheet.kind}`),
    agent: `${sheet.agent.staffNo} ${sheet.agent.name}`,
    people: sheet.people,
    units: sheet.units,
    struck: sheet.struck,
    fixed: `${storeTimeOf(sheet.fixedAt)} ${byWords(sheet.fixedBy, nameOf, t)}`,
    printed: printedWords(sheet.prints, t),
    unprinted: sheet.prints.length === 0,
  }));
}

/** A fixed sheet on the screen: numbers by their tail only, struck rows marked with where they went. */
export interface SheetPage {
  number: string;
  kind: string;
  day: string;
  agent: string;
  fixed: string;
  people: number;
  units: number;
  rulesVersion: number;
  rows: {
    place: number;
    customerId: string;
    name: string;
    title: string;
    level: { code: string; word: string } | null;
    tail: string;
    lead: string;
    why: string;
    when: string;
    family: boolean;
    struck: string | null;
  }[];
  prints: { what: string; at: string; by: string; copies: number; from: string | null }[];
}

export function sheetPage(
  sheet: SheetSnapshot,
  nameOf: (staffNo: string) => string,
  t: Translate,
): SheetPage {
  const strikes = new Map(sheet.strikes.map((strike) => [strike.place, strike]));
  const perUnit = new Map<number, number>();
  for (const { unit } of sheet.rows) perUnit.set(unit, (perUnit.get(unit) ?? 0) + 1);
  return {
    number: sheet.number,
    kind: t(`dispatch.paper.kind.${sheet.kind}`),
    day: sheet.day,
    agent: `${sheet.agent.staffNo} ${sheet.agent.name}`,
    fixed: `${storeTimeOf(sheet.fixedAt)} ${byWords(sheet.fixedBy, nameOf, t)}`,
    people: sheet.people,
    units: sheet.units,
    rulesVersion: sheet.rulesVersion,
    rows: sheet.rows.map((row) => {
      const strike = strikes.get(row.place);
      const { customer } = row;
      return {
        place: row.place,
        customerId: row.customerId,
        name: customer.name,
        title: customer.salutation ?? t(customer.titleKey),
        level:
          customer.level === null
            ? null
            : { code: customer.level, word: t(`dispatch.level-short.${customer.level}`) },
        tail: t('dispatch.person.tail', {
          digits: (customer.phones[0]?.display ?? '').replace(/[^\d]/g, '').slice(-4),
        }),
        lead: leadWords(row.lead, t),
        why: allReasons(row.reasons, sheet.day, t),
        when:
          row.at === null
            ? t(`dispatch.paper.best.${row.bestTime ?? 'any'}`)
            : t('dispatch.paper.agreed', { at: row.at }),
        family: (perUnit.get(row.unit) ?? 1) > 1,
        struck:
          strike === undefined
            ? null
            : strike.to === null
              ? t('dispatch.sheet.struck-dismissed', { reason: strike.reason })
              : t('dispatch.sheet.struck-to', {
                  name: strike.to.name,
                  sheet: strike.toSheet ?? t('dispatch.sheet.no-number-yet'),
                  reason: strike.reason,
                }),
      };
    }),
    prints: sheet.prints.map((print) => ({
      what:
        print.reprint === 0
          ? t('dispatch.sheet.original')
          : t('dispatch.paper.reprint', { n: print.reprint }),
      at: storeTimeOf(print.at),
      by: byWords(print.by.staffNo, () => print.by.name, t),
      copies: print.copies,
      from: print.fromPage === null ? null : t('dispatch.sheet.from-page', { page: print.fromPage }),
    })),
  };
}

/** The system's own acts are told as such. */
export function byWords(staffNo: string, nameOf: (staffNo: string) => string, t: Translate): string {
  return staffNo === 'system' ? t('dispatch.sheet.by-itself') : nameOf(staffNo);
}

function printedWords(prints: PrintRecord[], t: Translate): string {
  const last = prints.at(-1);
  if (last === undefined) return t('dispatch.sheet.never-printed');
  const at = storeTimeOf(last.at);
  return last.reprint === 0
    ? t('dispatch.sheet.printed-at', { at })
    : t('dispatch.sheet.reprinted-at', { at, n: last.reprint });
}
