import type { Translate } from '../platform/web/route.ts';
import type { CelebratedBirthday } from './due-facts.ts';
import type { Customer } from './customer.ts';
import { maskPhone, phoneOfLine } from './phone-number.ts';
import { titleKeyOf } from './sheet-customer.ts';

/** Name for display; a customer known by card only is called by it. */
export function shownName({ name, cards }: Pick<Customer, 'name' | 'cards'>): string {
  return name ?? cards[0]?.no ?? '—';
}

/** 女士 / 先生 / 顾客, or the customer's own form of address. */
export function titleOf(customer: Pick<Customer, 'gender' | 'salutation'>, t: Translate): string {
  return customer.salutation ?? t(titleKeyOf(customer));
}

/** A birthday in words: 农历四月廿一, 公历 4月21日. */
export function birthdayWords({ calendar, month, day, leap }: CelebratedBirthday, t: Translate): string {
  if (calendar !== 'lunar') return t(`customers.birthday.${calendar}`, { month, day });
  const monthWord = t(`customers.lunar-month.${month}`);
  const dayWord = t(`customers.lunar-day.${day}`);
  return t(leap ? 'customers.birthday.lunar-leap' : 'customers.birthday.lunar', {
    month: monthWord,
    day: dayWord,
  });
}

/** `shared-phone +8613800138000` → words with the number masked; `hand …` → the reason given. */
export function whyLinked(why: string, t: Translate): string {
  const [kind = '', ...rest] = why.split(' ');
  const about = rest.join(' ');
  if (kind !== 'shared-phone') return t('customers.family.by-hand', { why: about });
  return t('customers.family.shared-phone', {
    phone: maskPhone(phoneOfLine(about), t('customers.extension')),
  });
}
