import type { RunHandle, StepResult } from '../platform/run-handle.ts';
import type { Session } from '../platform/mongo.ts';
import type { DayContext } from './day-context.ts';
import type { DispatchResult } from './dispatch.types.ts';
import type { Fixing } from './fixing.service.ts';
import { minorRank } from './order.ts';
import { STANDING_RULES, type DispatchParts } from './parts.service.ts';
import type { Planning } from './planning.service.ts';
import { addTally, callablePeople, count, emptyTally, type Tally } from './tally.ts';
import type { AgentPicture, RunProgress } from './run-progress.ts';
import { makeShortlist, type Shortlist } from './shortlist.ts';
import { makeSweep, type Judged } from './sweep.service.ts';
import type { DueOccasion, Standing } from './standing.ts';

type Handle = RunHandle<RunProgress>;

/** What a chunk of customers comes to: counts, and what one step has to write. */
interface Gathered extends Pick<Standing, 'opened' | 'changed' | 'expired'> {
  /** Where the next chunk begins; null after the last customer. */
  last: string | null;
  tally: Tally;
  broken: { key: string; reason: string }[];
}

/** Numbers kept beyond the day's capacity: the pool the leader chooses from. */
export const POOL_ROWS = 300;
/** People whose sheets are fixed in one step at most. */
const FIXED_AT_ONCE = 1_000;

/**
 * The two runs of the morning: 08:20 draft and 08:50 fixing. Both carry over, sweep and plan; the second then fixes. Every
 * step is one fenced transaction, so a killed run goes on where it was and makes the same lists (quality.md §3).
 */
