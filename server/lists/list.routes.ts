import { InvalidInput } from '../platform/errors.ts';
import type { Clock } from '../platform/clock.ts';
import {
  file,
  fragment,
  page,
  redirect,
  type Answer,
  type Ask,
  type RouteEntry,
} from '../platform/web/route.ts';
import { fieldErrors, NO_ERRORS } from '../platform/web/form-errors.ts';
import type { ImportRecord } from './import.ts';
import { importPage, listsPage } from './import.view.ts';
import type { Lists } from './index.ts';
import {
  outcomeOf,
  readBring,
  readColumns,
  readDecision,
  readRowQuery,
  readStayedAfter,
  readUndo,
} from './list.form.ts';
import { csvOf, rejectSheets, workbookOf } from './reject-sheet.ts';
import { PAGE_ROWS } from './row.view.ts';
import { undoPage, undoProgress, type StayedShown } from './undo.view.ts';
import { uploadPage, uploadProgress } from './upload.view.ts';
import { checkId } from './upload.ts';

/** Who brings lists in: the people who key records, and the leader who plans their work. */
const WHO = ['clerk', 'leader', 'admin'] as const;

/** Largest file taken; a million rows of card forms are some 250 MB. */
const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;
const SHOWN_IMPORTS = 50;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Lists in: bring a file, look at what it would do, import, decide, download what could not be taken. */
export function listRoutes({ lists, clock }: { lists: Lists; clock: Clock }): RouteEntry[] {
  const { uploads, ledger } = lists;

  const showLists = async (
    ask: Ask,
    kind = '',
    errors: { field: string; message: string }[] = [],
  ): Promise<Answer> => {
    const [open, imports] = [await ledger.openUploads(SHOWN_IMPORTS), await ledger.latest(SHOWN_IMPORTS)];
    return page('lists/index', listsPage(open, imports, { kind, errors }, ask.t), {
      title: ask.t('lists.title'),
      ...(errors.length === 0 ? {} : { status: 422 }),
    });
  };

  const showUpload = async (ask: Ask): Promise<Answer> => {
    const upload = await uploads.upload(idOf(ask));
    const { tab, after, from } = readRowQuery(ask.query);
    const outcome = outcomeOf(tab);
    const rows =
      upload.state === 'checked'
        ? await ledger.ranked(checkId(upload), {
            limit: PAGE_ROWS,
            ...(outcome === undefined ? {} : { outcome }),
            ...(after === undefined ? {} : { after }),
          })
        : [];
    const ahead = upload.state === 'checked' ? await ledger.entersAhead(checkId(upload)) : 0;
    return page(
      'lists/upload',
      uploadPage(upload, { tab, from, rows, ahead, known: await ledger.known(rows) }, clock.today(), ask.t),
      {
        title: `${ask.t('lists.title')} ${upload.fileName}`,
        zone: 'lists',
      },
    );
  };

  const showImport = async (ask: Ask): Promise<Answer> => {
    const record = await uploads.record(idOf(ask));
    const { tab, after, from } = readRowQuery(ask.query);
    const outcome = outcomeOf(tab);
    const rows = await ledger.ranked(record._id, {
      limit: PAGE_ROWS,
      ...(outcome === undefined ? {} : { outcome }),
      ...(after === undefined ? {} : { after }),
    });
    return page(
      'lists/import',
      importPage(
        record,
        { tab, from, rows, known: await ledger.known(rows), stayed: await stayedShown(record, ask) },
        ask.t,
      ),
      {
        title: `${ask.t('lists.title')} ${record.number}`,
        zone: 'lists',
      },
    );
  };

  const stayedShown = async (record: ImportRecord, ask: Ask): Promise<StayedShown> => {
    const after = readStayedAfter(ask.query);
    const shown = record.state === 'undone' && (record.undo?.stayed ?? 0) > 0;
    return { ...(await ledger.stayed(shown ? record._id : null, after, PAGE_ROWS)), further: after !== null };
  };

  const showUndo = async (
    ask: Ask,
    form: Parameters<typeof undoPage>[1] = { why: '', ...NO_ERRORS },
  ): Promise<Answer> => {
    const record = await uploads.record(idOf(ask));
    const vm = undoPage(record, form, ask.t);
    const status = form.errorList.length === 0 ? 200 : 422;
    return page('lists/undo', vm, { title: vm.title, zone: 'list-undo', status });
  };

  /** Rows that could not be taken as a sheet to be mended; `ending` xlsx or csv. */
  const download = async (
    ask: Ask,
    rowsAt: string,
    of: Parameters<typeof sheetOf>[1],
    ending: 'xlsx' | 'csv',
  ) => {
    const sheets = await sheetOf(rowsAt, of, ask);
    const name = `${of.number} ${ask.t('lists.sheet.name')}.${ending}`;
    return ending === 'xlsx'
      ? file(await workbookOf(sheets), XLSX, name)
      : file(csvOf(sheets), 'text/csv; charset=utf-8', name);
  };

  const sheetOf = async (
    rowsAt: string,
    of: Pick<Awaited<ReturnType<typeof uploads.record>>, 'kind' | 'sheets' | 'number'>,
    ask: Ask,
  ) => rejectSheets(of.kind, of.sheets, await ledger.refused(rowsAt), ask.t);

  const checked = async (ask: Ask) => {
    const upload = await uploads.upload(idOf(ask));
    const { kind, number } = upload;
    return { rowsAt: checkId(upload), of: { kind, number, sheets: upload.facts?.sheets ?? [] } };
  };

  return [
    {
      method: 'get',
      path: '/lists',
      roles: WHO,
      audit: 'list.page',
      handler: (ask) => showLists(ask, ask.query['kind']),
    },
    {
      method: 'post',
      path: '/lists/uploads',
      roles: WHO,
      audit: 'list.brought',
      traced: true,
      upload: { field: 'list', maxBytes: MAX_UPLOAD_BYTES },
      handler: async (ask) => {
        try {
          const { kind, file: stored } = readBring(ask.form, ask.file);
          return redirect(uploadPath((await uploads.bring(kind, stored, ask.actor))._id));
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
          const errors = error.fields.map(({ field, message }) => ({ field, message: ask.t(message) }));
          return showLists(ask, ask.form['kind'], errors);
        }
      },
    },
    {
      method: 'get',
      path: '/lists/uploads/:id',
      roles: WHO,
      audit: 'list.checked-rows.read',
      traced: true,
      handler: showUpload,
    },
    {
      method: 'get',
      path: '/lists/uploads/:id/progress',
      roles: WHO,
      audit: 'list.progress',
      handler: async (ask) =>
        fragment('lists/progress', uploadProgress(await uploads.upload(idOf(ask)), ask.t)),
    },
    {
      method: 'post',
      path: '/lists/uploads/:id/columns',
      roles: WHO,
      audit: 'list.columns-chosen',
      traced: true,
      handler: async (ask) => {
        const upload = await uploads.upload(idOf(ask));
        const chosen = readColumns(ask.form, upload.facts?.sheets[0]?.headings ?? []);
        await uploads.chooseColumns(upload._id, chosen);
        return redirect(uploadPath(upload._id));
      },
    },
    {
      method: 'post',
      path: '/lists/uploads/:id/rows/:row/decision',
      roles: WHO,
      audit: 'list.decided-ahead',
      traced: true,
      handler: async (ask) => {
        const { row, choice } = readDecision(ask.params, ask.form);
        await uploads.decideAhead(idOf(ask), row, choice, ask.actor);
        return redirect(`${uploadPath(idOf(ask))}?tab=conflict`);
      },
    },
    {
      method: 'post',
      path: '/lists/uploads/:id/import',
      roles: WHO,
      audit: 'list.import-asked',
      traced: true,
      handler: async (ask) => {
        await uploads.letIn(idOf(ask));
        return redirect(uploadPath(idOf(ask)));
      },
    },
    {
      method: 'post',
      path: '/lists/uploads/:id/cancel',
      roles: WHO,
      audit: 'list.cancelled',
      traced: true,
      handler: async (ask) => {
        await uploads.cancel(idOf(ask));
        return redirect('/lists', 'lists.notice.cancelled');
      },
    },
    ...(['xlsx', 'csv'] as const).flatMap((ending): RouteEntry[] => [
      {
        method: 'get',
        path: `/lists/uploads/:id/refused.${ending}`,
        roles: WHO,
        audit: `list.checked-refused.${ending}`,
        traced: true,
        handler: async (ask) => {
          const { rowsAt, of } = await checked(ask);
          return download(ask, rowsAt, of, ending);
        },
      },
      {
        method: 'get',
        path: `/lists/imports/:id/refused.${ending}`,
        roles: WHO,
        audit: `list.refused.${ending}`,
        traced: true,
        handler: async (ask) => {
          const record = await uploads.record(idOf(ask));
          return download(ask, record._id, record, ending);
        },
      },
    ]),
    {
      method: 'get',
      path: '/lists/imports/:id',
      roles: WHO,
      audit: 'list.rows.read',
      traced: true,
      handler: showImport,
    },
    {
      method: 'get',
      path: '/lists/imports/:id/progress',
      roles: WHO,
      audit: 'list.undo-progress',
      handler: async (ask) =>
        fragment('lists/progress', undoProgress(await uploads.record(idOf(ask)), ask.t)),
    },
    {
      method: 'get',
      path: '/lists/imports/:id/undo',
      roles: WHO,
      audit: 'list.undo-page',
      handler: (ask) => showUndo(ask),
    },
    {
      method: 'post',
      path: '/lists/imports/:id/undo',
      roles: WHO,
      audit: 'list.undo-asked',
      handler: async (ask) => {
        try {
          await lists.undo.ask(idOf(ask), readUndo(ask.form), ask.actor);
          return redirect(`/lists/imports/${idOf(ask)}`);
        } catch (error) {
          return showUndo(ask, { why: ask.form['why'] ?? '', ...fieldErrors(error, ask.t) });
        }
      },
    },
    {
      method: 'post',
      path: '/lists/imports/:id/rows/:row/decision',
      roles: WHO,
      audit: 'list.decision',
      handler: async (ask) => {
        const { row, choice } = readDecision(ask.params, ask.form);
        await uploads.decide(idOf(ask), row, choice, ask.actor);
        return redirect(`/lists/imports/${idOf(ask)}?tab=conflict`, 'lists.notice.decided');
      },
    },
  ];
}

function idOf(ask: Ask): string {
  return ask.params['id'] ?? '';
}

function uploadPath(id: string): string {
  return `/lists/uploads/${id}`;
}
