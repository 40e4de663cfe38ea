import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { lately } from '../platform/lately.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { BUILT_IN_DISPOSITIONS } from './built-in-dispositions.ts';
import {
  dispositionOf,
  draftProblems,
  maySwitch,
  nextOwnCode,
  type DispositionDraft,
} from './disposition-draft.ts';
import { makeDispositionModel, type DispositionVersion } from './disposition.model.ts';
import type { Disposition } from './disposition.ts';

/** How calls end (通话结果), as data: the built-in ones and the leader's own, with every version. */
export interface Dispositions {
  /**
   * All of them, switched off ones too (results of earlier days name them): built-in first, then own in order of code.
   * At most a second old.
   */
  all(): Promise<readonly Disposition[]>;
  /** The book as it stands; version 0 until a leader changes something. */
  current(): Promise<{ version: number; dispositions: Disposition[] }>;
  /** Newest first. */
  versions(): Promise<Pick<DispositionVersion, 'version' | 'at' | 'by' | 'change'>[]>;
  /** @returns its code. @throws InvalidInput, Conflict when the book changed since `basedOn` */
  add(command: { basedOn: number; draft: DispositionDraft }, actor: Actor): Promise<string>;
  /** Changes a leader's own one. @throws InvalidInput, Conflict, NotFound, RuleBroken for a built-in one */
  change(command: { basedOn: number; code: string; draft: DispositionDraft }, actor: Actor): Promise<void>;
  /** Switches one on or off. @throws RuleBroken for one that the sheet has a box for, NotFound, Conflict */
  switch(command: { basedOn: number; code: string; active: boolean }, actor: Actor): Promise<void>;
}

const UNCHANGED: Pick<DispositionVersion, 'version' | 'own' | 'off'> = { version: 0, own: [], off: [] };

export function makeDispositions({
  db,
  clock,
  audit,
}: {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
}): Dispositions {
  const model = makeDispositionModel(db);
  const book = async () => (await model.latest()) ?? UNCHANGED;
  const all = lately(async () => merged(await book()));

  const save = async (
    basedOn: number,
    actor: Actor,
    decide: (
      now: Pick<DispositionVersion, 'own' | 'off'>,
    ) => Pick<DispositionVersion, 'own' | 'off' | 'change'>,
  ): Promise<string> => {
    const now = await book();
    if (now.version !== basedOn) throw new Conflict('callbacks.errors.disposition.changed-meanwhile');
    const { own, off, change } = decide(now);
    const version = now.version + 1;
    await db.transaction(async (session) => {
      const saved = { version, own, off, change, at: clock.now(), by: actor.staffNo };
      if (!(await model.insert(saved, session)))
        throw new Conflict('callbacks.errors.disposition.changed-meanwhile');
      await audit.record(
        {
          actor,
          event: 'disposition.changed',
          subject: { kind: 'disposition', id: change.code },
          detail: { version, what: change.what },
        },
        session,
      );
    });
    all.forget();
    return change.code;
  };

  return {
    all,
    current: async () => {
      const now = await book();
      return { version: now.version, dispositions: merged(now) };
    },
    versions: async () =>
      (await model.all()).map(({ version, at, by, change }) => ({ version, at, by, change })),
    add: ({ basedOn, draft }, actor) =>
      save(basedOn, actor, ({ own, off }) => {
        refuseWrong(draft, merged({ own, off }));
        const code = nextOwnCode(own);
        return { own: [...own, dispositionOf(code, draft, true)], off, change: { what: 'added', code } };
      }),
    change: async ({ basedOn, code, draft }, actor) => {
      await save(basedOn, actor, ({ own, off }) => {
        const old = found(merged({ own, off }), code);
        if (old.builtIn) throw new RuleBroken('callbacks.errors.disposition.built-in');
        refuseWrong(
          draft,
          merged({ own, off }).filter((each) => each.code !== code),
        );
        return {
          own: own.map((each) => (each.code === code ? dispositionOf(code, draft, each.active) : each)),
          off,
          change: { what: 'changed', code },
        };
      });
    },
    switch: async ({ basedOn, code, active }, actor) => {
      await save(basedOn, actor, ({ own, off }) => {
        const one = found(merged({ own, off }), code);
        if (!maySwitch(one)) throw new RuleBroken('callbacks.errors.disposition.on-paper');
        const others = off.filter((each) => each !== code);
        return {
          own: own.map((each) => (each.code === code ? { ...each, active } : each)),
          off: one.builtIn && !active ? [...others, code] : others,
          change: { what: active ? 'on' : 'off', code },
        };
      });
    },
  };
}

function merged({ own, off }: Pick<DispositionVersion, 'own' | 'off'>): Disposition[] {
  const builtIn = BUILT_IN_DISPOSITIONS.map((each) => ({ ...each, active: !off.includes(each.code) }));
  return [...builtIn, ...own];
}

function found(dispositions: readonly Disposition[], code: string): Disposition {
  const one = dispositions.find((each) => each.code === code);
  if (one === undefined) throw new NotFound('callbacks.errors.disposition.unknown', { code });
  return one;
}

function refuseWrong(draft: DispositionDraft, others: readonly Disposition[]): void {
  const problems = draftProblems(draft, others);
  if (problems.length > 0) throw new InvalidInput(problems);
}