export function makeRuns(parts: DispatchParts, planning: Planning, fixing: Fixing) {
  const { occasions, items, candidates, days, roster, clock, log } = parts;
  const sweep = makeSweep(parts);

  async function run(given: RunHandle<unknown>, kind: 'draft' | 'fix'): Promise<DispatchResult> {
    const handle = given as Handle;
    const day = handle.businessDate;
    await days.ensure(day);
    const progress = await begun(handle);
    const context = await contextAt(progress);
    if (progress.phase === 'carry') await carryOver(handle, progress);
    if (progress.phase === 'sweep') await sweepAll(handle, progress, context);
    if (progress.phase === 'plan') await plan(handle, progress, context, kind);
    if (progress.phase === 'fix') await fixAll(handle, progress, context);
    return planning.result(context, progress.agents);
  }

  async function begun(handle: Handle): Promise<RunProgress> {
    // A finished run that was asked for again begins anew: the ledger hands it out without progress.
    if (handle.progress !== null) return structuredClone(handle.progress);
    const [agents, rules] = [await roster.agentsFor(handle.businessDate), await parts.currentRules()];
    const progress: RunProgress = {
      phase: 'carry',
      cursor: null,
      tally: emptyTally(),
      agents: agents.map(({ staffNo, name, capacity, present }) => ({ staffNo, name, capacity, present })),
      rulesVersion: rules.version,
      fixed: 0,
      day: handle.businessDate,
    };
    await handle.step(async (session) => {
      await candidates.clear(handle.runId, session);
      return stepOf(progress);
    });
    return progress;
  }

  async function contextAt({ day, rulesVersion }: RunProgress): Promise<DayContext> {
    const versions = await parts.rulesStore.all();
    return parts.contextOf(day, versions.find(({ version }) => version === rulesVersion) ?? STANDING_RULES);
  }

  /** Yesterday's unworked people wait again and stand first; plans that were never fixed are forgotten. */
  async function carryOver(handle: Handle, progress: RunProgress): Promise<void> {
    for (;;) {
      const unworked = await items.openBefore(progress.day, 'fixed', parts.chunk);
      const unfixed = await items.openBefore(progress.day, 'planned', parts.chunk);
      const over = unworked.length === 0 && unfixed.length === 0;
      if (over) progress.phase = 'sweep';
      await handle.step(async (session) => {
        await occasions.carryOver(
          unworked.flatMap(({ occasionIds }) => occasionIds),
          session,
        );
        await items.endFixed(
          unworked.map(({ _id }) => _id),
          'carried',
          session,
        );
        await items.remove(
          unfixed.map(({ _id }) => _id),
          session,
        );
        return stepOf(progress);
      });
      if (over) return;
    }
  }

  async function sweepAll(handle: Handle, progress: RunProgress, context: DayContext): Promise<void> {
    const onSheets = await sweep.onSheets(context);
    const read = await sweep.reader(context, onSheets);
    const shortlist = makeShortlist(
      slots(progress.agents) + POOL_ROWS,
      context.rules.rules,
      await candidates.of(handle.runId),
    );
    const gather = async (after: string | null): Promise<Gathered> => {
      const gathered: Gathered = {
        last: null,
        tally: emptyTally(),
        opened: [],
        changed: [],
        expired: [],
        broken: [],
      };
      const chunk = await read(after, (person) => judge(person, gathered, shortlist, context));
      gathered.last = chunk.last;
      gathered.broken = chunk.broken;
      gathered.changed.push(...chunk.orphans);
      gathered.tally.quarantined += chunk.broken.length;
      gathered.tally.withdrawn += chunk.orphans.length;
      return gathered;
    };
    // The next chunk is read while this one is written.
    let ahead: Promise<Gathered> | null = watched(gather(progress.cursor));
    while (ahead !== null) {
      handle.signal.throwIfAborted();
      const { last, tally, opened, changed, expired, broken }: Gathered = await ahead;
      // Before the next chunk is begun, so that exactly what this one put on the shortlist goes with it.
      const entries = shortlist.drain();
      const at = progress.cursor ?? '';
      ahead = last === null ? null : watched(gather(last));
      addTally(progress.tally, tally);
      progress.cursor = last;
      if (last === null) progress.phase = 'plan';
      const write = (insert: typeof occasions.insertMany) => async (session: Session) => {
        await insert(opened, session);
        await occasions.change(changed, session);
        await occasions.expire(expired, session);
        await candidates.add(handle.runId, at, entries, session);
        return stepOf(progress, { quarantined: broken });
      };
      try {
        await handle.step(write(occasions.insertMany));
      } catch (error) {
        if (!isKnownOccasion(error)) throw error;
        // Somebody opened one of them in the meantime (a merge, a fed one): once more, leaving alone what is there.
        await handle.step(write(occasions.insertMissing));
      }
    }
    if (progress.tally.quarantined > 0) {
      log.warn({ runId: handle.runId, customers: progress.tally.quarantined }, 'customers set aside');
    }
  }

  /** Counts a person, notes what has to be written, and offers the number to the shortlist. */
  function judge(
    { customer, standing, onSheet }: Judged,
    into: Gathered,
    shortlist: Shortlist,
    context: DayContext,
  ): void {
    count(into.tally, standing, onSheet);
    for (const occasion of standing.opened) into.opened.push(occasion);
    for (const change of standing.changed) into.changed.push(change);
    for (const id of standing.expired) into.expired.push(id);
    const { facts } = customer;
    const phone = facts.phones[0];
    if (onSheet || standing.callable.length === 0 || phone === undefined) return;
    shortlist.offer(
      phone,
      bestPerRule(standing.callable),
      () => minorRank(facts.rankKey, context.day),
      facts.rankKey,
    );
  }

  async function plan(
    handle: Handle,
    progress: RunProgress,
    context: DayContext,
    kind: 'draft' | 'fix',
  ): Promise<void> {
    const shortlist = makeShortlist(
      slots(progress.agents) + POOL_ROWS,
      context.rules.rules,
      await candidates.of(handle.runId),
    );
    const phones = [...new Set(shortlist.ranked().map(({ phone }) => phone))];
    const planned = await planning.make(context, progress.agents, phones);
    progress.phase = kind === 'draft' ? 'done' : 'fix';
    const toFix = planned.items.filter(({ agent, state }) => agent !== null && state === 'planned').length;
    await handle.expect(toFix + progress.tally.quarantined);
    await handle.step(async (session) => {
      await items.removePlanned(context.day, session);
      await items.insertMany(planned.items, session);
      await candidates.clear(handle.runId, session);
      const now = clock.now();
      const { phase } = await days.get(context.day, session);
      await days.change(
        context.day,
        null,
        {
          ...(phase === 'empty' ? { phase: 'draft' as const } : {}),
          ...(kind === 'draft' ? { draftAt: now } : {}),
          rulesVersion: context.rules.version,
          tally: progress.tally,
          talliedAt: now,
        },
        session,
        'clear',
      );
      return stepOf(progress, kind === 'draft' ? { produced: toFix } : {});
    });
  }

  /** Sheets in order of staff numbers, some agents at a time; agents without people get none. */
  async function fixAll(handle: Handle, progress: RunProgress, context: DayContext): Promise<void> {
    const present = new Set(progress.agents.filter((agent) => agent.present).map(({ staffNo }) => staffNo));
    for (;;) {
      handle.signal.throwIfAborted();
      const { planVersion, drafts } = await fixing.prepare(
        context,
        progress.agents,
        ({ agent }) => agent !== null && present.has(agent),
        FIXED_AT_ONCE,
      );
      if (drafts.length === 0) break;
      const people = drafts.reduce((total, { items: own }) => total + own.length, 0);
      const after = { ...progress, fixed: progress.fixed + people };
      const done = await handle.step(async (session) =>
        // Null when the leader changed the plan in between: prepared once more from the plan as it is now.
        (await fixing.write(drafts, planVersion, 'system', session)) === null
          ? { value: false }
          : { value: true, progress: after, counts: { produced: people } },
      );
      if (done) progress.fixed = after.fixed;
    }
    progress.phase = 'done';
    await handle.expect(progress.fixed + progress.tally.quarantined);
    await handle.step(async (session) => {
      await fixing.close(context.day, 'system', session);
      return stepOf(progress);
    });
    log.info(
      { runId: handle.runId, people: progress.tally.people, callable: callablePeople(progress.tally) },
      'sheets fixed',
    );
  }

  return {
    draft: (handle: RunHandle<unknown>) => run(handle, 'draft'),
    fix: (handle: RunHandle<unknown>) => run(handle, 'fix'),
  };
}

