import { InvalidInput, NotAllowed } from '../platform/errors.ts';
import { fragment, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { PAPER_PATH, paperPath } from './call-paths.ts';
import {
  KEYERS,
  keyRow,
  keysAny,
  lines,
  openSheet,
  paperDay,
  paperReader,
  rowAt,
  sheetLines,
  type OpenSheet,
  type PaperPages,
} from './paper-page.service.ts';
import { singleModel, singleMore } from './paper-single.service.ts';
import { sheetNumberOf } from './paper-sheet.ts';
import { legend, type PaperLine, type RowTyped } from './paper.view.ts';

/** 纸面回录: sheets of the day, one sheet row by row, one row with everything; conflicts decided. */
export function paperRoutes(pages: PaperPages): RouteEntry[] {
  const { callbacks, sheetReturns, clock } = pages;
  const numberIn = (ask: Ask) => ask.params['number'] ?? '';
  /** The sheet with this row in hand. */
  const at = (number: string, place: number) => `${paperPath(number)}?row=${place}`;

  return [
    {
      method: 'get',
      path: PAPER_PATH,
      roles: KEYERS,
      audit: 'paper.sheets',
      handler: async (ask) => {
        const typed = ask.query['number'] ?? '';
        const number = typed === '' ? null : sheetNumberOf(typed, clock.today());
        if (number !== null) return redirect(paperPath(number));
        return showList(ask, typed);
      },
    },
    {
      method: 'get',
      path: paperPath(':number'),
      roles: KEYERS,
      audit: 'paper.sheet',
      traced: true,
      handler: (ask) => showSheet(ask),
    },
    {
      method: 'get',
      path: `${paperPath(':number')}/:place`,
      roles: KEYERS,
      audit: 'paper.row',
      traced: true,
      handler: async (ask) => {
        const open = await openSheet(pages, ask, numberIn(ask));
        return showSingle(ask, open);
      },
    },
    {
      method: 'post',
      path: `${paperPath(':number')}/:place`,
      roles: KEYERS,
      audit: 'paper.keyed',
      traced: true,
      handler: (ask) => key(ask),
    },
    {
      method: 'post',
      path: `${paperPath(':number')}/:place/more`,
      roles: KEYERS,
      audit: 'paper.row-more',
      handler: async (ask) => {
        const open = await openSheet(pages, ask, numberIn(ask));
        if (ask.fragment) return fragment('callbacks/paper-more', await singleMore(pages, ask, open));
        return showSingle(ask, open);
      },
    },
    {
      method: 'post',
      path: `${paperPath(':number')}/:place/decide`,
      roles: KEYERS,
      audit: 'paper.decided',
      traced: true,
      handler: async (ask) => {
        const open = await openSheet(pages, ask, numberIn(ask));
        if (!(await keysAny(pages, ask))) throw new NotAllowed('callbacks.keyed.decided-by-others');
        const { conflict, paper } = rowAt(open, ask.params['place']);
        const keep = ask.form['keep'];
        if (conflict?.other._id !== ask.form['result'] || conflict === null)
          return redirect(at(open.sheet.number, paper.place), 'callbacks.notice.decided-before');
        if (keep !== 'this' && keep !== 'other' && keep !== 'both')
          throw new InvalidInput([{ field: 'keep', message: 'errors.invalid-input' }]);
        await callbacks.decideConflict(conflict.other._id, keep, ask.actor);
        return redirect(at(open.sheet.number, paper.place), 'callbacks.notice.decided');
      },
    },
  ];

  async function showList(ask: Ask, typed: string): Promise<Answer> {
    const day = paperDay(pages, ask.query);
    const sheets = await sheetLines(pages, ask, day);
    const wrong = typed === '' ? null : ask.t('callbacks.keyed.errors.no-such-sheet', { typed });
    return page(
      'callbacks/paper',
      {
        day,
        today: day === clock.today(),
        typed,
        errors: wrong === null ? {} : { number: wrong },
        errorList: wrong === null ? [] : [{ field: 'number', message: wrong }],
        sheets,
        overdue: sheets.filter(({ state }) => state.tone === 'bad').length,
      },
      {
        title: ask.t('callbacks.keyed.title'),
        zone: 'keyed-back',
        status: wrong === null ? 200 : 422,
      },
    );
  }

  async function showSheet(
    ask: Ask,
    refused: { place: number; as: RowTyped } | null = null,
  ): Promise<Answer> {
    const open = await openSheet(pages, ask, numberIn(ask));
    const model = await sheetModel(ask, open, refused);
    return page('callbacks/paper-sheet', model, {
      title: open.sheet.number,
      zone: 'keyed-back',
      status: refused === null ? 200 : 422,
    });
  }

  async function sheetModel(ask: Ask, open: OpenSheet, refused: { place: number; as: RowTyped } | null) {
    const { sheet, counts } = open;
    const signed = (await sheetReturns.ofDay(sheet.day)).get(sheet.number) ?? null;
    const rows = await lines(pages, ask, open, refused);
    return {
      sheetNo: sheet.number,
      day: sheet.day,
      agent: `${sheet.agent.staffNo} ${sheet.agent.name}`,
      counts,
      left: counts.open.length + counts.carried.length,
      rows,
      inHand: /^\d{1,3}$/.test(ask.query['row'] ?? '') ? `r${ask.query['row'] ?? ''}` : null,
      errorList: rows.flatMap(({ problems, key: prefix }) =>
        problems.map(({ field, message }) => ({ field: `${prefix}-${field}`, message })),
      ),
      signed: signed === null ? null : { at: signed.at, name: signed.byName },
      ...legend(await paperReader(pages, ask, open)),
      maySign: await keysAny(pages, ask),
      path: paperPath(sheet.number),
    };
  }

  async function showSingle(ask: Ask, open: OpenSheet, typed: RowTyped | null = null): Promise<Answer> {
    const model = await singleModel(pages, ask, open, typed);
    return page('callbacks/paper-single', model, {
      title: ask.t('callbacks.keyed.single-title', { number: open.sheet.number, place: model.line.place }),
      zone: 'keyed-back',
      status: typed !== null && typed.problems.length > 0 ? 422 : 200,
    });
  }

  /** Keys one row. The fast page gets its row back, a plain form goes on to the next one that is open. */
  async function key(ask: Ask): Promise<Answer> {
    const open = await openSheet(pages, ask, numberIn(ask));
    const row = rowAt(open, ask.params['place']);
    const { place } = row.paper;
    const keyed = await keyRow(pages, ask, open, row);
    const single = ask.form['back'] === 'single';
    if (!keyed.ok) {
      const as = { keyed: keyed.keyed, problems: keyed.problems };
      if (ask.fragment) return rowFragment(ask, open, place, { place, as }, 422);
      return single ? showSingle(ask, open, as) : showSheet(ask, { place, as });
    }
    if (ask.fragment)
      return rowFragment(ask, await openSheet(pages, ask, open.sheet.number), place, null, 200);
    const next = open.rows.find((each) => each.paper.place > place && each.state === 'open');
    if (keyed.as.includes('conflict'))
      return redirect(at(open.sheet.number, place), 'callbacks.notice.conflict');
    if (single && next !== undefined && ask.form['then'] === 'row')
      return redirect(`${paperPath(open.sheet.number)}/${next.paper.place}`);
    return redirect(at(open.sheet.number, next?.paper.place ?? place));
  }

  async function rowFragment(
    ask: Ask,
    open: OpenSheet,
    place: number,
    refused: { place: number; as: RowTyped } | null,
    status: number,
  ): Promise<Answer> {
    const rows = await lines(pages, ask, open, refused);
    const row: PaperLine | undefined = rows.find((each) => each.place === place);
    return fragment(
      'callbacks/paper-row-live',
      { ...row, path: paperPath(open.sheet.number), counts: open.counts, saved: open.saved },
      status,
    );
  }
}
