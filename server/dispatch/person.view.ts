import type { Translate } from '../platform/web/route.ts';
import type { SheetCustomer } from '../customers/index.ts';

/** A customer in a list on the screen: never a full number. */
export interface PersonLine {
  customerId: string;
  name: string;
  /** 女士, 先生, 老师 …; `顾客` when nothing is known. */
  title: string;
  level: { code: string; word: string } | null;
  /** `尾号 6120`, or null without a usable number. */
  tail: string | null;
  href: string;
}

/** @param card what the customers part knows; undefined when the record is gone (deleted on request). */
export function personLine(customerId: string, card: SheetCustomer | undefined, t: Translate): PersonLine {
  const href = `/customers/${customerId}`;
  if (card === undefined)
    return { customerId, name: t('dispatch.person.gone'), title: '', level: null, tail: null, href };
  const digits = (card.phones[0]?.dial ?? '').replace(/[^\d]/g, '').slice(-4);
  return {
    customerId,
    name: card.name,
    title: card.salutation ?? t(card.titleKey),
    level: card.level === null ? null : { code: card.level, word: t(`dispatch.level-short.${card.level}`) },
    tail: digits === '' ? null : t('dispatch.person.tail', { digits }),
    href,
  };
}
