import { InvalidInput, type FieldError } from '../platform/errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { backlogPage } from './backlog.view.ts';
import { mayLead, type Desk } from './desk.ts';
import type { RulesTrial } from './dispatch.types.ts';
import { readQuotas, readRules, requireNote } from './rules.form.ts';
import { rulesPage } from './rules.view.ts';

/** The rules as data, tried before they are saved; and the first day's backlog with its quotas. */
export function rulesRoutes(desk: Desk): RouteEntry[] {
  const { dispatch, customers, clock } = desk;
  const mayEdit = (ask: Ask) => mayLead(ask.actor) || ask.actor.roles.includes('admin');

  const showRules = async (
    ask: Ask,
    shown: { typed: Record<string, string> | null; errors: FieldError[]; trial: RulesTrial | null },
  ): Promise<Answer> => {
    const [saved, versions, names] = await Promise.all([
      dispatch.rules.current(),
      dispatch.rules.versions(),
      desk.staffNames(),
    ]);
    const ids =
      shown.trial === null ? [] : [...shown.trial.entering.customerIds, ...shown.trial.leaving.customerIds];
    const cards = await customers.cardsFor(ids);
    const model = rulesPage({
      saved,
      typed: shown.typed,
      errors: shown.errors,
      trial:
        shown.trial === null
          ? null
          : { result: shown.trial, nameOf: (id) => cards.get(id)?.name ?? ask.t('dispatch.person.gone') },
      versions,
      nameOf: (staffNo) => names.get(staffNo) ?? staffNo,
      mayEdit: mayEdit(ask),
      t: ask.t,
    });
    return page('dispatch/rules', model, {
      title: ask.t('dispatch.rules.page-title'),
      zone: 'dispatch-rules',
      status: shown.errors.length > 0 ? 422 : 200,
    });
  };

  const showBacklog = async (
    ask: Ask,
    typed: Record<string, string> | null,
    errors: FieldError[],
  ): Promise<Answer> => {
    const day = clock.today();
    const saved = await dispatch.rules.current();
    const codes = saved.rules.map(({ code }) => code);
    const quotas = typed === null || errors.length > 0 ? undefined : readQuotas(typed, codes);
    const preview = await dispatch.backlog.preview(day, quotas);
    return page(
      'dispatch/backlog',
      backlogPage({ preview, version: saved.version, typed, errors, mayEdit: mayEdit(ask), t: ask.t }),
      {
        title: ask.t('dispatch.backlog.page-title'),
        zone: 'dispatch-rules',
        status: errors.length > 0 ? 422 : 200,
      },
    );
  };

  return [
    {
      method: 'get',
      path: '/dispatch/rules',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'rules.read',
      handler: (ask) => showRules(ask, { typed: null, errors: [], trial: null }),
    },
    {
      method: 'post',
      path: '/dispatch/rules/try',
      roles: ['leader', 'admin'],
      audit: 'rules.try',
      handler: (ask) =>
        correctable(
          async () => {
            const { rules } = readRules(ask.form, await dispatch.rules.current());
            const trial = await dispatch.rules.tryChange(clock.today(), rules);
            return showRules(ask, { typed: ask.form, errors: [], trial });
          },
          (errors) => showRules(ask, { typed: ask.form, errors, trial: null }),
        ),
    },
    {
      method: 'post',
      path: '/dispatch/rules',
      roles: ['leader', 'admin'],
      audit: 'rules.save',
      traced: true,
      handler: (ask) =>
        correctable(
          async () => {
            const changed = readRules(ask.form, await dispatch.rules.current());
            requireNote(changed.note);
            await dispatch.rules.save(changed, ask.actor);
            return redirect('/dispatch/rules', 'dispatch.notice.rules-saved');
          },
          (errors) => showRules(ask, { typed: ask.form, errors, trial: null }),
        ),
    },
    {
      method: 'get',
      path: '/dispatch/backlog',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'backlog.read',
      handler: (ask) => showBacklog(ask, null, []),
    },
    {
      method: 'post',
      path: '/dispatch/backlog/try',
      roles: ['leader', 'admin'],
      audit: 'backlog.try',
      handler: (ask) =>
        correctable(
          () => showBacklog(ask, ask.form, []),
          (errors) => showBacklog(ask, ask.form, errors),
        ),
    },
    {
      method: 'post',
      path: '/dispatch/backlog',
      roles: ['leader', 'admin'],
      audit: 'backlog.save',
      traced: true,
      handler: (ask) =>
        correctable(
          async () => {
            const { rules } = await dispatch.rules.current();
            const quotas = readQuotas(
              ask.form,
              rules.map(({ code }) => code),
            );
            const basedOn = Number.parseInt(ask.form['basedOn'] ?? '', 10) || 0;
            await dispatch.backlog.saveQuotas({ basedOn, quotas }, ask.actor);
            return redirect('/dispatch/backlog', 'dispatch.notice.quotas-saved');
          },
          (errors) => showBacklog(ask, ask.form, errors),
        ),
    },
  ];
}

/** Runs a form's work; what was typed wrong comes back as the page at 422. */
async function correctable(
  work: () => Promise<Answer>,
  again: (errors: FieldError[]) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInput) return again(error.fields.map(asOnPage));
    throw error;
  }
}

/** The rules name a wrong value `<code>.<property>`; the page's field is called by a word and the code. */
function asOnPage(error: FieldError): FieldError {
  const [code, property] = error.field.split('.');
  const word = property === undefined ? undefined : WORDS[property];
  return word === undefined ? error : { ...error, field: `${word}-${code ?? ''}` };
}

const WORDS: Record<string, string | undefined> = {
  delayDays: 'delay',
  windowDays: 'window',
  order: 'order',
  dailyQuota: 'quota',
  sampleShare: 'sample',
  minimumFen: 'minimum',
  counterDelays: 'counters',
};
