import { z } from 'zod';
import { isBusinessDate, type BusinessDate } from '../platform/business-date.ts';
import { InvalidInput, type FieldError } from '../platform/errors.ts';
import { readPostcode } from './address.ts';
import { readBirthday } from './birthday.ts';
import { isApplicable } from './consent.ts';
import {
  CHANNELS,
  PURPOSES,
  type Address,
  type Birthday,
  type CallWindow,
  type Channel,
  type Purpose,
  type TabooTag,
} from './customer.ts';
import { readPersonName, type PersonName } from './person-name.ts';
import { readPhones, type PhoneReading } from './phone-number.ts';

/** Everything typed on the edit page, as typed. */
export type CustomerFields = Record<(typeof EDIT_FIELDS)[number], string>;

/** Fields of the edit page in their order on it. */
export const EDIT_FIELDS = [
  'name',
  'gender',
  'salutation',
  'birthday',
  'calendar',
  'celebrated',
  'celebratedCalendar',
  'addPhones',
  'wechat',
  'province',
  'city',
  'district',
  'street',
  'detail',
  'postcode',
  'occupation',
  'employer',
  'callWindow',
  'standing',
  'why',
] as const;

/** What a clerk wants the record to say. Empty fields are null: on this page a blank is a decision. */
export interface CustomerEdit {
  /** Version of the record the clerk saw. */
  version: number;
  name: PersonName | null;
  gender: 'female' | 'male' | null;
  salutation: string | null;
  birthday: Birthday | null;
  /** Celebrated otherwise than certified; null means the same. */
  celebrated: Birthday | null;
  addPhones: PhoneReading[];
  /** Positions of numbers no longer in use. */
  dropPhones: number[];
  wechat: string | null;
  address: Address;
  occupation: string | null;
  employer: string | null;
  callWindow: CallWindow | null;
  standing: 'normal' | 'do-not-contact' | 'deceased';
  why: string | null;
}

const line = (max: number) => z.string().trim().max(max, 'customers.errors.too-long').default('');

const editForm = z.object({
  version: z.coerce.number().int().min(1),
  name: line(80),
  gender: z.enum(['', 'female', 'male']).catch(''),
  salutation: line(20),
  birthday: line(40),
  calendar: z.enum(['solar', 'lunar', 'unknown']).catch('unknown'),
  celebrated: line(40),
  celebratedCalendar: z.enum(['solar', 'lunar']).catch('lunar'),
  addPhones: line(200),
  wechat: line(60),
  province: line(30),
  city: line(30),
  district: line(30),
  street: line(40),
  detail: line(120),
  postcode: line(12),
  occupation: line(40),
  employer: line(80),
  callWindow: z.enum(['', 'any', 'morning', 'afternoon', 'evening']).catch(''),
  standing: z.enum(['normal', 'do-not-contact', 'deceased']).catch('normal'),
  why: line(200),
});

/**
 * Reads the edit page.
 * @throws InvalidInput naming every field that cannot be taken.
 */
