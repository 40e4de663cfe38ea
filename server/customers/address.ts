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
