import { RuleBroken } from '../platform/errors.ts';
import { exportStream, EXPORT_FORMATS, EXPORT_TYPES, type Cell } from '../platform/export/export-table.ts';
import { fieldErrors, NO_ERRORS, ruleErrors, type FormErrors } from '../platform/web/form-errors.ts';
import { file, page, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { wishCells, wishColumns, type CellReader } from './wish-cells.view.ts';
import { holds, readerOf, type WishDesk } from './wish-desk.routes.ts';
import { markWords, wishExportPage } from './wish-export.view.ts';
import { LEADERS, LIST_PATHS, LIST_READERS } from './wish-list.ts';
import { filterOf, listPath, readListQuery, type ListQuery } from './wish-list.form.ts';
import { WISH_KINDS, type WishFilter, type WishKind, type Wishes } from './wish.types.ts';

/** Rows handed on together. */
const BATCH = 250;

/** The lists as files: with a reason, in the record of exports, numbers shortened for whoever does not lead. */
export function wishExportRoutes(desk: WishDesk): RouteEntry[] {
  return WISH_KINDS.flatMap((kind): RouteEntry[] => [
    {
      method: 'get',
      path: `${LIST_PATHS[kind]}/export`,
      roles: LIST_READERS,
      audit: `wish.${kind}-export-page`,
      handler: (ask) => showExport(desk, kind, ask),
    },
    {
      method: 'post',
      path: `${LIST_PATHS[kind]}/export`,
      roles: LIST_READERS,
      // The trail's own line, with count, filter and reason, is written with the allowance.
      audit: `wish.${kind}-export`,
      handler: async (ask) => {
        try {
          return await exported(desk, queryOf(desk, kind, ask), ask);
        } catch (error) {
          // Beyond the day's rows, or none at all: the page tells, the filter stays.
          const problems =
            error instanceof RuleBroken ? ruleErrors(error, 'why', ask.t) : fieldErrors(error, ask.t);
          return showExport(desk, kind, ask, problems);
        }
      },
    },
  ]);
}

async function showExport(
  desk: WishDesk,
  kind: WishKind,
  ask: Ask,
  problems: FormErrors = NO_ERRORS,
): Promise<Answer> {
  const query = queryOf(desk, kind, ask);
  const [{ total }, allowance] = await Promise.all([
    desk.wishes.list({ ...filterOf(query), limit: 1 }),
    desk.exports.allowance(ask.actor),
  ]);
  const model = wishExportPage(
    { query, count: total, allowance, masked: isMasked(ask), typed: ask.form },
    problems,
    ask.t,
  );
  return page('wishes/export', model, {
    title: model.title,
    zone: 'wish-export',
    status: problems.errorList.length === 0 ? 200 : 422,
  });
}

/** Counted before, recorded before, read while it is taken. */
async function exported(desk: WishDesk, query: ListQuery, ask: Ask): Promise<Answer> {
  const { t, actor } = ask;
  const { kind } = query;
  const filter = filterOf(query);
  const format = EXPORT_FORMATS.find((each) => each === ask.form['format']) ?? 'xlsx';
  const masked = isMasked(ask);
  const record = await desk.exports.begin(
    {
      kind: `wish-${kind}`,
      format,
      why: ask.form['why'] ?? '',
      rows: (await desk.wishes.list({ ...filter, limit: 1 })).total,
      filter: new URL(listPath(query), 'http://own.invalid').search.slice(1),
      masked,
    },
    actor,
  );
  const reader = { ...(await readerOf(desk, ask)), masked };
  const title = t(`wishes.title.${kind}`);
  const body = exportStream(
    {
      title,
      columns: wishColumns(kind, t),
      rows: rowsOf(desk.wishes, filter, record.rows, reader),
      mark: { who: `${actor.staffNo} ${actor.name}`, at: record.at, words: markWords(record, t) },
    },
    format,
  );
  return file(body, EXPORT_TYPES[format], `${title}-${record.day}.${format}`);
}

/** Never more rows than were counted and taken off the allowance. */
async function* rowsOf(
  wishes: Wishes,
  filter: WishFilter,
  most: number,
  reader: CellReader,
): AsyncGenerator<Cell[][]> {
  let left = most;
  let batch: Cell[][] = [];
  for await (const wish of wishes.stream(filter)) {
    batch.push(wishCells(wish, reader));
    left -= 1;
    if (batch.length === BATCH || left === 0) {
      yield batch;
      batch = [];
    }
    if (left === 0) return;
  }
  if (batch.length > 0) yield batch;
}

function queryOf({ clock }: WishDesk, kind: WishKind, ask: Ask): ListQuery {
  return { ...readListQuery(kind, ask.query, clock.today()), after: null };
}

/** Leaders work with full numbers (their sheets carry them); whoever supervises sees the ends only. */
function isMasked(ask: Ask): boolean {
  return !holds(ask, LEADERS);
}
