import { InvalidInput, NotAllowed } from '../platform/errors.ts';
import { fieldErrors, NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { paperPath } from './call-paths.ts';
import { KEYERS, keysAny, openSheet, type OpenSheet, type PaperPages } from './paper-page.service.ts';
import { placesLeft, sheetReturnPage } from './sheet-return.view.ts';

/** 收齐: a sheet signed in, asked about once when rows have no result, and taken back. */
export function sheetReturnRoutes(pages: PaperPages): RouteEntry[] {
  const { sheetReturns } = pages;

  /** The sheet, for whoever may say that it is back. @throws NotAllowed */
  const opened = async (ask: Ask): Promise<OpenSheet> => {
    if (!(await keysAny(pages, ask))) throw new NotAllowed('callbacks.keyed.signed-by-others');
    return openSheet(pages, ask, ask.params['number'] ?? '');
  };

  const isSigned = async ({ sheet: { day, number } }: OpenSheet): Promise<boolean> =>
    (await sheetReturns.ofDay(day)).has(number);

  const show = (ask: Ask, open: OpenSheet, problems: FormErrors = NO_ERRORS): Answer =>
    page('callbacks/sheet-return', sheetReturnPage(open, problems, ask.t), {
      title: ask.t('callbacks.keyed.return.title', { number: open.sheet.number }),
      zone: 'sheet-return',
      status: problems.errorList.length === 0 ? 200 : 422,
    });

  return [
    {
      method: 'get',
      path: `${paperPath(':number')}/returned`,
      roles: KEYERS,
      audit: 'paper.return-page',
      traced: true,
      handler: async (ask) => {
        const open = await opened(ask);
        return placesLeft(open).length === 0 || (await isSigned(open))
          ? redirect(paperPath(open.sheet.number))
          : show(ask, open);
      },
    },
    {
      method: 'post',
      path: `${paperPath(':number')}/returned`,
      roles: KEYERS,
      audit: 'paper.returned',
      handler: async (ask) => {
        const open = await opened(ask);
        const { number, day } = open.sheet;
        const left = placesLeft(open);
        const { seen } = ask.form;
        if (left.length > 0 && !(await isSigned(open))) {
          if (seen === undefined) return redirect(`${paperPath(number)}/returned`);
          const problem = unconfirmed(left, seen, ask.form['none'] === 'on');
          if (problem !== null) return show(ask, open, fieldErrors(problem, ask.t));
        }
        await sheetReturns.sign({ number, day, notCalled: left }, ask.actor);
        return redirect(paperPath(number), 'callbacks.notice.sheet-returned');
      },
    },
    {
      method: 'post',
      path: `${paperPath(':number')}/returned/taken-back`,
      roles: KEYERS,
      audit: 'paper.return-taken-back',
      handler: async (ask) => {
        const { sheet } = await opened(ask);
        await sheetReturns.takeBack(sheet.number, ask.actor);
        return redirect(paperPath(sheet.number), 'callbacks.notice.sheet-return-taken-back');
      },
    },
  ];
}

/** Ticked for the rows that were named; a result taken back meanwhile is asked about again. */
function unconfirmed(left: readonly number[], seen: string, ticked: boolean): InvalidInput | null {
  const named = new Set(seen.split(','));
  const more = left.some((place) => !named.has(String(place)));
  if (!more && ticked) return null;
  const message = `callbacks.keyed.errors.${more ? 'more-left' : 'not-ticked'}`;
  return new InvalidInput([{ field: 'none', message }]);
}
