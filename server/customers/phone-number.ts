import parsePhoneNumber from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max';

/** Why a text is not a telephone number that can be dialled; also part of a locale key. */
export type PhoneFault =
  'scientific' | 'too-short' | 'too-long' | 'no-area-code' | 'not-assigned' | 'not-a-number';

/** One number out of a field. */
export interface PhoneReading {
  /** E.164, null when unusable. */
  number: string | null;
  /** Extension digits, null without. */
  extension: string | null;
  type: 'mobile' | 'landline' | 'other';
  /** The part of the field this was read from, trimmed. */
  raw: string;
  /** A remark in brackets behind the number: 13800138000（儿子）. */
  owner: string | null;
  fault: PhoneFault | null;
}

/**
 * Reads one field that may hold several numbers (`/ 、 ; ，` or a space between complete ones), with +86, 0086,
 * full-width digits, separators, extensions (`转802`, `-802`). Validity is that of the full numbering plan
 * (libphonenumber `/max`): its patterns for China are applied directly, other countries go through the library.
 * An empty field gives an empty list.
 */
export function readPhones(field: string): PhoneReading[] {
  if (PLAIN_MOBILE.test(field)) return [plainMobile(field, field)];
  const text = field
    .normalize('NFKC')
    .replace(/[\p{Cf}\u00a0]/gu, ' ')
    .trim();
  if (text === '') return [];
  return splitNumbers(text).map(readOne);
}

/** Key of the line a number rings on: E.164, for landlines with extension. Equal keys, one telephone. */
export function lineOf(phone: { number: string; extension: string | null; type: string }): string {
  return phone.type === 'landline' && phone.extension !== null
    ? `${phone.number};ext=${phone.extension}`
    : phone.number;
}

/** The telephone that a line's key ({@link lineOf}) stands for, ready to be shown or masked. */
export function phoneOfLine(line: string): {
  number: string;
  extension: string | null;
  type: PhoneReading['type'];
  raw: string;
} {
  const [number = '', extension = null] = line.split(';ext=');
  const type = /^\+861[3-9]\d{9}$/.test(number) ? 'mobile' : 'landline';
  return { number, extension, type, raw: line };
}

/** `138 0013 8000`, `021 6322 1234`, extension behind the given word: `021 6322 1234 转 802`. */
export function showPhone(
  phone: { number: string | null; extension: string | null; type: string; raw: string },
  extensionWord: string,
): string {
  if (phone.number === null) return phone.raw;
  const { area, local } = partsOf(phone.number, phone.type);
  return joined(area, grouped(local, phone.type), phone.extension, extensionWord);
}

/** The same with its middle hidden: `138 **** 8000`, `021 **** 1234 转 802`; unreadable text keeps two characters. */
export function maskPhone(
  phone: { number: string | null; extension: string | null; type: string; raw: string },
  extensionWord: string,
): string {
  if (phone.number === null) {
    const digits = Array.from(phone.raw);
    return digits.length <= 4 ? '****' : `****${digits.slice(-2).join('')}`;
  }
  const { area, local } = partsOf(phone.number, phone.type);
  const tail = local.slice(-4);
  const head = phone.type === 'mobile' ? local.slice(0, 3) : area;
  return joined(head, `**** ${tail}`, phone.extension, extensionWord);
}

/** Digits as they are dialled inside China: `13800138000`, `02163221234`; abroad with `00`. */
export function dialDigits(number: string): string {
  if (!number.startsWith('+86')) return `00${number.slice(1)}`;
  const national = number.slice(3);
  return MOBILE.test(national) || /^[48]00/.test(national) ? national : `0${national}`;
}

