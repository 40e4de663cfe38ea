import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { lately } from '../platform/lately.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { SYSTEM } from '../platform/roles.ts';
import { bindingKeys, bindingsOf } from './binding.ts';
import { emptyScript } from './draft-edit.ts';
import { makeDrafts } from './draft.service.ts';
import { scriptChanges } from './script-change.ts';
import { BINDABLE_RULES, completeProblems } from './script-check.ts';
import { headFor, publishedAs, subjectOf, type ScriptHead } from './script-head.ts';
import type { ScriptModel } from './script.model.ts';
import type { Scripts, ScriptText, ScriptVersion, SeedScript } from './script.types.ts';

/** Published versions never change, so each process keeps those it met. */
const MOST_KEPT = 200;

/** What a script out of use is bound to. */
const NO_REASON: Pick<ScriptText, 'rules' | 'attended'> = { rules: [], attended: null };

export interface ScriptParts {
  db: Database;
  model: ScriptModel;
  clock: Clock;
  audit: AuditTrail;
  seeds: readonly SeedScript[];
}

/** Use cases of scripts: reading for the desk, drafts guarded by their version, publishing, seeding. */
export function makeScriptService({ db, model, clock, audit, seeds }: ScriptParts): Scripts {
  const kept = new Map<string, ScriptVersion>();

  const bound = lately((...keys: string[]) => model.bindings(keys));

  const headOf = async (scriptId: string): Promise<ScriptHead> => {
    const head = await model.head(scriptId);
    if (head === null) throw new NotFound('scripts.errors.unknown');
    return head;
  };

  const version: Scripts['version'] = async (scriptId, number) => {
    const key = `${scriptId}:${String(number)}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = await model.version(scriptId, number);
    if (found !== null && kept.size < MOST_KEPT) kept.set(key, found);
    return found;
  };

  /** Binds the reasons of a text. @returns titles of the scripts that hold one of them, null when it is done */
  const bind = async (
    text: Pick<ScriptText, 'rules' | 'attended'>,
    of: { scriptId: string; version: number },
    session: Session,
  ): Promise<string | null> => {
    const keys = bindingKeys(text);
    const taken = (await model.bindings(keys, session)).filter(({ scriptId }) => scriptId !== of.scriptId);
    if (taken.length === 0) {
      if (await model.bind(keys, of, session)) return null;
      throw new Conflict('scripts.errors.bound-meanwhile');
    }
    const holders = [...new Set(taken.map(({ scriptId }) => scriptId))];
    return (await Promise.all(holders.map(headOf))).map(({ title }) => title).join(' · ');
  };

  const drafts = makeDrafts({ db, model, clock, audit, headOf, version });

  return {
    ...drafts,

    forCall: async (reasons) => {
      const wanted = bindingsOf(reasons);
      const bindings = await bound(...new Set(wanted));
      for (const key of wanted) {
        const bound = bindings.find(({ _id }) => _id === key);
        if (bound !== undefined) return version(bound.scriptId, bound.version);
      }
      return null;
    },

    version,

    list: async () => {
      const [heads, drafted] = await Promise.all([model.heads(), model.drafted()]);
      const place = ({ rules, retired }: ScriptHead) =>
        (retired ? 100 : 0) + BINDABLE_RULES.findIndex((code) => rules.includes(code));
      return heads
        .toSorted((a, b) => place(a) - place(b) || (a.title < b.title ? -1 : 1))
        .map((head) => ({
          scriptId: head._id,
          title: head.title,
          rules: head.rules,
          version: head.version,
          questions: head.questions,
          hasDraft: drafted.includes(head._id),
          retired: head.retired,
          at: head.publishedAt,
          by: head.publishedBy,
        }));
    },

    versions: (scriptId) => model.versions(scriptId),

    publish: async ({ scriptId, draftVersion, note }, actor) => {
      const head = await headOf(scriptId);
      if (head.draftVersion !== draftVersion) throw new Conflict('scripts.errors.draft-changed');
      if (head.retired) throw new RuleBroken('scripts.errors.retired');
      const latest = await version(scriptId, head.version);
      const text = head.draft ?? latest ?? emptyScript(head.title);
      const problems = completeProblems(text);
      if (Array.from(note.trim()).length < 2)
        problems.push({ field: 'note', message: 'scripts.errors.note' });
      else if (latest !== null && scriptChanges(latest, text).length === 0)
        problems.push({ field: 'note', message: 'scripts.errors.nothing-changed' });
      if (problems.length > 0) throw new InvalidInput(problems);
      const next = head.version + 1;
      await db.transaction(async (session) => {
        const at = clock.now();
        const published = publishedAs(text, next, { at, by: actor.staffNo });
        if (!(await model.change(scriptId, draftVersion, published, session)))
          throw new Conflict('scripts.errors.draft-changed');
        const held = await bind(text, { scriptId, version: next }, session);
        if (held !== null)
          throw new InvalidInput([
            { field: 'rules', message: 'scripts.errors.bound', values: { title: held } },
          ]);
        await model.addVersion(
          { ...text, scriptId, version: next, at, by: actor.staffNo, note: note.trim() },
          session,
        );
        await audit.record(
          {
            actor,
            event: 'script.published',
            subject: subjectOf(scriptId),
            why: note.trim(),
            detail: { version: next },
          },
          session,
        );
      });
      bound.forget();
      return next;
    },

    retire: async (scriptId, retired, actor) => {
      const head = await headOf(scriptId);
      const latest = await version(scriptId, head.version);
      await db.transaction(async (session) => {
        if (!(await model.setRetired(scriptId, retired, session))) return;
        const text = latest === null || retired ? NO_REASON : latest;
        const held = await bind(text, { scriptId, version: head.version }, session);
        if (held !== null) throw new RuleBroken('scripts.errors.bound', { title: held });
        const event = retired ? 'script.retired' : 'script.restored';
        await audit.record({ actor, event, subject: subjectOf(scriptId) }, session);
      });
      bound.forget();
    },

    seed: async () => {
      if (neverHad(seeds, await model.rulesEver()).length === 0) return;
      await db.transaction(async (session) => {
        const at = clock.now();
        // Looked at once more inside: of two processes that start at once the later one finds nothing to bring.
        for (const { note, text } of neverHad(seeds, await model.rulesEver(session))) {
          const scriptId = newId();
          await model.insert(
            { ...headFor(scriptId, text), ...publishedAs(text, 1, { at, by: SYSTEM.staffNo }) },
            session,
          );
          await model.bind(bindingKeys(text), { scriptId, version: 1 }, session);
          await model.addVersion({ ...text, scriptId, version: 1, at, by: SYSTEM.staffNo, note }, session);
        }
      });
      bound.forget();
    },
  };
}

/** Scripts that serve only reasons for which this office never had one: nothing that people changed or put away comes back. */
function neverHad(seeds: readonly SeedScript[], rulesEver: readonly string[]): SeedScript[] {
  return seeds.filter(({ text }) => !text.rules.some((rule) => rulesEver.includes(rule)));
}
