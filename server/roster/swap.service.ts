import type { AuditTrail } from '../platform/audit.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { Roster } from './roster.service.ts';
import type { SwapModel } from './swap.model.ts';
import { exchanged, movesFor, type Swap, type SwapSide, type SwapState } from './swap.ts';

/** Swaps of turns: both people and a leader, then the roster changes. */
export interface Swaps {
  /** Asks a colleague. @throws InvalidInput (fields withStaffNo, day, withDay). */
  request(
    swap: { day: BusinessDate; withStaffNo: string; withDay: BusinessDate; note: string },
    actor: Actor,
  ): Promise<Swap>;
  /** @throws NotAllowed for anybody but the person or leader whose turn it is, Conflict when it moved on, RuleBroken. */
  move(id: string, move: 'accept' | 'refuse' | 'withdraw' | 'confirm', actor: Actor): Promise<Swap>;
  /** Swaps that touch today or later. */
  current(): Promise<Swap[]>;
}

const STATE_AFTER = {
  accept: 'accepted',
  refuse: 'refused',
  withdraw: 'withdrawn',
  confirm: 'confirmed',
} as const satisfies Record<string, SwapState>;

export function makeSwaps({
  db,
  model,
  roster,
  clock,
  audit,
}: {
  db: Database;
  model: SwapModel;
  roster: Pick<Roster, 'rosterFor' | 'edit'>;
  clock: Clock;
  audit: AuditTrail;
}): Swaps {
  const stepBy = (actor: Actor, state: SwapState) => ({ state, by: actor.staffNo, at: clock.now() });

  /** Both people's lines of one side's day change places. */
  const plan = async (day: BusinessDate, a: string, b: string) => {
    const { rows, version } = await roster.rosterFor(day);
    const [first, second] = [a, b].map((staffNo) => rows.find((row) => row.staffNo === staffNo));
    if (first === undefined || second === undefined) throw new RuleBroken('roster.errors.swap-gone');
    if (first.presence === 'absent' || second.presence === 'absent')
      throw new RuleBroken('roster.errors.swap-absent', { day });
    const [firstAfter, secondAfter] = exchanged(first, second);
    const turn = ({ presence, lunchDuty, duty, dutyWork }: typeof firstAfter) => ({
      presence,
      lunchDuty,
      duty,
      dutyWork,
    });
    return {
      day,
      version,
      changes: [
        { staffNo: a, change: turn(firstAfter) },
        { staffNo: b, change: turn(secondAfter) },
      ],
    };
  };

  return {
    request: async ({ day, withStaffNo, withDay, note }, actor) => {
      const from: SwapSide = { staffNo: actor.staffNo, day };
      const to: SwapSide = { staffNo: withStaffNo, day: withDay };
      const today = clock.today();
      const people = (await roster.rosterFor(day)).rows.map(({ staffNo }) => staffNo);
      const fields = [
        ...(people.includes(withStaffNo) && withStaffNo !== actor.staffNo
          ? []
          : [{ field: 'withStaffNo', message: 'roster.errors.swap-with' }]),
        ...(day < today ? [{ field: 'day', message: 'roster.errors.swap-past' }] : []),
        ...(withDay < today ? [{ field: 'withDay', message: 'roster.errors.swap-past' }] : []),
      ];
      if (fields.length > 0) throw new InvalidInput(fields);
      const swap: Swap = {
        id: newId(),
        from,
        to,
        note,
        state: 'requested',
        steps: [stepBy(actor, 'requested')],
      };
      await db.transaction(async (session) => {
        await model.insert(swap, session);
        await audit.record(
          { actor, event: 'roster.swap-requested', subject: { kind: 'swap', id: swap.id } },
          session,
        );
      });
      return swap;
    },

    move: async (id, move, actor) => {
      const swap = await model.find(id);
      if (swap === null) throw new NotFound('roster.errors.no-such-swap');
      if (!movesFor(swap, actor.staffNo, actor.roles.includes('leader')).includes(move)) {
        if (swap.state === 'requested' || swap.state === 'accepted')
          throw new NotAllowed('roster.errors.swap-not-yours');
        throw new Conflict('roster.errors.swap-moved-on');
      }
      const { from, to } = swap;
      const days = from.day === to.day ? [from.day] : [from.day, to.day];
      const plans =
        move === 'confirm' ? await Promise.all(days.map((day) => plan(day, from.staffNo, to.staffNo))) : [];
      const step = stepBy(actor, STATE_AFTER[move]);
      await db.transaction(async (session) => {
        if (!(await model.advance(id, swap.state, step, session)))
          throw new Conflict('roster.errors.swap-moved-on');
        for (const { day, version, changes } of plans)
          await roster.edit(day, changes, { actor, why: swap.note, seenVersion: version }, session);
        await audit.record(
          { actor, event: `roster.swap-${step.state}`, subject: { kind: 'swap', id } },
          session,
        );
      });
      return { ...swap, state: step.state, steps: [...swap.steps, step] };
    },

    current: () => model.since(clock.today()),
  };
}
