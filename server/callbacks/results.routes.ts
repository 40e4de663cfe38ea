import { RuleBroken } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import { fieldErrors, NO_ERRORS, ruleErrors, type FormErrors } from '../platform/web/form-errors.ts';
import { file, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { callWords } from './call-pages.ts';
import { historyPath, RESULTS_PATH, resultPath } from './call-paths.ts';
import { makeResultsExport } from './results-export.service.ts';
import {
  exportModel,
  historyModel,
  queryFor,
  RESULTS_SCREEN,
  resultModel,
  resultsModel,
  type ResultPages,
} from './results-page.service.ts';
import { filterQuery, readFilterForm, readFormat, withoutPart } from './results.form.ts';
import { listLink } from './results.view.ts';

/** Deputies change by the day, so who sees everybody's results is judged per person. */
const READERS: readonly Role[] = ['agent', 'leader', 'clerk', 'supervisor'];
const EXPORTERS: readonly Role[] = ['leader', 'supervisor'];

/** 回访结果: the list with its filter in the address, one result, a customer's calls, and the list as a file. */
export function resultRoutes(pages: ResultPages): RouteEntry[] {
  const { keptFilters } = pages;
  const exporting = makeResultsExport(pages);

  /** Keeps the filter for the next visit and shows the list under it. */
  const keep = async (ask: Ask, query: URLSearchParams): Promise<Answer> => {
    await keptFilters.keep(ask.actor.staffNo, RESULTS_SCREEN, query.toString());
    return redirect(listLink(query, '-at', {}));
  };

  const showExport = async (ask: Ask, asked: Record<string, string>, problems: FormErrors = NO_ERRORS) => {
    const model = await exportModel(pages, ask, { asked, count: exporting.count, problems });
    return page('callbacks/results-export', model, {
      status: problems.errorList.length === 0 ? 200 : 422,
      title: ask.t('callbacks.export.title'),
      zone: 'call-export',
    });
  };

  return [
    {
      method: 'get',
      path: RESULTS_PATH,
      roles: READERS,
      audit: 'calls.results',
      traced: true,
      handler: async (ask) => {
        const kept =
          Object.keys(ask.query).length === 0
            ? await keptFilters.of(ask.actor.staffNo, RESULTS_SCREEN)
            : null;
        if (kept !== null) return redirect(`${RESULTS_PATH}?${kept}&kept=1`);
        const model = await resultsModel(pages, ask, ask.query['kept'] === '1');
        return page('callbacks/results', model, { title: model.title, zone: 'call-results' });
      },
    },
    {
      method: 'post',
      path: `${RESULTS_PATH}/filter`,
      roles: READERS,
      audit: 'calls.results-filter',
      handler: async (ask) => {
        if (ask.form['clear'] === '1') return keep(ask, new URLSearchParams());
        const query = Object.fromEntries(new URLSearchParams(ask.form['query'] ?? ''));
        const drop = ask.form['drop'];
        const filter =
          drop === undefined
            ? readFilterForm(ask.form, (field) => ask.many(field))
            : withoutPart(query, drop);
        return keep(ask, filterQuery(filter));
      },
    },
    {
      method: 'get',
      path: `${RESULTS_PATH}/export`,
      roles: EXPORTERS,
      audit: 'calls.export-page',
      handler: (ask) => showExport(ask, ask.query),
    },
    {
      method: 'post',
      path: `${RESULTS_PATH}/export`,
      roles: EXPORTERS,
      // The trail's own line, with count, filter and reason, is written with the allowance.
      audit: 'calls.export',
      handler: async (ask) => {
        const asked = Object.fromEntries(new URLSearchParams(ask.form['query'] ?? ''));
        const { query } = await queryFor(pages, ask, asked);
        const words = await callWords(pages, ask);
        try {
          const made = await exporting.make(
            { filter: query.filter, format: readFormat(ask.form), why: ask.form['why'] ?? '' },
            { actor: ask.actor, t: ask.t, resultWord: (code) => words.resultWord(code) },
          );
          return file(made.body, made.type, made.name);
        } catch (error) {
          // Beyond the day's rows, or none at all: the page tells, the filter stays.
          if (error instanceof RuleBroken) return showExport(ask, asked, ruleErrors(error, 'why', ask.t));
          return showExport(ask, asked, fieldErrors(error, ask.t));
        }
      },
    },
    {
      method: 'get',
      path: resultPath(':id'),
      roles: READERS,
      audit: 'calls.result-read',
      traced: true,
      handler: async (ask) => {
        const model = await resultModel(pages, ask);
        return page('callbacks/result', model, { title: model.title, zone: 'call-result' });
      },
    },
    {
      method: 'get',
      path: historyPath(':customerId'),
      roles: READERS,
      audit: 'calls.history',
      traced: true,
      handler: async (ask) => {
        const model = await historyModel(pages, ask);
        return page('callbacks/results-history', model, { title: model.title, zone: 'call-history' });
      },
    },
  ];
}
