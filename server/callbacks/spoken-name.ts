import { surnameOf, type SheetCustomer } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';

type Spoken = Pick<SheetCustomer, 'name' | 'addressName' | 'salutation' | 'titleKey'>;

/**
 * How a customer is spoken to: 王女士, 欧阳先生, 王老师; the whole name where the gender is unknown (王芳顾客), the first part of a
 * name with `·` (阿依古丽女士).
 * @param spoken words of the language the office speaks with its customers, whatever the agent reads the screen in
 */
export function spokenName({ name, addressName, salutation, titleKey }: Spoken, spoken: Translate): string {
  const surname = surnameOf(name);
  const title = salutation ?? spoken(titleKey);
  if (surname === null || (salutation === null && titleKey.endsWith('.unknown')))
    return `${addressName}${title}`;
  return title.startsWith(surname) ? title : `${surname}${title}`;
}

/** The same as it is written on a card or a parcel: 王芳 女士. */
export function writtenName({ addressName, salutation, titleKey }: Spoken, spoken: Translate): string {
  return `${addressName} ${salutation ?? spoken(titleKey)}`;
}
