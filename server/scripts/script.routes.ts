import { InvalidInput } from '../platform/errors.ts';
import { fieldErrors } from '../platform/web/form-errors.ts';
import { fragment, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { readAnswers } from './answer.ts';
import { editorRoutes } from './editor.routes.ts';
import { playOf } from './play.view.ts';
import { exampleCall, LEADERS, namesFor, summaryOf, type ScriptDesk } from './script-desk.ts';
import { listPage, scriptPage } from './script.view.ts';

/** The list of scripts, one script as the desk shows it with its history, and the editor. */
export function scriptRoutes(desk: ScriptDesk): RouteEntry[] {
  const { scripts } = desk;

  const showList = async (ask: Ask, error: unknown = null): Promise<Answer> => {
    const [summaries, nameOf] = await Promise.all([scripts.list(), namesFor(desk, ask)]);
    const typed =
      error === null ? null : { title: ask.form['title'] ?? '', errors: fieldErrors(error, ask.t).errorList };
    return page('scripts/list', listPage(summaries, typed, nameOf, ask.t), {
      title: ask.t('scripts.list.title'),
      zone: 'scripts',
      status: error === null ? 200 : 422,
    });
  };

  const showScript = async (ask: Ask): Promise<Answer> => {
    const summary = await summaryOf(scripts, ask.params['id'] ?? '');
    const versions = await scripts.versions(summary.scriptId);
    const wanted = Number.parseInt(ask.query['version'] ?? '', 10) || summary.version;
    const shown = versions.find(({ version }) => version === wanted) ?? versions[0] ?? null;
    const play = shown === null ? null : playOf(shown, readAnswers(ask.query), exampleCall(desk), ask.t);
    if (ask.fragment && play !== null) return fragment('scripts/play', { play });
    const nameOf = await namesFor(desk, ask);
    return page('scripts/script', scriptPage(summary, { shown, versions, play }, nameOf, ask.t), {
      title: summary.title,
      zone: 'script',
    });
  };

  return [
    {
      method: 'get',
      path: '/scripts',
      roles: LEADERS,
      audit: 'scripts.list',
      handler: (ask) => showList(ask),
    },
    {
      method: 'post',
      path: '/scripts',
      roles: LEADERS,
      audit: 'scripts.create',
      handler: async (ask) => {
        try {
          const scriptId = await scripts.create(ask.form['title'] ?? '', ask.actor);
          return redirect(`/scripts/${scriptId}/edit`);
        } catch (error) {
          if (error instanceof InvalidInput) return showList(ask, error);
          throw error;
        }
      },
    },
    {
      method: 'get',
      path: '/scripts/:id',
      roles: LEADERS,
      audit: 'scripts.read',
      handler: showScript,
    },
    {
      method: 'post',
      path: '/scripts/:id/retire',
      roles: LEADERS,
      audit: 'scripts.retire',
      handler: async (ask) => {
        const id = ask.params['id'] ?? '';
        const retired = ask.form['retired'] !== 'no';
        await scripts.retire(id, retired, ask.actor);
        return redirect(
          `/scripts/${encodeURIComponent(id)}`,
          retired ? 'scripts.notice.retired' : 'scripts.notice.restored',
        );
      },
    },
    ...editorRoutes(desk),
  ];
}
