import { Conflict, InvalidInput, type FieldError } from '../platform/errors.ts';
import {
  fragment,
  json,
  page,
  redirect,
  type Answer,
  type Ask,
  type RouteEntry,
} from '../platform/web/route.ts';
import { readAnswers } from './answer.ts';
import { editQuestions } from './draft-edit.ts';
import { editorPage } from './editor.view.ts';
import { playOf } from './play.view.ts';
import { readDraftVersion, readEdit, readScript } from './script.form.ts';
import { scriptChanges } from './script-change.ts';
import { completeProblems } from './script-check.ts';
import { exampleCall, LEADERS, namesFor, type ScriptDesk } from './script-desk.ts';
import type { ScriptDraft, ScriptText } from './script.types.ts';

/** What the editor shows instead of the saved draft. */
interface Typed {
  text: ScriptText;
  errors: readonly FieldError[];
  /** Field to go on at. */
  at?: string | null;
  /** The draft was changed by somebody else while this was typed. */
  conflict?: boolean;
  status: number;
}

/** The editor of a draft: typing and trying, saving, publishing, taking back. */
export function editorRoutes(desk: ScriptDesk): RouteEntry[] {
  const { scripts, clock } = desk;
  const idOf = (ask: Ask) => ask.params['id'] ?? '';

  const play = (text: ScriptText, ask: Ask, answers = readAnswers(ask.form)) =>
    playOf(
      { ...text, scriptId: idOf(ask), version: 0, at: clock.now(), by: ask.actor.staffNo, note: '' },
      answers,
      exampleCall(desk),
      ask.t,
    );

  const show = async (ask: Ask, typed: Typed | null): Promise<Answer> => {
    const draft = await scripts.draft(idOf(ask));
    const text = typed?.text ?? draft.text;
    const model = editorPage({
      id: idOf(ask),
      draft,
      text,
      typed: typed === null ? null : ask.form,
      errors: typed?.errors ?? [],
      conflict: typed?.conflict === true ? conflictWith(draft, text) : null,
      at: typed === null ? (ask.query['at'] ?? null) : (typed.at ?? null),
      play: play(text, ask, typed === null ? readAnswers(ask.query) : readAnswers(ask.form)),
      nameOf: await namesFor(desk, ask),
      t: ask.t,
    });
    return page('scripts/editor', model, {
      title: model.heading,
      zone: 'script-edit',
      status: typed?.status ?? 200,
    });
  };

  const save = async (ask: Ask): Promise<Answer> => {
    const read = readScript(ask);
    const edit = readEdit(ask.form['do'], ask.form);
    const { lastQuestion } = await scripts.draft(idOf(ask));
    const edited = edit === null ? null : editQuestions(read.text.questions, edit, lastQuestion);
    const text = edited === null ? read.text : { ...read.text, questions: edited.questions };
    const at = goesOnAt(ask.form['do'], edited?.at ?? null);
    return guarded(ask, text, at, async () => {
      if (read.problems.length > 0) throw new InvalidInput(read.problems);
      const draftVersion = await scripts.saveDraft(
        { scriptId: idOf(ask), draftVersion: readDraftVersion(ask.form), text },
        ask.actor,
      );
      if (ask.wantsJson) return json({ draftVersion, at: clock.time(), left: completeProblems(text).length });
      const path = `/scripts/${encodeURIComponent(idOf(ask))}/edit`;
      return at === null ? redirect(path, 'scripts.notice.saved') : redirect(`${path}?at=${at}`);
    });
  };

  const publish = async (ask: Ask): Promise<Answer> => {
    const read = readScript(ask);
    return guarded(ask, read.text, null, async () => {
      if (read.problems.length > 0) throw new InvalidInput(read.problems);
      const scriptId = idOf(ask);
      const given = { scriptId, draftVersion: readDraftVersion(ask.form) };
      const draftVersion = await scripts.saveDraft({ ...given, text: read.text }, ask.actor);
      await scripts.publish({ scriptId, draftVersion, note: ask.form['note'] ?? '' }, ask.actor);
      return redirect(`/scripts/${encodeURIComponent(scriptId)}`, 'scripts.notice.published');
    });
  };

  /** What was typed comes back with what is wrong, or with what somebody else changed meanwhile. */
  const guarded = async (
    ask: Ask,
    text: ScriptText,
    at: string | null,
    work: () => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await work();
    } catch (error) {
      if (ask.wantsJson) throw error;
      if (error instanceof InvalidInput) return show(ask, { text, errors: error.fields, at, status: 422 });
      if (error instanceof Conflict) return show(ask, { text, errors: [], at, conflict: true, status: 409 });
      throw error;
    }
  };

  const afterwards = (ask: Ask, notice: string) =>
    redirect(`/scripts/${encodeURIComponent(idOf(ask))}/edit`, notice);

  return [
    {
      method: 'get',
      path: '/scripts/:id/edit',
      roles: LEADERS,
      audit: 'scripts.edit',
      handler: (ask) => show(ask, null),
    },
    {
      method: 'post',
      path: '/scripts/:id/draft',
      roles: LEADERS,
      audit: 'scripts.draft',
      handler: save,
    },
    {
      method: 'post',
      path: '/scripts/:id/try',
      roles: LEADERS,
      audit: 'scripts.try',
      handler: async (ask) => {
        const { text, problems } = readScript(ask);
        if (ask.fragment) return fragment('scripts/play', { play: play(text, ask) });
        return show(ask, { text, errors: problems, status: problems.length > 0 ? 422 : 200 });
      },
    },
    {
      method: 'post',
      path: '/scripts/:id/publish',
      roles: LEADERS,
      audit: 'scripts.publish',
      handler: publish,
    },
    {
      method: 'post',
      path: '/scripts/:id/undo',
      roles: LEADERS,
      audit: 'scripts.undo',
      handler: async (ask) => {
        await scripts.undoDraft({ scriptId: idOf(ask), draftVersion: readDraftVersion(ask.form) }, ask.actor);
        return afterwards(ask, 'scripts.notice.undone');
      },
    },
    {
      method: 'post',
      path: '/scripts/:id/discard',
      roles: LEADERS,
      audit: 'scripts.discard',
      handler: async (ask) => {
        await scripts.discardDraft(
          { scriptId: idOf(ask), draftVersion: readDraftVersion(ask.form) },
          ask.actor,
        );
        return afterwards(ask, 'scripts.notice.discarded');
      },
    },
  ];
}

/** What the other one's text has that the typed one has not. */
function conflictWith(draft: ScriptDraft, text: ScriptText) {
  return { draft, changes: scriptChanges(text, draft.text) };
}

/**
 * Field to go on at after a button: the words of a new question, the arrow that was pressed, the choice that changed the
 * other fields of its question (`kind:q3`, `when:q3`).
 */
function goesOnAt(button: string | undefined, question: string | null): string | null {
  const [what = '', of = ''] = (button ?? '').split(':');
  if (what === 'kind' || what === 'when') return /^q[\d-]+$/.test(of) ? `${what}-${of}` : null;
  if (question === null) return null;
  return what === 'up' || what === 'down' ? `${what}-${question}` : `text-${question}`;
}
