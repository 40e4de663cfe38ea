import type { SheetCustomer } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';
import { undoPath } from './call-paths.ts';
import type { CallResult } from './callback.types.ts';
import { consequenceWords } from './consequence.view.ts';
import { nextContactWords } from './next-contact.view.ts';

/** The last result and its undo: it stays until the next save. */
export interface UndoStrip {
  result: string;
  /** `单晓燕 女士`; empty when the record is gone. */
  who: string;
  next: string;
  /** What the save made, one line each. */
  made: string[];
  /** Address of the undo; null with the reason when it cannot be taken back any more. */
  undo: string | null;
  against: string | null;
}

export function undoStrip(
  { result, against }: { result: CallResult; against: string | null },
  person: SheetCustomer | undefined,
  { t, resultWord }: { t: Translate; resultWord: (code: string) => string },
): UndoStrip {
  return {
    result: resultWord(result.disposition),
    who: person === undefined ? '' : `${person.name} ${person.salutation ?? t(person.titleKey)}`,
    next: nextContactWords(result.next, t),
    made: result.made.map((each) => consequenceWords(each, t)),
    undo: against === null ? undoPath(result._id) : null,
    against: against === null ? null : t(against),
  };
}
