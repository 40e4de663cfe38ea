import type { Translate } from '../platform/web/route.ts';
import type { NextContact } from './callback.types.ts';

/** When somebody is tried again, in a few words: `11-24 15:00 再拨`; empty when nothing follows. */
export function nextContactWords(next: NextContact, t: Translate): string {
  switch (next.kind) {
    case 'none':
      return '';
    case 'today':
      return t('callbacks.next-contact.today', { at: next.notBefore });
    case 'appointment':
      return t('callbacks.next-contact.appointment', { on: next.on.slice(5), at: next.at });
    case 'retry':
      return next.part === null
        ? t('callbacks.next-contact.retry', { on: next.on.slice(5) })
        : t('callbacks.next-contact.retry-part', {
            on: next.on.slice(5),
            part: t(`callbacks.part.${next.part}`),
          });
  }
}
