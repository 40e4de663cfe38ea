import { NotFound } from '../platform/errors.ts';
import { fieldErrors, NO_ERRORS } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import type { DispositionDraft } from './disposition-draft.ts';
import { readBasedOn, readDraft } from './disposition.form.ts';
import type { Dispositions } from './disposition.service.ts';
import { dispositionsPage } from './disposition.view.ts';

/** How calls end, for the leader: the list, own ones, what is switched off, every version. */
export function dispositionRoutes({
  dispositions,
  staffNames,
}: {
  dispositions: Dispositions;
  staffNames: () => Promise<ReadonlyMap<string, string>>;
}): RouteEntry[] {
  const show = async (
    ask: Ask,
    code: string | null,
    refused: { typed: DispositionDraft; errors: typeof NO_ERRORS } | null = null,
  ): Promise<Answer> => {
    const [book, versions, names] = await Promise.all([
      dispositions.current(),
      dispositions.versions(),
      staffNames(),
    ]);
    const editing = code === null ? null : book.dispositions.find((each) => each.code === code);
    if (editing === undefined || editing?.builtIn === true)
      throw new NotFound('callbacks.errors.disposition.unknown', { code: code ?? '' });
    const model = dispositionsPage({
      ...book,
      versions,
      editing,
      typed: refused?.typed ?? null,
      errors: refused?.errors ?? NO_ERRORS,
      mayEdit: ask.actor.roles.includes('leader'),
      nameOf: (staffNo) => names.get(staffNo) ?? staffNo,
      t: ask.t,
    });
    return page('callbacks/dispositions', model, {
      title: ask.t('callbacks.dispositions.page-title'),
      zone: 'dispositions',
      status: refused === null ? 200 : 422,
    });
  };

  /** Does it, or shows the page again with what was typed and what is wrong with it. */
  const correctable = async (
    ask: Ask,
    code: string | null,
    save: (draft: DispositionDraft) => Promise<Answer>,
  ): Promise<Answer> => {
    const typed = readDraft(ask.form);
    try {
      return await save(typed);
    } catch (error) {
      return show(ask, code, { typed, errors: fieldErrors(error, ask.t) });
    }
  };

  return [
    {
      method: 'get',
      path: '/callbacks/dispositions',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'disposition.list',
      handler: (ask) => show(ask, null),
    },
    {
      method: 'get',
      path: '/callbacks/dispositions/:code',
      roles: ['leader'],
      audit: 'disposition.edit',
      handler: (ask) => show(ask, ask.params['code'] ?? ''),
    },
    {
      method: 'post',
      path: '/callbacks/dispositions',
      roles: ['leader'],
      audit: 'disposition.add',
      handler: (ask) =>
        correctable(ask, null, async (draft) => {
          await dispositions.add({ basedOn: readBasedOn(ask.form), draft }, ask.actor);
          return redirect('/callbacks/dispositions', 'callbacks.dispositions.added');
        }),
    },
    {
      method: 'post',
      path: '/callbacks/dispositions/:code',
      roles: ['leader'],
      audit: 'disposition.change',
      handler: (ask) => {
        const code = ask.params['code'] ?? '';
        return correctable(ask, code, async (draft) => {
          await dispositions.change({ basedOn: readBasedOn(ask.form), code, draft }, ask.actor);
          return redirect('/callbacks/dispositions', 'callbacks.dispositions.saved');
        });
      },
    },
    {
      method: 'post',
      path: '/callbacks/dispositions/:code/active',
      roles: ['leader'],
      audit: 'disposition.switch',
      handler: async (ask) => {
        const active = ask.form['active'] === 'on';
        await dispositions.switch(
          { basedOn: readBasedOn(ask.form), code: ask.params['code'] ?? '', active },
          ask.actor,
        );
        return redirect(
          '/callbacks/dispositions',
          active ? 'callbacks.dispositions.switched-on' : 'callbacks.dispositions.switched-off',
        );
      },
    },
  ];
}
