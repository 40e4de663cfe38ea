import type { BusinessDate } from '../platform/business-date.ts';

/** Somebody who called and whom we do not know: taken down as said, until a leader has taken care of it. */
export interface UnknownCaller {
  /** The submission id of the form, so that a form sent twice is one caller. */
  _id: string;
  day: BusinessDate;
  at: Date;
  /** As told or shown on the telephone; empty when it was withheld. */
  phone: string;
  name: string;
  words: string;
  by: string;
  byName: string;
  /** `open` waits for the leader · `done` taken care of. */
  state: 'open' | 'done';
  doneAt: Date | null;
  doneBy: string | null;
  /** What was done, in words. */
  doneWords: string | null;
}

/** What an agent takes down; a call of which nothing is known is no record. */
export interface UnknownCallerNote {
  submissionId: string;
  phone: string;
  name: string;
  words: string;
}

/** Digits that a number needs to be called back; fewer are an extension or a slip. */
const SHORTEST_NUMBER = 5;

/** What is wrong with a note: field and locale key; empty when it can be kept. */
export function unknownCallerProblems({ phone, name, words }: UnknownCallerNote): {
  field: 'phone' | 'words';
  message: string;
}[] {
  const digits = phone.replace(/\D/g, '').length;
  if (phone !== '' && digits < SHORTEST_NUMBER)
    return [{ field: 'phone', message: 'callbacks.incoming.errors.phone' }];
  if (phone === '' && name === '') return [{ field: 'phone', message: 'callbacks.incoming.errors.who' }];
  return words === '' ? [{ field: 'words', message: 'callbacks.incoming.errors.words' }] : [];
}