const PLAIN_MOBILE = /^1[3-9]\d{9}$/;
const SCIENTIFIC = /^\d(?:\.\d+)?E\+?\d+$/i;
const OWNER = /[（(]([^()（）]*\p{Script=Han}[^()（）]*)[)）]\s*$/u;
const EXTENSION = /\s*(?:转|轉|分机|ext\.?|x|#)\s*:?\s*(\d{1,6})$/i;
const SEPARATORS = /[\s\-‐‑–—().·_]/g;

const { mobile: MOBILE, others: OTHER_TYPES } = chinesePlan();

function plainMobile(national: string, raw: string): PhoneReading {
  return MOBILE.test(national)
    ? { number: `+86${national}`, extension: null, type: 'mobile', raw, owner: null, fault: null }
    : unusable(raw, 'not-assigned', 'mobile');
}

/** Splits at separators; at blanks only when every piece is a whole number by itself. */
function splitNumbers(text: string): string[] {
  const parts = text
    .split(/[/、;,|\n\r\t]+|\s+(?:或|和)\s*/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.flatMap((part) => {
    const pieces = part.split(/\s+/);
    const whole =
      pieces.length > 1 && pieces.every((piece) => /^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/.test(piece));
    return whole ? pieces : [part];
  });
}

function readOne(raw: string): PhoneReading {
  if (SCIENTIFIC.test(raw)) return unusable(raw, 'scientific', 'other');
  const owner = OWNER.exec(raw)?.[1]?.trim() ?? null;
  const withoutOwner = raw.replace(OWNER, '').trim();
  const extended = EXTENSION.exec(withoutOwner);
  let extension = extended?.[1] ?? null;
  let body = extended === null ? withoutOwner : withoutOwner.slice(0, extended.index);
  const dashed = /^(\(?0\d{2,3}\)?[\s-]?\d{7,8})-(\d{1,6})$/.exec(body);
  if (dashed !== null && extension === null) {
    body = dashed[1] ?? body;
    extension = dashed[2] ?? null;
  }
  const digits = body.replace(SEPARATORS, '');
  const national = digits.replace(/^(?:\+86|0086|86(?=1[3-9]\d{9}$))/, '');
  // Behind a country code the trunk 0 is usually left out: +86 21 6322 1234.
  const trunk = national !== digits && /^[2-9]|^10/.test(national) ? '0' : '';
  const reading = /^\+|^00/.test(national) ? readForeign(national, raw) : readChinese(trunk + national, raw);
  return { ...reading, extension, owner };
}

function readChinese(digits: string, raw: string): PhoneReading {
  if (!/^\d+$/.test(digits)) return unusable(raw, 'not-a-number', 'other');
  // 013800138000: the 0 is what some exchanges want before a mobile number of another city.
  const mobile = /^0?(1[3-9]\d*)$/.exec(digits)?.[1];
  if (mobile !== undefined) {
    if (mobile.length === 11) return plainMobile(mobile, raw);
    return unusable(raw, mobile.length < 11 ? 'too-short' : 'too-long', 'mobile');
  }
  const trunk = digits.startsWith('0');
  const national = trunk ? digits.slice(1) : digits;
  if (trunk || /^[48]00\d{7}$/.test(national)) {
    if (OTHER_TYPES.test(national)) {
      return { number: `+86${national}`, extension: null, type: 'landline', raw, owner: null, fault: null };
    }
    return unusable(
      raw,
      national.length < 9 ? 'too-short' : national.length > 11 ? 'too-long' : 'not-assigned',
      'landline',
    );
  }
  if (/^[2-9]\d{6,7}$/.test(digits)) return unusable(raw, 'no-area-code', 'landline');
  const fault = digits.length < 11 ? 'too-short' : digits.length > 12 ? 'too-long' : 'not-assigned';
  return unusable(raw, fault, 'other');
}

function readForeign(digits: string, raw: string): PhoneReading {
  const parsed = parsePhoneNumber(digits.replace(/^00/, '+'));
  if (parsed === undefined || !parsed.isValid()) return unusable(raw, 'not-assigned', 'other');
  return { number: parsed.number, extension: null, type: 'other', raw, owner: null, fault: null };
}

function unusable(raw: string, fault: PhoneFault, type: PhoneReading['type']): PhoneReading {
  return { number: null, extension: null, type, raw, owner: null, fault };
}

function partsOf(number: string, type: string): { area: string; local: string } {
  if (!number.startsWith('+86')) return { area: number.slice(0, 4), local: number.slice(4) };
  const national = number.slice(3);
  if (type === 'mobile') return { area: '', local: national };
  if (/^[48]00/.test(national)) return { area: national.slice(0, 3), local: national.slice(3) };
  const areaLength = /^(?:10|2)/.test(national) ? 2 : 3;
  return { area: `0${national.slice(0, areaLength)}`, local: national.slice(areaLength) };
}

function grouped(local: string, type: string): string {
  if (type === 'mobile') return `${local.slice(0, 3)} ${local.slice(3, 7)} ${local.slice(7)}`;
  return local.length > 4 ? `${local.slice(0, -4)} ${local.slice(-4)}` : local;
}

function joined(area: string, local: string, extension: string | null, word: string): string {
  const number = area === '' ? local : `${area} ${local}`;
  return extension === null ? number : `${number} ${word} ${extension}`;
}

/**
 * The library's own patterns for China, taken from its metadata so that they are the same law without the 20 µs a
 * full parse costs; a test holds both against each other.
 */
function chinesePlan(): { mobile: RegExp; others: RegExp } {
  const country: unknown = metadata.countries.CN;
  const types = Array.isArray(country)
    ? country.find(
        (part): part is [string][] =>
          Array.isArray(part) &&
          Array.isArray(part[1]) &&
          typeof part[1][0] === 'string' &&
          part[1][0].startsWith('1(?:'),
      )
    : undefined;
  const patterns = (types ?? []).map((type) => (Array.isArray(type) ? type[0] : undefined));
  const [landline, mobile, ...rest] = patterns;
  if (landline === undefined || mobile === undefined) throw new Error('numbering plan of China not found');
  const others = [landline, ...rest.filter((pattern) => typeof pattern === 'string')];
  return { mobile: new RegExp(`^(?:${mobile})$`), others: new RegExp(`^(?:${others.join('|')})$`) };
}
