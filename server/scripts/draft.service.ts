import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { emptyScript, lastQuestionOf } from './draft-edit.ts';
import { scriptChanges } from './script-change.ts';
import { draftProblems } from './script-check.ts';
import { headFor, subjectOf, textOf, type ScriptHead } from './script-head.ts';
import type { ScriptModel } from './script.model.ts';
import type { Scripts } from './script.types.ts';

/** What the drafts need of the rest of the scripts. */
interface DraftParts {
  db: Database;
  model: ScriptModel;
  clock: Clock;
  audit: AuditTrail;
  /** @throws NotFound */
  headOf: (scriptId: string) => Promise<ScriptHead>;
  version: Scripts['version'];
}

/** New scripts and the drafts that leaders work on; each change is guarded by the draft's version. */
export function makeDrafts({
  db,
  model,
  clock,
  audit,
  headOf,
  version,
}: DraftParts): Pick<Scripts, 'draft' | 'create' | 'saveDraft' | 'undoDraft' | 'discardDraft'> {
  /** One guarded change of a draft with its line in the trail. */
  const changeDraft = async (
    head: ScriptHead,
    draftVersion: number,
    draft: Pick<ScriptHead, 'draft' | 'before'>,
    event: string,
    actor: Actor,
  ): Promise<number> => {
    await db.transaction(async (session) => {
      const questions = draft.draft?.questions ?? [];
      const change = {
        ...draft,
        basedOn: head.draft === null ? head.version : head.basedOn,
        draftAt: draft.draft === null ? null : clock.now(),
        draftBy: draft.draft === null ? null : actor.staffNo,
        lastQuestion: Math.max(head.lastQuestion, lastQuestionOf(questions)),
        ...(head.version === 0 && draft.draft !== null
          ? { title: draft.draft.title, rules: draft.draft.rules, questions: questions.length }
          : {}),
      };
      if (!(await model.change(head._id, draftVersion, change, session)))
        throw new Conflict('scripts.errors.draft-changed');
      await audit.record({ actor, event, subject: subjectOf(head._id), detail: { draftVersion } }, session);
    });
    return draftVersion + 1;
  };

  return {
    draft: async (scriptId) => {
      const head = await headOf(scriptId);
      const latest = head.version === 0 ? null : await version(scriptId, head.version);
      return {
        text: head.draft ?? (latest === null ? emptyScript(head.title) : textOf(latest)),
        basedOn: head.draft === null ? head.version : head.basedOn,
        draftVersion: head.draftVersion,
        lastQuestion: head.lastQuestion,
        at: head.draftAt,
        by: head.draftBy,
        undoable: head.before !== null,
      };
    },

    create: async (title, actor) => {
      const text = emptyScript(title.trim());
      const problems = draftProblems(text);
      if (problems.length > 0) throw new InvalidInput(problems);
      const scriptId = newId();
      await db.transaction(async (session) => {
        await model.insert(
          { ...headFor(scriptId, text), draft: text, draftAt: clock.now(), draftBy: actor.staffNo },
          session,
        );
        await audit.record({ actor, event: 'script.created', subject: subjectOf(scriptId) }, session);
      });
      return scriptId;
    },

    saveDraft: async ({ scriptId, draftVersion, text }, actor) => {
      const problems = draftProblems(text);
      if (problems.length > 0) throw new InvalidInput(problems);
      const head = await headOf(scriptId);
      const before = head.draft ?? (await version(scriptId, head.version));
      if (before !== null && head.draftVersion === draftVersion && scriptChanges(before, text).length === 0)
        return draftVersion;
      return changeDraft(
        head,
        draftVersion,
        { draft: text, before: { text: head.draft } },
        'script.draft-saved',
        actor,
      );
    },

    undoDraft: async ({ scriptId, draftVersion }, actor) => {
      const head = await headOf(scriptId);
      if (head.before === null) throw new Conflict('scripts.errors.nothing-to-undo');
      return changeDraft(
        head,
        draftVersion,
        { draft: head.before.text, before: null },
        'script.draft-undone',
        actor,
      );
    },

    discardDraft: async ({ scriptId, draftVersion }, actor) => {
      const head = await headOf(scriptId);
      if (head.version === 0) throw new RuleBroken('scripts.errors.nothing-published');
      await changeDraft(
        head,
        draftVersion,
        { draft: null, before: { text: head.draft } },
        'script.draft-discarded',
        actor,
      );
    },
  };
}
