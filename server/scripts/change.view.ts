import type { Translate } from '../platform/web/route.ts';
import type { ScriptChange } from './script-change.ts';

/** One difference in words, with both texts where texts differ. */
export interface ChangeLine {
  icon: 'plus' | 'minus' | 'swap' | 'edit';
  words: string;
  from: string | null;
  to: string | null;
}

export function changeLines(changes: readonly ScriptChange[], t: Translate): ChangeLine[] {
  return changes.map((change) => changeLine(change, t));
}

function changeLine(change: ScriptChange, t: Translate): ChangeLine {
  switch (change.what) {
    case 'title':
    case 'opening':
    case 'closing':
    case 'elsewhere':
      return edited(t(`scripts.change.${change.what}`), change.from, change.to);
    case 'rules':
      return edited(t('scripts.change.rules'), rulesWords(change.from, t), rulesWords(change.to, t));
    case 'attended':
      return edited(
        t('scripts.change.attended'),
        t(`scripts.attended.${change.from}`),
        t(`scripts.attended.${change.to}`),
      );
    case 'promise':
      return edited(
        t('scripts.change.promise', { tag: t(`scripts.tag.${change.tag}`) }),
        change.from,
        change.to,
      );
    case 'added':
      return { icon: 'plus', words: t('scripts.change.added', change), from: null, to: change.text };
    case 'removed':
      return { icon: 'minus', words: t('scripts.change.removed', change), from: change.text, to: null };
    case 'moved':
      return {
        icon: 'swap',
        words: t('scripts.change.moved', { from: change.from, to: change.to, text: change.text }),
        from: null,
        to: null,
      };
    case 'question': {
      const parts = change.parts
        .map((part) => t(`scripts.change.part.${part}`))
        .join(t('scripts.list-comma'));
      const words = t('scripts.change.question', { number: change.number, parts });
      return change.parts.includes('text')
        ? edited(words, change.was, change.text)
        : { icon: 'edit', words, from: null, to: null };
    }
  }
}

function edited(words: string, from: string, to: string): ChangeLine {
  return { icon: 'edit', words, from: from === '' ? null : from, to: to === '' ? null : to };
}

function rulesWords(rules: string, t: Translate): string {
  return rules
    .split(',')
    .filter((rule) => rule !== '')
    .map((rule) => t(`dispatch.lead.${rule}`))
    .join(t('scripts.list-comma'));
}
