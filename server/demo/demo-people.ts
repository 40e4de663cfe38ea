import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { Chance } from './chance.ts';
import {
  AREA_CODE,
  CITY,
  COUNTERS,
  DISTRICTS,
  ESTATES,
  GIVEN_FEMALE,
  GIVEN_MALE,
  GIVEN_RARE,
  letters,
  NAMES_WITH_DOT,
  OCCUPATIONS,
  PROVINCE,
  REMARKS,
  STREETS,
  SUBDISTRICTS,
  SURNAMES,
} from './invented-words.ts';

/** One invented customer as the paper form would have it; all values as text, as they would be keyed. */
export interface DemoPerson {
  /** Place in the demo office, from 0. */
  place: number;
  name: string;
  gender: '女' | '男';
  birthday: string;
  calendar: '公历' | '农历' | '';
  mobile: string;
  landline: string;
  address: {
    province: string;
    city: string;
    district: string;
    street: string;
    detail: string;
    postcode: string;
  };
  occupation: string;
  cardNo: string;
  issuedOn: BusinessDate;
  counter: string;
  level: '' | '普通卡' | '银卡' | '金卡' | '钻石卡';
  callWindow: '' | '上午' | '下午' | '晚上';
  allowCall: '' | '是' | '否';
  allowPost: '' | '是' | '否';
  remark: string;
}

/** Days the demo office has been open. */
const OFFICE_AGE_DAYS = 4 * 365;
const MOBILE_HEADS = [
  '130',
  '133',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '151',
  '158',
  '180',
  '186',
  '189',
  '199',
];

/**
 * `count` invented card holders of the last four years. One in twelve lives with another one and shares the telephone;
 * some have lunar birthdays, some refused calls, a few names are rare.
 */
export function inventPeople(chance: Chance, count: number, today: BusinessDate): DemoPerson[] {
  const people: DemoPerson[] = [];
  const usedPhones = new Set<string>();
  for (let place = 0; place < count; place += 1) {
    const relative = people.length > 20 && chance.happens(1 / 12) ? chance.pick(people.slice(-20)) : null;
    people.push(inventPerson(chance, place, today, relative, usedPhones));
  }
  return people;
}

function inventPerson(
  chance: Chance,
  place: number,
  today: BusinessDate,
  relative: DemoPerson | null,
  usedPhones: Set<string>,
): DemoPerson {
  const gender = chance.happens(0.68) ? '女' : '男';
  const lunar = chance.happens(0.24);
  const shared = relative !== null && chance.happens(0.5);
  const mobile = shared ? relative.mobile : freshMobile(chance, usedPhones);
  return {
    place,
    name: inventName(chance, gender),
    gender,
    birthday: chance.happens(0.06) ? '' : inventBirthday(chance, lunar),
    calendar: lunar ? '农历' : chance.happens(0.94) ? '公历' : '',
    mobile,
    landline: relative?.landline ?? (chance.happens(0.3) ? freshLandline(chance, usedPhones) : ''),
    address: relative?.address ?? inventAddress(chance),
    occupation: chance.pick(OCCUPATIONS),
    cardNo: `VIP${String(20_260_000 + place * 7 + 3).padStart(8, '0')}`,
    issuedOn: addDays(today, -inventAge(chance)),
    counter: chance.pick(COUNTERS).counter,
    level: chance.weigh([
      ['', 12],
      ['普通卡', 55],
      ['银卡', 20],
      ['金卡', 10],
      ['钻石卡', 3],
    ] as const),
    callWindow: chance.weigh([
      ['', 60],
      ['上午', 16],
      ['下午', 16],
      ['晚上', 8],
    ] as const),
    allowCall: chance.weigh([
      ['是', 76],
      ['', 17],
      ['否', 7],
    ] as const),
    allowPost: chance.weigh([
      ['是', 60],
      ['', 25],
      ['否', 15],
    ] as const),
    remark: chance.weigh(REMARKS),
  };
}

/** Days since the card was issued: more in the last year, a trickle of new ones to this very week. */
function inventAge(chance: Chance): number {
  return chance.weigh([
    [chance.int(1, 16), 2],
    [chance.int(17, 365), 40],
    [chance.int(366, OFFICE_AGE_DAYS), 58],
  ]);
}

/** A whole name; a few have a rarely met character or a dot. */
export function inventName(chance: Chance, gender: '女' | '男'): string {
  if (chance.happens(0.002)) return chance.pick(NAMES_WITH_DOT);
  const surname = chance.weigh(SURNAMES);
  const given = gender === '女' ? GIVEN_FEMALE : GIVEN_MALE;
  const usual = letters(given);
  const first = chance.happens(0.01) ? chance.pick(letters(GIVEN_RARE)) : chance.pick(usual);
  return surname + first + (chance.happens(0.8) ? chance.pick(usual) : '');
}

/** A date as people write it: plain, with points, or short. */
function inventBirthday(chance: Chance, lunar: boolean): string {
  const year = chance.int(1938, 2004);
  const month = chance.int(1, 12);
  const day = chance.int(1, lunar ? 29 : 28);
  const two = (value: number) => String(value).padStart(2, '0');
  return chance.weigh([
    [`${year}-${two(month)}-${two(day)}`, 70],
    [`${year}.${month}.${day}`, 20],
    [`${year}${two(month)}${two(day)}`, 10],
  ]);
}

function freshMobile(chance: Chance, used: Set<string>): string {
  return fresh(used, () => chance.pick(MOBILE_HEADS) + digits(chance, 8));
}

function freshLandline(chance: Chance, used: Set<string>): string {
  return fresh(used, () => `${AREA_CODE}-8${digits(chance, 7)}`);
}

function fresh(used: Set<string>, make: () => string): string {
  let made = make();
  while (used.has(made)) made = make();
  used.add(made);
  return made;
}

function digits(chance: Chance, count: number): string {
  return Array.from({ length: count }, () => String(chance.int(0, 9))).join('');
}

function inventAddress(chance: Chance): DemoPerson['address'] {
  const { district, postcode } = chance.pick(DISTRICTS);
  const house = chance.happens(0.6)
    ? `${chance.pick(STREETS)}${chance.int(1, 480)}号${chance.int(1, 30)}幢${chance.int(101, 1804)}室`
    : `${chance.pick(STREETS)}${chance.int(1, 300)}号${chance.pick(ESTATES)}${chance.int(1, 22)}幢${chance.int(1, 4)}单元${chance.int(101, 2802)}室`;
  return {
    province: PROVINCE,
    city: CITY,
    district,
    street: chance.pick(SUBDISTRICTS),
    detail: house,
    postcode: chance.happens(0.04) ? '' : postcode,
  };
}
