import { surnameOf, type SheetCustomer } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';

/**
 * How a customer is spoken to: 王女士, 欧阳先生, 王老师; the whole name where the gender is unknown (王芳顾客), the first part of a
 * name with `·` (阿依古丽女士).
 */
export function spokenName(
  {
    name,
    addressName,
    salutation,
    titleKey,
  }: Pick<SheetCustomer, 'name' | 'addressName' | 'salutation' | 'titleKey'>,
  t: Translate,
): string {
  const surname = surnameOf(name);
  const title = salutation ?? t(titleKey);
  if (surname === null || (salutation === null && titleKey.endsWith('.unknown')))
    return `${addressName}${title}`;
  return title.startsWith(surname) ? title : `${surname}${title}`;
}
