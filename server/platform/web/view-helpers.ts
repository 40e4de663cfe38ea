import { isBusinessDate, storeTimeOf, weekdayOf } from '../business-date.ts';
import { CSRF_FIELD } from './csrf.ts';
import type { Frame } from './frame.ts';
import { ICONS } from './icons.ts';
import { keycapFor } from './key-layout.ts';

/** What a template hands to a helper as its last argument. */
interface HelperCall {
  hash: Record<string, unknown>;
  data: { root: { frame: Frame } };
}

/** Text that is HTML already; Handlebars asks `toHTML` before it escapes. */
interface Html {
  toHTML(): string;
}

/**
 * Helpers of the templates. All are pure: what they show comes from their arguments and the frame.
 * `t eq ne gt and or not concat date time number money icon keycap csrf`; see docs/guides/pages.md.
 */
export function viewHelpers(): Record<string, (...args: never[]) => unknown> {
  return fieldsFirst({
    t: (key: string, { hash, data }: HelperCall) =>
      data.root.frame.t(textOf(key), hash as Record<string, string | number>),
    eq: (a: unknown, b: unknown) => a === b,
    ne: (a: unknown, b: unknown) => a !== b,
    gt: (a: number, b: number) => a > b,
    and: (...args: unknown[]) => args.slice(0, -1).every(truthy),
    or: (...args: unknown[]) => args.slice(0, -1).find(truthy) ?? false,
    not: (a: unknown) => !truthy(a),
    concat: (...args: unknown[]) => args.slice(0, -1).map(textOf).join(''),
    date: (value: string, ...rest: [string, HelperCall] | [HelperCall]) => {
      const [style, call] = rest.length === 2 ? rest : ['full', rest[0]];
      return dateText(value, style, call.data.root.frame);
    },
    time: (value: Date | string | null) => {
      if (value === null) return '';
      return storeTimeOf(typeof value === 'string' ? new Date(value) : value);
    },
    number: (value: number | null, { data }: HelperCall) =>
      typeof value === 'number' ? data.root.frame.number(value) : '',
    money: (fen: number | null, { data }: HelperCall) =>
      typeof fen === 'number' ? data.root.frame.money(fen) : '',
    icon: (name: string, { hash, data }: HelperCall): Html => {
      if (!Object.hasOwn(ICONS, name)) throw new Error(`no such icon: ${name}`);
      const extra = hash['class'] === undefined ? '' : ` ${escaped(textOf(hash['class']))}`;
      const use = `<use href="${data.root.frame.assets}/icons/sprite.svg#${name}"/>`;
      return { toHTML: () => `<svg class="icon${extra}" aria-hidden="true" focusable="false">${use}</svg>` };
    },
    keycap: (key: string, { data }: HelperCall) => keycapFor(data.root.frame.keyLayout, textOf(key)),
    csrf: ({ data }: HelperCall): Html => {
      const token = escaped(data.root.frame.csrf);
      return { toHTML: () => `<input type="hidden" name="${CSRF_FIELD}" value="${token}">` };
    },
  });
}

/**
 * A model may well have a field called `date`, `time` or `number`: `{{date}}` without an argument then shows the field
 * of the row it stands in, not an error of the helper.
 */
function fieldsFirst(
  helpers: Record<string, (...args: never[]) => unknown>,
): Record<string, (...args: never[]) => unknown> {
  return Object.fromEntries(
    Object.entries(helpers).map(([name, helper]) => [
      name,
      function (this: unknown, ...args: never[]) {
        // Only the call object: no argument was written.
        const field = args.length === 1 ? fieldOf(this, name) : undefined;
        return field ? field.value : helper(...args);
      },
    ]),
  );
}

function fieldOf(row: unknown, name: string): { value: unknown } | undefined {
  if (typeof row !== 'object' || row === null || !Object.hasOwn(row, name)) return undefined;
  return { value: (row as Record<string, unknown>)[name] };
}

/** `full` 2026-11-23, `weekday` with the day's name, `short` 11-23. Anything but a calendar day is shown as it is. */
function dateText(value: unknown, style: string, frame: Frame): string {
  if (typeof value !== 'string' || !isBusinessDate(value)) return textOf(value);
  if (style === 'short') return value.slice(5);
  if (style === 'weekday') return `${value} ${frame.t(`frame.weekday.${weekdayOf(value)}`)}`;
  return value;
}

function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`=]/g, (char) => `&#${char.codePointAt(0) ?? 0};`);
}
