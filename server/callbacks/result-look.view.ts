import type { IconName } from '../platform/web/icons.ts';
import type { CallResult } from './callback.types.ts';

/** How a result looks wherever it stands: shape and colour by its flags, the word beside it by its code. */
export interface ResultLook {
  word: string;
  icon: IconName;
  tone: 'ok' | 'accent' | 'warn' | 'off';
}

export function resultLook(
  { disposition, flags }: Pick<CallResult, 'disposition' | 'flags'>,
  resultWord: (code: string) => string,
): ResultLook {
  const word = resultWord(disposition);
  if (flags.right === 'yes' && flags.complete === 'yes') return { word, icon: 'check', tone: 'ok' };
  if (flags.final === 'number') return { word, icon: 'cross', tone: 'warn' };
  if (flags.right === 'yes') return { word, icon: 'person', tone: 'accent' };
  return { word, icon: flags.answered ? 'chat' : 'phone', tone: 'off' };
}
