import type { Address } from './customer.ts';

/** A postcode as read: six digits, or raw text that is none; 000000 says "unknown" and counts as missing. */
export interface PostcodeReading {
  postcode: string | null;
  /** Text that cannot be a postcode, to be asked about. */
  unusable: string | null;
}

/** Reads a postcode field. */
export function readPostcode(raw: string): PostcodeReading {
  if (PLAIN.test(raw)) return { postcode: raw === '000000' ? null : raw, unusable: null };
  const text = raw.normalize('NFKC').replace(/[\s-]/g, '');
  if (text === '' || text === '000000') return { postcode: null, unusable: null };
  return PLAIN.test(text) ? { postcode: text, unusable: null } : { postcode: null, unusable: raw.trim() };
}

/** Does the postcode begin as codes of this province do? True when either is missing or the province is not known. */
export function postcodeSuits(postcode: string | null, province: string | null): boolean {
  if (postcode === null || province === null) return true;
  const beginnings = BEGINNINGS.get(province.slice(0, 2));
  return beginnings === undefined || beginnings.includes(postcode.slice(0, 2));
}

/** One line, large to small; a municipality is not said twice (上海市上海市). */
export function addressLine(address: Address): string {
  const { province, city, district, street, detail } = address;
  return [province, city === province ? null : city, district, street, detail]
    .filter((part) => part !== null)
    .join('');
}

/**
 * Reads an address told in one line into its parts, large to small; what is no part by its ending stays in `detail`, so that
 * {@link addressLine} gives the same line again (without blanks). A six-digit number at either end is the postcode.
 */
export function readAddressLine(text: string): Address {
  const line = plain(text);
  const postcode = /^\d{6}(?!\d)|(?<!\d)\d{6}$/.exec(line)?.[0] ?? null;
  let rest = (postcode === null ? line : line.replace(postcode, '')).replace(/[,，、]/g, '');
  const take = (part: RegExp): string | null => {
    const found = part.exec(rest)?.[0] ?? null;
    if (found !== null) rest = rest.slice(found.length);
    return found;
  };
  const municipality = take(MUNICIPALITY);
  const province = municipality ?? take(PROVINCE);
  const city = municipality === null ? take(CITY) : (take(MUNICIPALITY) ?? municipality);
  const district = take(DISTRICT);
  const street = take(STREET);
  return { province, city, district, street, detail: rest === '' ? null : rest, postcode };
}

/** How two addresses in one line stand to each other; blanks and full-width forms do not count. */
export function compareAddresses(
  ours: string,
  theirs: string,
): 'same or ours says more' | 'theirs says more' | 'different' {
  const [own, other] = [plain(ours), plain(theirs)];
  if (own.startsWith(other)) return 'same or ours says more';
  return other.startsWith(own) ? 'theirs says more' : 'different';
}

function plain(line: string): string {
  return line.normalize('NFKC').replace(/\s/g, '');
}

const PLAIN = /^\d{6}$/;

const MUNICIPALITY = /^(?:北京|天津|上海|重庆|重慶)市/;
const PROVINCE =
  /^(?:[\p{Script=Han}]{2,3}省|(?:内蒙古|广西|西藏|宁夏|新疆)[\p{Script=Han}]{0,3}自治区|(?:香港|澳门)特别行政区)/u;
const CITY = /^[\p{Script=Han}]{2,7}?(?:市|自治州|地区|盟)/u;
/** 小区, 社区, 园区 are no districts. */
const DISTRICT = /^[\p{Script=Han}]{1,7}?(?<![小社园院校厂])(?:区|區|县|縣|市|旗)/u;
const STREET = /^[\p{Script=Han}]{1,7}?(?:街道|镇|鎮|乡|鄉)/u;

/** First two digits of postcodes by the first two characters of the province (postal code areas of China). */
const BEGINNINGS: ReadonlyMap<string, readonly string[]> = new Map(
  (
    '北京 10,天津 30,河北 05 06 07,山西 03 04,内蒙 01 02,辽宁 11 12,吉林 13,黑龙 15 16,上海 20,江苏 21 22,浙江 31 32,' +
    '安徽 23 24,福建 35 36,江西 33 34,山东 25 26 27,河南 45 46 47,湖北 43 44,湖南 41 42,广东 51 52,广西 53 54,' +
    '海南 57,重庆 40,四川 61 62 63 64,贵州 55 56,云南 65 66 67,西藏 85,陕西 71 72,甘肃 73 74,青海 81,宁夏 75,新疆 83 84'
  )
    .split(',')
    .map((line) => {
      const [province = '', ...digits] = line.split(' ');
      return [province, digits];
    }),
);
