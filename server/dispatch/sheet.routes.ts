import { InvalidInput, NotAllowed, NotFound } from '../platform/errors.ts';
import { file, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { dayInPath, readPaperSheets, readPrint, readRows } from './board.form.ts';
import { mayLead, type Desk } from './desk.ts';
import type { SheetSnapshot, SheetSummary } from './dispatch.types.ts';
import { stampOf, type PaperAsk } from './paper.service.ts';
import { sheetLines, sheetPage } from './sheets.view.ts';

/** Fixed sheets: the list of a day, one sheet, the paper, and printing as a recorded event. */
export function sheetRoutes(desk: Desk): RouteEntry[] {
  const { dispatch, papers, clock } = desk;

  /** The sheets an address names, as they were printed last; those of another day or nobody's are left out. */
  const paperAsk = async (ask: Ask): Promise<PaperAsk> => {
    const day = dayInPath(ask.params['day']);
    const known = new Map((await dispatch.sheets(day)).map((sheet) => [sheet.number, sheet]));
    const sheets = readPaperSheets(ask.query['sheets']).flatMap(({ number, reprint }) => {
      const sheet = known.get(number);
      return sheet === undefined ? [] : [{ number, stamp: stampOf(sheet.prints, reprint) }];
    });
    if (sheets.length === 0) throw new NotFound('dispatch.errors.no-sheet');
    return { sheets, fromPage: Math.max(1, Number.parseInt(ask.query['from'] ?? '1', 10) || 1) };
  };

  const showSheet = async (ask: Ask, failed: InvalidInput | null): Promise<Answer> => {
    const sheet = await ownSheet(desk, ask);
    const [names, board] = await Promise.all([desk.staffNames(), dispatch.board(sheet.day)]);
    const model = {
      ...sheetPage(sheet, (staffNo) => names.get(staffNo) ?? staffNo, ask.t),
      version: board.version,
      mayAct: mayLead(ask.actor) && sheet.day === clock.today(),
      targets: board.agents
        .filter(({ present, staffNo }) => present && staffNo !== sheet.agent.staffNo)
        .map(({ staffNo, name, free }) => ({
          value: staffNo,
          label: ask.t('dispatch.board.target', { no: staffNo, name, free }),
          selected: ask.form['to'] === staffNo,
        })),
      reason: ask.form['reason'] ?? '',
      chosen: ask.many('place'),
      errorList: (failed?.fields ?? []).map(({ field, message, values }) => ({
        field,
        message: ask.t(message, values),
      })),
    };
    return page(
      'dispatch/sheet',
      {
        ...model,
        rows: model.rows.map((row) => ({ ...row, chosen: model.chosen.includes(String(row.place)) })),
      },
      { title: sheet.number, zone: 'dispatch-list', status: failed === null ? 200 : 422 },
    );
  };

  return [
    {
      method: 'get',
      path: '/dispatch/sheets/:day',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'dispatch.sheets',
      handler: async (ask) => {
        const day = dayInPath(ask.params['day']);
        const [sheets, names] = await Promise.all([dispatch.sheets(day), desk.staffNames()]);
        return sheetsPage(ask, day, sheets, names, mayLead(ask.actor));
      },
    },
    {
      method: 'get',
      path: '/dispatch/mine',
      roles: ['agent'],
      audit: 'dispatch.mine',
      handler: async (ask) => {
        const day = clock.today();
        const [sheets, names] = await Promise.all([dispatch.sheets(day), desk.staffNames()]);
        const own = sheets.filter(({ agent }) => agent.staffNo === ask.actor.staffNo);
        return sheetsPage(ask, day, own, names, false);
      },
    },
    {
      method: 'get',
      path: '/dispatch/sheet/:number',
      roles: ['leader', 'supervisor', 'admin', 'agent'],
      audit: 'sheet.read',
      traced: true,
      handler: (ask) => showSheet(ask, null),
    },
    {
      method: 'post',
      path: '/dispatch/sheet/:number/transfer',
      roles: ['leader'],
      audit: 'sheet.rows-transferred',
      traced: true,
      handler: async (ask) => {
        const sheet = await dispatch.sheet(ask.params['number'] ?? '');
        try {
          const rows = readRows(ask);
          await dispatch.transferRows({ day: sheet.day, sheet: sheet.number, ...rows }, ask.actor);
        } catch (error) {
          if (error instanceof InvalidInput) return showSheet(ask, error);
          throw error;
        }
        await desk.printing.printNew(sheet.day);
        return redirect(`/dispatch/sheet/${sheet.number}`, 'dispatch.notice.transferred');
      },
    },
    {
      method: 'get',
      path: '/dispatch/paper/:day',
      roles: ['leader'],
      audit: 'sheet.paper',
      traced: true,
      handler: async (ask) => {
        const day = dayInPath(ask.params['day']);
        const asked = await paperAsk(ask);
        const paper = await papers.document(asked, ask.t);
        const recorded = asked.sheets.every(({ stamp }) => stamp.kind !== 'preview');
        return page(
          'dispatch/paper',
          {
            ...paper,
            day,
            recorded,
            style: `/dispatch/paper/${day}/margins?${new URLSearchParams(ask.query).toString()}`,
            count: asked.sheets.length,
            numbers: asked.sheets.map(({ number }) => number),
            title: ask.t('dispatch.print.title', { sheets: asked.sheets.length, pages: paper.pages }),
          },
          { layout: 'print', title: asked.sheets.map(({ number }) => number).join(' ') },
        );
      },
    },
    {
      method: 'get',
      path: '/dispatch/paper/:day/margins',
      roles: ['leader'],
      audit: 'sheet.paper-margins',
      handler: async (ask) =>
        file((await papers.document(await paperAsk(ask), ask.t)).rules, 'text/css', 'margins.css'),
    },
    {
      method: 'post',
      path: '/dispatch/print/:day',
      roles: ['leader'],
      audit: 'sheet.printed',
      traced: true,
      handler: async (ask) => {
        const day = dayInPath(ask.params['day']);
        const command = readPrint(ask);
        const known = new Set((await dispatch.sheets(day)).map(({ number }) => number));
        if (command.numbers.some((number) => !known.has(number)))
          throw new NotFound('dispatch.errors.no-sheet');
        const records = await dispatch.recordPrint(command, ask.actor);
        const sheets = records.map(({ number, record }) => `${number}.${record.reprint}`).join(',');
        const from = command.fromPage === undefined ? '' : `&from=${command.fromPage}`;
        return redirect(`/dispatch/paper/${day}?sheets=${sheets}${from}&go=1`);
      },
    },
    {
      method: 'post',
      path: '/dispatch/print/:day/came',
      roles: ['leader'],
      audit: 'sheet.print-checked',
      traced: true,
      handler: async (ask) => {
        const day = dayInPath(ask.params['day']);
        // Sheets the office printer left in doubt: somebody has looked, they are there.
        const { unknown } = await desk.printing.troubles(day);
        if (unknown.length > 0) await dispatch.recordPrint({ numbers: unknown, copies: 1 }, ask.actor);
        return redirect(`/dispatch/board/${day}`, 'dispatch.notice.all-came');
      },
    },
  ];

  function sheetsPage(
    ask: Ask,
    day: SheetSummary['day'],
    sheets: SheetSummary[],
    names: ReadonlyMap<string, string>,
    mayPrint: boolean,
  ): Answer {
    const lines = sheetLines(sheets, (staffNo) => names.get(staffNo) ?? staffNo, ask.t);
    const unprinted = lines.filter((line) => line.unprinted).map(({ number }) => number);
    return page(
      'dispatch/sheets',
      {
        day,
        lines,
        mayPrint,
        unprinted,
        people: sheets.reduce((sum, sheet) => sum + sheet.people - sheet.struck, 0),
      },
      { title: ask.t('dispatch.sheets.page-title', { day }), zone: 'dispatch-list' },
    );
  }
}

/** A sheet for whoever may see it: leaders and supervisors any, an agent only their own. */
async function ownSheet({ dispatch }: Desk, ask: Ask): Promise<SheetSnapshot> {
  const sheet = await dispatch.sheet(ask.params['number'] ?? '');
  const all = ask.actor.roles.some((role) => role === 'leader' || role === 'supervisor' || role === 'admin');
  if (!all && sheet.agent.staffNo !== ask.actor.staffNo)
    throw new NotAllowed('dispatch.errors.not-your-sheet');
  return sheet;
}
