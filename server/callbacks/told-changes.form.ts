import type { CallChange, Channel, Purpose } from '../customers/index.ts';
import type { CallDraft } from './callback.types.ts';
import { wrong, type Reading } from './result.form.ts';

/** Rows of the detail 资料更正. */
export const CORRECTION_ROWS = [1, 2, 3] as const;

/** What a call may put right: fields of the record, and facts that are added to it. */
export const CORRECTABLE = [
  'phone',
  'address',
  'name',
  'birthday',
  'salutation',
  'callWindow',
  'employer',
  'taboo',
  'health',
  'speak',
] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** Channels and purposes a customer may name when nobody is to call any more. */
export const STOPPABLE: readonly Channel[] = ['phone', 'sms', 'wechat', 'post', 'visit'];
export const STOPPED_PURPOSES: readonly Purpose[] = ['service', 'promotion', 'cards', 'flowers'];

const WINDOWS: Record<string, string> = {
  上午: 'morning',
  早上: 'morning',
  下午: 'afternoon',
  晚上: 'evening',
  傍晚: 'evening',
  不限: 'any',
  都可以: 'any',
  morning: 'morning',
  afternoon: 'afternoon',
  evening: 'evening',
  any: 'any',
};

type Fields = Pick<CallDraft, 'fields'>;

/**
 * What the customer told anew, row by row.
 * @param check the customers' own judgement of a value; null when it can be applied
 */
export function readCorrections(
  { fields }: Fields,
  check: (field: string, value: string) => { message: string } | null,
): Reading<CallChange[]> {
  const told: CallChange[] = [];
  const problems: Reading<CallChange[]>['problems'] = [];
  for (const row of CORRECTION_ROWS) {
    const field = CORRECTABLE.find((one) => one === fields[`correct-field-${row}`]);
    const typed = (fields[`correct-value-${row}`] ?? '').trim();
    if (typed === '') continue;
    const at = `correct-value-${row}`;
    if (field === undefined) {
      problems.push(wrong(`correct-field-${row}`, 'correction-field'));
      continue;
    }
    if (field === 'taboo' || field === 'health' || field === 'speak') {
      told.push({ kind: 'note', note: field, text: typed });
      continue;
    }
    const value = field === 'callWindow' ? (WINDOWS[typed.toLowerCase()] ?? typed) : typed;
    const problem = check(field, value);
    if (problem === null) told.push({ kind: 'correction', field, value });
    else problems.push({ field: at, message: problem.message, values: { value: typed } });
  }
  if (told.length === 0 && problems.length === 0) problems.push(wrong('correct-value-1', 'correction-empty'));
  return { value: told, problems };
}

/** R2: the channels and purposes the customer named. */
export function readSuppression({ fields }: Fields): Reading<CallChange | null> {
  const channels = STOPPABLE.filter((channel) => fields[`stop-${channel}`] === 'on');
  const purposes = STOPPED_PURPOSES.filter((purpose) => fields[`stop-for-${purpose}`] === 'on');
  const problems = [
    ...(channels.length === 0 ? [wrong('stop-phone', 'stop-channel')] : []),
    ...(purposes.length === 0 ? [wrong('stop-for-service', 'stop-purpose')] : []),
  ];
  if (problems.length > 0) return { value: null, problems };
  return { value: { kind: 'suppress', channels, purposes, words: wordsOf(fields['stop-words']) }, problems };
}

/** O2: the customer died, or is not to be disturbed for long; the words are what the leader reads before confirming. */
export function readDoNotDisturb({ fields }: Fields): Reading<CallChange | null> {
  const why = fields['disturb-why'];
  if (why !== 'deceased' && why !== 'unable')
    return { value: null, problems: [wrong('disturb-why-deceased', 'disturb-why')] };
  const words = wordsOf(fields['disturb-words']);
  if (words === '') return { value: null, problems: [wrong('disturb-words', 'disturb-words')] };
  return { value: { kind: 'do-not-disturb', deceased: why === 'deceased', words }, problems: [] };
}

/** Whether service calls are welcome from now on, asked in the first call; null when it was not asked. */
export function readServiceConsent({ fields }: Fields): CallChange | null {
  const state = fields['consent-service'];
  return state === 'given' || state === 'refused'
    ? { kind: 'consent', purpose: 'service', channel: 'phone', state, words: '' }
    : null;
}

function wordsOf(typed: string | undefined): string {
  return (typed ?? '').trim();
}
