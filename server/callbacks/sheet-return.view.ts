import type { BusinessDate } from '../platform/business-date.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { paperPath } from './call-paths.ts';
import type { OpenSheet } from './paper-page.service.ts';

/** What is asked before a sheet is signed in with rows that have no result. */
export interface SheetReturnPage extends FormErrors {
  number: string;
  day: BusinessDate;
  agent: string;
  path: string;
  left: number;
  people: { place: number; name: string; title: string }[];
  /** Their places, as the form names them. */
  seen: string;
}

/** Places without a result, carried to tomorrow or not. */
export function placesLeft({ counts }: Pick<OpenSheet, 'counts'>): number[] {
  return [...counts.open, ...counts.carried].toSorted((a, b) => a - b);
}

export function sheetReturnPage(
  open: Pick<OpenSheet, 'sheet' | 'rows' | 'counts'>,
  problems: FormErrors,
  t: Translate,
): SheetReturnPage {
  const { number, day, agent } = open.sheet;
  const left = placesLeft(open);
  return {
    ...problems,
    number,
    day,
    agent: `${agent.staffNo} ${agent.name}`,
    path: paperPath(number),
    left: left.length,
    people: open.rows
      .filter(({ paper }) => left.includes(paper.place))
      .map(({ paper: { place, customer } }) => ({
        place,
        name: customer.name,
        title: customer.salutation ?? t(customer.titleKey),
      })),
    seen: left.join(','),
  };
}
