import type { Drive, Question, ScriptTag } from './script.types.ts';

/**
 * Names of the editor's fields, the same in the page, in the form that is read and in the problems that are told.
 * Fields of a question carry its id, so that they stay with it when questions move.
 */
export const FIELD = {
  promise: (tag: ScriptTag) => `promise-${tag}`,
  kind: (id: string) => `kind-${id}`,
  text: (id: string) => `text-${id}`,
  required: (id: string) => `required-${id}`,
  /** Nine places for options, 1–9, as on the desk's keys. */
  label: (id: string, place: number) => `label-${id}-${String(place)}`,
  value: (id: string, place: number) => `value-${id}-${String(place)}`,
  /** What an answer sets: by place of a choice, `yes` or `no`. */
  drive: (id: string, of: number | string) => `drive-${id}-${String(of)}`,
  from: (id: string) => `from-${id}`,
  to: (id: string) => `to-${id}`,
  low: (id: string) => `low-${id}`,
  high: (id: string) => `high-${id}`,
  measures: (id: string) => `measures-${id}`,
  /** What a figure sets: up to … / from … on. */
  most: (id: string) => `most-${id}`,
  mostDrive: (id: string) => `most-drive-${id}`,
  least: (id: string) => `least-${id}`,
  leastDrive: (id: string) => `least-drive-${id}`,
  when: (id: string) => `when-${id}`,
  whenIs: (id: string) => `when-is-${id}`,
  whenValue: (id: string) => `when-value-${id}`,
  whenOf: (id: string) => `when-of-${id}`,
} as const;

/** Places for options of a choice; a digit answers. */
export const OPTION_PLACES = 9;

/** The field where a drive of this question is chosen. */
export function driveField({ id, options }: Question, { when }: Pick<Drive, 'when'>): string {
  if (when.is !== 'one-of') return when.is === 'at-most' ? FIELD.most(id) : FIELD.least(id);
  const [first = ''] = when.values;
  const place = options.findIndex(({ value }) => value === first);
  return place < 0 ? FIELD.kind(id) : FIELD.drive(id, place + 1);
}
