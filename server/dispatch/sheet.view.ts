import { shortDay, storeTimeOf, weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import { qrDrawing, type QrDrawing } from '../platform/print-qr.ts';
import type { Translate } from '../platform/web/route.ts';
import { reasonWords } from './reason.view.ts';
import { linesOf, packed, widthMm } from './sheet-fit.ts';
import { layPages, type Block, type CallGroup } from './sheet-pages.ts';
import type { SheetRow, SheetSnapshot, Strike } from './dispatch.types.ts';

/** One person on paper; every field is text ready to print. */
export interface PaperPerson extends Block {
  place: number;
  name: string;
  /** Size class of the name: empty, `long` or `longest`. */
  nameSize: '' | 'long' | 'longest';
  /** The name needs the whole first line; all numbers stand on lines of their own below. */
  wide: boolean;
  salutation: string;
  level: string | null;
  pinyin: string | null;
  phone: string;
  /** A long number (area code and extension) is set one size smaller. */
  phoneLong: boolean;
  phone2: string;
  /** Agreed time or best time, `不限` when nothing is known. */
  when: string;
  /** Taboos and how to speak, when they fit beside the reason; else they stand in `sayMore`. */
  say: string;
  why: string;
  about: string;
  aboutOn: string;
  receipt: string;
  last: string;
  /** Full-width lines below: further numbers, then the warning. With `wide` the number to dial leads the first. */
  phonesMore: string[];
  sayMore: string[];
  struck: boolean;
}

export interface PaperPage {
  /** Class and `@page` name of this page. */
  name: string;
  first: boolean;
  /** Words of the margin boxes (and of the same places in the preview). */
  top: { left: string; center: string; right: string };
  bottom: { left: string; right: string };
  groups: { family: boolean; people: PaperPerson[] }[];
  endsHere: boolean;
}

export interface PaperSheet {
  number: string;
  /** Head of the first page; each line is a row of plain and bold pieces. */
  lines: { text: string; bold: boolean }[][];
  qr: QrDrawing;
  pages: PaperPage[];
  /** A page of slips for the sheets that lost rows to this one, null when there are none. */
  slips: (Pick<PaperPage, 'name' | 'top' | 'bottom'> & { slips: PaperSlip[] }) | null;
}

/** Cut out and handed to whoever holds the fixed sheet the rows were struck on. */
export interface PaperSlip {
  title: string;
  rows: { place: string; name: string; to: string }[];
}

/** What a printing says about itself on every page. */
export type PaperStamp =
  | { kind: 'original' }
  /** The n-th printing after the original. */
  | { kind: 'reprint'; n: number }
  /** Looked at, not recorded as printed. */
  | { kind: 'preview' };

export interface PaperOptions {
  t: Translate;
  storeName: string;
  stamp: PaperStamp;
  /** First page to print, from 1. */
  fromPage: number;
  /** Distinguishes the page names of several sheets in one document. */
  index: number;
  /** Rows struck on other sheets because their people stand on this one, with the names for the slip. */
  strikes: (Strike & { name: string })[];
}

/**
 * One sheet as it comes out of the printer. Pure: the same snapshot and stamp give the same paper.
 * Units: millimetres as in sheet-pages.ts.
 */
export function paperSheet(sheet: SheetSnapshot, options: PaperOptions): PaperSheet {
  const { t, stamp } = options;
  const struck = new Set(sheet.strikes.map((strike) => strike.place));
  const groups = groupsOf(sheet.rows, (row) => paperPerson(row, sheet, struck.has(row.place), t));
  const laid = layPages(groups);
  const title = `${t(`dispatch.paper.kind.${sheet.kind}`)} ${sheet.number}`;
  const left = stamp.kind === 'original' ? title : `${title}  ${stampWords(stamp, t)}`;
  const center = t('dispatch.paper.agent-day', {
    no: sheet.agent.staffNo,
    name: sheet.agent.name,
    day: sheet.day,
    weekday: t(`dispatch.weekday.${weekdayOf(sheet.day)}`),
  });
  const fixed = { at: storeTimeOf(sheet.fixedAt), m: laid.length };
  const bottom = {
    left: t('dispatch.paper.private', { store: options.storeName }),
    // Beside the number there is room for one word only: the rest of what a preview says stands down here.
    right: t(stamp.kind === 'preview' ? 'dispatch.paper.not-issued' : 'dispatch.paper.final'),
  };
  const pages = laid.map((page, at): PaperPage => ({
    name: `sheet-${options.index}-${at + 1}`,
    first: at === 0,
    top: { left, center, right: t('dispatch.paper.fixed-page', { ...fixed, n: at + 1 }) },
    bottom,
    groups: page.groups.map(({ people }) => ({ family: people.length > 1, people })),
    endsHere: page.endsHere,
  }));
  const slips = slipsOf(options.strikes, t);
  return {
    number: sheet.number,
    lines: headLines(sheet, t).map(boldPieces),
    qr: qrDrawing(sheet.number),
    pages: pages.slice(options.fromPage - 1),
    slips:
      slips.length === 0
        ? null
        : {
            name: `sheet-${options.index}-slips`,
            top: { left, center, right: t('dispatch.paper.slips') },
            bottom,
            slips,
          },
  };
}

/** `重印 2`, `预览`; empty for the original. */
export function stampWords(stamp: PaperStamp, t: Translate): string {
  if (stamp.kind === 'original') return '';
  return stamp.kind === 'reprint' ? t('dispatch.paper.reprint', { n: stamp.n }) : t('dispatch.paper.preview');
}

/** Rows with the same unit stand together and are one call. */
function groupsOf(rows: SheetRow[], toPerson: (row: SheetRow) => PaperPerson): CallGroup<PaperPerson>[] {
  const units = new Map<number, CallGroup<PaperPerson>>();
  for (const row of rows) {
    const group = units.get(row.unit) ?? { people: [] };
    group.people.push(toPerson(row));
    units.set(row.unit, group);
  }
  return [...units.values()];
}

function headLines(sheet: SheetSnapshot, t: Translate): string[] {
  const times = sheet.rows.filter((row) => row.at !== null).map((row) => row.at ?? '');
  const carried = sheet.rows.filter((row) => row.at === null && row.lead === 'carried-over').length;
  const list = t('dispatch.paper.list-comma');
  return [
    t(times.length > 0 ? 'dispatch.paper.summary-times' : 'dispatch.paper.summary', {
      no: sheet.agent.staffNo,
      name: sheet.agent.name,
      people: sheet.rows.length,
      appointments: times.length,
      times: times.length > 8 ? `${times.slice(0, 8).join(list)}…` : times.join(list),
      carried,
      byRule: sheet.rows.length - times.length - carried,
    }),
    t('dispatch.paper.order-hint'),
    t(sheet.kind === 'main' ? 'dispatch.paper.digits-hint' : 'dispatch.paper.digits-hint-supplement'),
  ];
}

/** Words between `‖` signs are bold; the locale decides which. */
function boldPieces(line: string): { text: string; bold: boolean }[] {
  return line
    .split('‖')
    .map((text, at) => ({ text, bold: at % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

const LINE_MM = 181;
const NAME_CELL_MM = 50;
const PHONE_CELL_MM = 47;
const NUMBER_MM = 9;
/** The space before the form of address, and what keeps the name from the number. */
const SPACE_MM = 2.9;
/** Between the number to dial and further ones on its line. */
const DIAL_GAP_MM = 6;
/** Margin, frame and padding of the level's box. */
const LEVEL_BOX_MM = 2.7;
const SHEET_MM = 190;
/** A warning longer than this gets a line of its own, so that the reason keeps its place. */
const SAY_MM = 60;
/** More lines than these and the sheet would hold one person a page; the rest is on the screen. */
const MOST_SAY_LINES = 3;

function paperPerson(row: SheetRow, sheet: SheetSnapshot, struck: boolean, t: Translate): PaperPerson {
  const { customer } = row;
  const salutation = customer.salutation ?? t(customer.titleKey);
  const level = customer.level === null ? null : t(`dispatch.level-short.${customer.level}`);
  const when = whenWords(row, t);
  const beside =
    SPACE_MM + widthMm(salutation, 10.5) + (level === null ? 0 : widthMm(level, 10.5) + LEVEL_BOX_MM);
  const whenMm = widthMm(when, 11.5) + 4;
  const name = nameFit(customer.name, beside, SHEET_MM - NUMBER_MM - whenMm);
  const numbers = customer.phones.map(phoneWords);
  const phone = customer.phones[0]?.display ?? '';
  const second = numbers[1] ?? '';
  const secondFits = widthMm(second, 11) + 2 <= SHEET_MM - NUMBER_MM - NAME_CELL_MM - PHONE_CELL_MM - whenMm;
  const below = numbers.slice(name.wide || !secondFits ? 1 : 2);
  const phonesMore = name.wide
    ? packed(below, 11, LINE_MM, t('dispatch.paper.gap'), widthMm(phone, 13.5) + DIAL_GAP_MM)
    : packed(below, 11, LINE_MM, t('dispatch.paper.gap'));
  const warning = warningWords(row, t);
  const pinyinMm = customer.pinyin === null ? 0 : widthMm(customer.pinyin, 10.5) + 4;
  const beside2 = warning !== '' && widthMm(warning, 10.5) <= SAY_MM - pinyinMm;
  const sayMore = warning === '' || beside2 ? [] : linesOf(warning, 10.5, LINE_MM, MOST_SAY_LINES);
  return {
    place: row.place,
    name: customer.name,
    nameSize: name.size,
    wide: name.wide,
    salutation,
    level,
    pinyin: customer.pinyin,
    phone,
    phoneLong: widthMm(phone, 13.5) > PHONE_CELL_MM - 1,
    phone2: secondFits && !name.wide ? second : '',
    when,
    say: beside2 ? warning : '',
    ...whyWords(row, sheet.day, t),
    last: lastWords(row, sheet.day, t),
    phonesMore,
    sayMore,
    struck,
    extraLines: phonesMore.length + sayMore.length,
  };
}

/** Tries the sizes in the ordinary cell, then the whole line. */
function nameFit(
  name: string,
  besideMm: number,
  lineMm: number,
): { size: PaperPerson['nameSize']; wide: boolean } {
  const sizes = [
    ['', 13],
    ['long', 11.5],
  ] as const;
  for (const [size, points] of sizes) {
    if (widthMm(name, points) + besideMm <= NAME_CELL_MM) return { size, wide: false };
  }
  for (const [size, points] of sizes) {
    if (widthMm(name, points) + besideMm <= lineMm) return { size, wide: true };
  }
  return { size: 'longest', wide: true };
}

function phoneWords(phone: { display: string; owner: string | null }): string {
  return phone.owner === null ? phone.display : `${phone.owner} ${phone.display}`;
}

/** `▲ 12–14 勿打；花粉过敏忌百合；原派李红梅`: most severe first, one sign in front of all. */
function warningWords(row: SheetRow, t: Translate): string {
  const said = [
    ...row.customer.taboos,
    ...row.customer.speakNotes,
    ...(row.originalAgent === null ? [] : [t('dispatch.paper.first-for', { name: row.originalAgent.name })]),
  ];
  return said.length === 0 ? '' : `▲ ${said.join(t('dispatch.paper.semicolon'))}`;
}

function whenWords(row: SheetRow, t: Translate): string {
  if (row.at !== null) return t('dispatch.paper.agreed', { at: row.at });
  return t(`dispatch.paper.best.${row.bestTime ?? 'any'}`);
}

function whyWords(
  row: SheetRow,
  day: BusinessDate,
  t: Translate,
): Pick<PaperPerson, 'why' | 'about' | 'aboutOn' | 'receipt'> {
  const words = row.reasons.map((reason) => reasonWords(reason, day, t));
  const whole = words.map(({ why }) => why).join(t('dispatch.why.and'));
  const why =
    row.lead === 'carried-over'
      ? `${t('dispatch.paper.carried', { times: row.earlierSheets + 1 })}${t('dispatch.why.comma')}${whole}`
      : whole;
  const told = words.find(({ about, receipt }) => about !== '' || receipt !== null);
  return { why, about: told?.about ?? '', aboutOn: told?.aboutOn ?? '', receipt: told?.receipt ?? '' };
}

function lastWords(row: SheetRow, day: BusinessDate, t: Translate): string {
  const last = row.lastContact;
  if (last === null) return t('dispatch.paper.last-none');
  const result = last.result === null ? '' : t(`dispatch.result.${last.result}`);
  return t('dispatch.paper.last', { on: shortDay(last.on, day), result }).trim();
}

/** One slip per sheet that lost rows to this one. */
function slipsOf(strikes: (Strike & { name: string })[], t: Translate): PaperSlip[] {
  const bySheet = new Map<string, PaperSlip>();
  for (const strike of strikes) {
    const slip = bySheet.get(strike.sheet) ?? {
      title: t('dispatch.paper.slip-title', { number: strike.sheet }),
      rows: [],
    };
    slip.rows.push({
      place: t('dispatch.paper.slip-place', { place: strike.place }),
      name: strike.name,
      to:
        strike.to === null
          ? t('dispatch.paper.slip-dismissed', { reason: strike.reason })
          : t('dispatch.paper.slip-to', {
              name: strike.to.name,
              sheet: strike.toSheet ?? '',
              reason: strike.reason,
            }),
    });
    bySheet.set(strike.sheet, slip);
  }
  return [...bySheet.values()];
}