function stepOf(
  progress: RunProgress,
  counts: NonNullable<StepResult<RunProgress, null>['counts']> = {},
): StepResult<RunProgress, null> {
  return { value: null, progress: structuredClone(progress), counts };
}

/** Calls a day of everybody present. */
function slots(agents: readonly AgentPicture[]): number {
  return agents.reduce((total, { present, capacity }) => total + (present ? capacity : 0), 0);
}

/** Best occasion per rule, best first; people outside the sample are left out. */
export function bestPerRule(callable: readonly DueOccasion[]): DueOccasion[] {
  const best: DueOccasion[] = [];
  for (const one of callable) {
    if (!one.sampledOut && !best.some(({ rule }) => rule === one.rule)) best.push(one);
  }
  return best;
}

/** A read that is begun early may fail before anybody waits for it; the fault is met where it is awaited. */
function watched<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined);
  return reading;
}

/**
 * A duplicate on exactly the keys of an occasion; any other duplicate is a fault and is thrown on. The driver's bulk error
 * keeps of the server's answer only the text, so the index is read from there.
 */
function isKnownOccasion(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code !== 11_000 || typeof message !== 'string') return false;
  const index = /index: (\S+) dup key/.exec(message)?.[1];
  return index === '_id_' || index === 'customerId_1_rule_1_occasionKey_1';
}