export function readCustomerEdit(
  form: Record<string, string>,
  dropPhones: readonly string[],
  today: BusinessDate,
): CustomerEdit {
  const problems: FieldError[] = [];
  const parsed = editForm.safeParse(form);
  if (!parsed.success) {
    throw new InvalidInput(
      parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
    );
  }
  const typed = parsed.data;
  const name = readPersonName(typed.name);
  if (name !== null && !name.usable) problems.push({ field: 'name', message: 'customers.errors.name' });
  const birthday = readBirthday(typed.birthday, CALENDAR_WORDS[typed.calendar], today);
  if (birthday?.certified === null) {
    problems.push({ field: 'birthday', message: 'customers.errors.birthday' });
  }
  const celebrated = readBirthday(typed.celebrated, CALENDAR_WORDS[typed.celebratedCalendar], today);
  if (celebrated?.certified === null) {
    problems.push({ field: 'celebrated', message: 'customers.errors.birthday' });
  }
  const addPhones = readPhones(typed.addPhones);
  for (const { fault, raw } of addPhones) {
    if (fault !== null) {
      problems.push({ field: 'addPhones', message: `customers.fault.${fault}`, values: { value: raw } });
    }
  }
  const { postcode, unusable } = readPostcode(typed.postcode);
  if (unusable !== null) problems.push({ field: 'postcode', message: 'customers.errors.postcode' });
  if (typed.standing !== 'normal' && typed.why === '') {
    problems.push({ field: 'why', message: 'customers.errors.why-needed' });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return {
    version: typed.version,
    name,
    gender: typed.gender === '' ? null : typed.gender,
    salutation: orNull(typed.salutation),
    birthday: withChosenCalendar(birthday, typed.calendar),
    celebrated: withChosenCalendar(celebrated, typed.celebratedCalendar),
    addPhones,
    dropPhones: dropPhones.map(Number).filter((at) => Number.isInteger(at) && at >= 0),
    wechat: orNull(typed.wechat),
    address: {
      province: orNull(typed.province),
      city: orNull(typed.city),
      district: orNull(typed.district),
      street: orNull(typed.street),
      detail: orNull(typed.detail),
      postcode,
    },
    occupation: orNull(typed.occupation),
    employer: orNull(typed.employer),
    callWindow: typed.callWindow === '' ? null : typed.callWindow,
    standing: typed.standing,
    why: orNull(typed.why),
  };
}

/** A change of consent as a clerk notes it. */
export interface ConsentChange {
  purpose: Purpose;
  channel: Channel;
  state: 'given' | 'refused' | 'withdrawn';
  on: BusinessDate;
  note: string | null;
}

const consentForm = z.object({
  purpose: z.enum(PURPOSES, 'customers.errors.consent-what'),
  channel: z.enum(CHANNELS, 'customers.errors.consent-what'),
  state: z.enum(['given', 'refused', 'withdrawn'], 'customers.errors.consent-state'),
  on: z.string().trim(),
  note: z.string().trim().min(1, 'customers.errors.consent-note').max(200, 'customers.errors.too-long'),
});

/**
 * Reads a change of consent.
 * @throws InvalidInput for a cell that does not exist, a missing answer, a day to come, missing words.
 */
export function readConsentChange(form: Record<string, string>, today: BusinessDate): ConsentChange {
  const typed = parse(consentForm, form);
  if (!isBusinessDate(typed.on) || typed.on > today) {
    throw new InvalidInput([{ field: 'on', message: 'customers.errors.consent-on' }]);
  }
  if (!isApplicable(typed.purpose, typed.channel)) {
    throw new InvalidInput([{ field: 'channel', message: 'customers.errors.consent-what' }]);
  }
  return { ...typed, on: typed.on };
}

const wordsForm = z.object({
  kind: z.enum(['taboo', 'health', 'speak', 'remark'], 'customers.errors.note-kind'),
  tag: z.enum(['lily', 'pollen', 'other']).catch('other'),
  text: z.string().trim().min(1, 'customers.errors.note-text').max(80, 'customers.errors.too-long'),
});

/** A taboo, health fact, how-to-speak note or remark. */
export interface AddedNote {
  kind: 'taboo' | 'health' | 'speak' | 'remark';
  tag: TabooTag;
  text: string;
}

/** @throws InvalidInput for missing words. */
export function readAddedNote(form: Record<string, string>): AddedNote {
  return parse(wordsForm, form);
}

/** Purposes a full number may be shown for; the words are `customers.purpose.<key>`. */
export const REVEAL_PURPOSES = ['call', 'check', 'delivery', 'request'] as const;
export type RevealPurpose = (typeof REVEAL_PURPOSES)[number];

/** @throws InvalidInput without one of the known purposes. */
export function readRevealPurpose(form: Record<string, string>): RevealPurpose {
  return parse(z.object({ purpose: z.enum(REVEAL_PURPOSES, 'customers.errors.purpose') }), form).purpose;
}

/** A reason in words. @throws InvalidInput when it is empty. */
export function readReason(form: Record<string, string>, field = 'why'): string {
  const reason = (form[field] ?? '').trim().slice(0, 200);
  if (reason === '') throw new InvalidInput([{ field, message: 'customers.errors.why-needed' }]);
  return reason;
}

const CALENDAR_WORDS = { solar: 'solar', lunar: 'lunar', unknown: '' } as const;

/** On a form the calendar is chosen, also for a birthday without year; lists are read more strictly. */
function withChosenCalendar(
  birthday: Birthday | null,
  calendar: 'solar' | 'lunar' | 'unknown',
): Birthday | null {
  if (birthday === null || birthday.certified?.calendar !== 'unknown') return birthday;
  const { month, day, leap } = birthday.certified;
  return {
    certified: { ...birthday.certified, calendar },
    celebrated: { calendar, month, day, leap },
    raw: null,
  };
}

function parse<T extends z.ZodType>(schema: T, form: Record<string, string>): z.output<T> {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
  );
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
