import type { BusinessDate } from '../platform/business-date.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { suggestTransfer } from './board-load.ts';
import { changedMeanwhile, mustFit, type BoardCommands, type Found } from './commands.service.ts';
import type { BoardChange, BoardResult, DispatchService, Strike } from './dispatch.types.ts';
import type { Fixing, PreparedSheet } from './fixing.service.ts';
import type { HeldRowsCheck } from './held-rows.ts';
import { isAhead, type DispatchItem } from './item.ts';
import type { DispatchParts } from './parts.service.ts';

/**
 * The leader's hand after fixing: sheets stay as they were printed. A row that goes elsewhere is struck by a slip and
 * stands on a supplementary sheet; people added later get supplements too.
 */
export function makeTransfers(
  parts: DispatchParts,
  fixing: Fixing,
  commands: BoardCommands,
  held: HeldRowsCheck,
) {
  const { db, days, items, occasions, sheets, audit, clock } = parts;

  function slip(
    item: DispatchItem,
    why: Strike['why'],
    reason: string,
    to: Strike['to'],
    by: string,
  ): Strike {
    if (item.sheet === null || item.place === null)
      throw new RangeError('only a row of a sheet can be struck');
    const { sheet, place, customerId } = item;
    return { sheet, place, customerId, why, reason, to, toSheet: null, at: clock.now(), by };
  }

  /**
   * Strikes rows, gives them to others and numbers their supplements, all in one: a result that arrives meanwhile finds the
   * row either on its old sheet or on the new one.
   */
  async function handOver(
    at: Found,
    from: string | null,
    moves: readonly { item: DispatchItem; to: string | null }[],
    reason: string,
    actor: Actor,
  ): Promise<BoardResult & { sheets: string[] }> {
    await held.mustBeFree(
      at.day,
      moves.map(({ item }) => item),
    );
    for (const { staffNo } of at.agents) {
      const taking = moves.flatMap(({ item, to }) => (to === staffNo ? item : []));
      if (taking.length > 0) mustFit(at, staffNo, taking);
    }
    const change: BoardChange = {
      kind: 'transferred',
      people: moves.length,
      from,
      to: null,
      by: actor.staffNo,
      at: clock.now(),
    };
    const context = await parts.contextOf(at.day);
    return db.transaction(async (session) => {
      const version = await days.change(at.day, at.version, {}, session);
      if (version === null) throw changedMeanwhile();
      await mustStandAsSeen(moves, session);
      const struck = await strike(at, moves, reason, actor, session);
      await items.replaceMany(
        moves.map(({ item, to }) => ({
          ...item,
          state: 'planned' as const,
          agent: to,
          poolReason: to === null ? ('absent' as const) : null,
          byHand: true,
          originalAgent: item.originalAgent ?? item.agent,
          sheet: null,
          place: null,
        })),
        session,
      );
      // Who gets no new sheet waits as if not dispatched; a run finds them.
      await occasions.backToWaiting(
        moves.flatMap(({ item }) => item.occasionIds),
        session,
      );
      await audit.record(
        {
          actor,
          event: 'dispatch.rows-struck',
          subject: { kind: 'dispatch-day', id: at.day },
          why: reason,
          detail: { people: moves.length, sheets: struck },
        },
        session,
      );
      const { drafts } = await fixing.prepare(context, at.agents, null, Number.POSITIVE_INFINITY, session);
      const numbered = await write(at.day, version, drafts, actor, session);
      return { ...numbered, change };
    });
  }

  /** A row that somebody settled between the leader's look and the act is not brought back to life. */
  async function mustStandAsSeen(moves: readonly { item: DispatchItem }[], session: Session): Promise<void> {
    const now = new Map(
      (
        await items.byIds(
          moves.map(({ item }) => item._id),
          session,
        )
      ).map(({ _id, state }) => [_id, state]),
    );
    if (moves.some(({ item }) => now.get(item._id) !== item.state)) throw changedMeanwhile();
  }

  /** Slips for the rows that stand on sheets; answers the sheets. */
  async function strike(
    at: Found,
    moves: readonly { item: DispatchItem; to: string | null }[],
    reason: string,
    actor: Actor,
    session: Session,
  ): Promise<string[]> {
    const names = new Map(at.agents.map(({ staffNo, name }) => [staffNo, name]));
    const onSheets = moves.filter(({ item }) => item.state === 'fixed');
    const struck = [...new Set(onSheets.map(({ item }) => item.sheet ?? ''))];
    for (const number of struck) {
      const strikes = onSheets
        .filter(({ item }) => item.sheet === number)
        .map(({ item, to }) => {
          const receiver = to === null ? null : { staffNo: to, name: names.get(to) ?? to };
          return slip(item, 'transferred', reason, receiver, actor.staffNo);
        });
      await sheets.strike(number, strikes, session);
    }
    return struck;
  }

  /** Numbers prepared sheets and closes the plan. */
  async function write(
    day: BusinessDate,
    version: number,
    drafts: readonly PreparedSheet[],
    actor: Actor,
    session: Session,
  ): Promise<{ version: number; sheets: string[] }> {
    const numbers = await fixing.write(drafts, version, actor.staffNo, session);
    if (numbers === null) throw changedMeanwhile();
    await fixing.close(day, actor.staffNo, session);
    await audit.record(
      {
        actor,
        event: 'dispatch.sheets-numbered',
        subject: { kind: 'dispatch-day', id: day },
        detail: { sheets: numbers },
      },
      session,
    );
    return { version: (await days.get(day, session)).version, sheets: numbers };
  }

  /** Sheets for everybody who has an agent and no sheet (or for those of `only`), in one transaction. */
  async function number(
    at: Found,
    actor: Actor,
    only: ((item: DispatchItem) => boolean) | null = null,
  ): Promise<{ version: number; sheets: string[] }> {
    const context = await parts.contextOf(at.day);
    const { drafts } = await fixing.prepare(context, at.agents, only);
    return db.transaction((session) => write(at.day, at.version, drafts, actor, session));
  }

  const supplement: DispatchService['supplement'] = async (command, actor) => {
    const at = await commands.found(command);
    if (at.plan.phase !== 'fixed') throw new RuleBroken('dispatch.errors.not-fixed-yet');
    const { customerIds } = command;
    if (customerIds === undefined) return number(at, actor);
    const wanted = new Set(customerIds);
    const keys = new Set(at.items.flatMap((item) => (wanted.has(item.customerId) ? item.phoneKey : [])));
    return number(at, actor, ({ phoneKey }) => keys.has(phoneKey));
  };

  return {
    supplement,

    fixNow: (async (command, actor) => {
      const at = await commands.found(command);
      if (at.plan.phase === 'fixed') throw new Conflict('dispatch.errors.fixed-already');
      if (at.plan.phase === 'empty') throw new RuleBroken('dispatch.errors.no-draft');
      const holding = at.agents.filter(
        ({ present, staffNo }) => !present && at.items.some(({ agent }) => agent === staffNo),
      );
      if (holding.length > 0) {
        throw new RuleBroken('dispatch.errors.absent-holds', {
          agents: holding.map(({ name }) => name).join(' '),
        });
      }
      return number(at, actor);
    }) satisfies DispatchService['fixNow'],

    transferAbsent: (async (command, actor) => {
      const at = await commands.found(command);
      if (at.plan.phase !== 'fixed') return commands.transferPlanned(command, actor);
      const absent = at.agents.find(({ staffNo }) => staffNo === command.staffNo);
      if (absent === undefined) throw new NotFound('dispatch.errors.no-such-agent');
      const placed = at.items.filter(({ agent }) => agent !== null);
      const own = placed.filter((item) => item.agent === command.staffNo && isAhead(item));
      if (own.length === 0) throw new NotFound('dispatch.errors.nobody-to-move');
      const open = placed.filter((item) => item.agent !== command.staffNo || isAhead(item));
      const choices =
        command.choices ??
        suggestTransfer(absent, open, at.agents).to.map(({ customerIds, staffNo }) => ({
          customerIds,
          to: staffNo,
        }));
      const receiver = new Map(
        choices.flatMap(({ customerIds, to }) => customerIds.map((id) => [id, to] as const)),
      );
      const { version, change } = await handOver(
        at,
        command.staffNo,
        own.map((item) => ({ item, to: receiver.get(item.customerId) ?? null })),
        absent.reason ?? 'other',
        actor,
      );
      return { version, change };
    }) satisfies DispatchService['transferAbsent'],

    transferRows: (async (command, actor) => {
      const reason = command.reason.trim();
      if (reason === '') {
        throw new InvalidInput([{ field: 'reason', message: 'dispatch.errors.reason-missing' }]);
      }
      const at = await commands.found(command);
      const places = new Set(command.places);
      const chosen = at.items.filter(
        (i) => i.sheet === command.sheet && i.place !== null && places.has(i.place),
      );
      const keys = new Set(chosen.map(({ phoneKey }) => phoneKey));
      // A number goes as a whole: its people stand on this sheet and on no other.
      const moving = at.items.filter((item) => keys.has(item.phoneKey) && item.state === 'fixed');
      if (moving.length === 0) throw new NotFound('dispatch.errors.nobody-to-move');
      if (moving.some(({ agent }) => agent === command.to))
        throw new RuleBroken('dispatch.errors.same-agent');
      return handOver(
        at,
        moving[0]?.agent ?? null,
        moving.map((item) => ({ item, to: command.to })),
        reason,
        actor,
      );
    }) satisfies DispatchService['transferRows'],

    dismiss: (async (command, actor) => {
      const at = await commands.found(command);
      const item = at.items.find(({ customerId }) => customerId === command.customerId);
      if (item?.state !== 'fixed') return commands.dismissPlanned(at, command, actor);
      const reason = command.reason.trim();
      if (reason === '') {
        throw new InvalidInput([{ field: 'reason', message: 'dispatch.errors.reason-missing' }]);
      }
      await held.mustBeFree(at.day, [item]);
      const version = await db.transaction(async (session) => {
        const next = await days.change(at.day, at.version, {}, session);
        if (next === null) throw changedMeanwhile();
        await mustStandAsSeen([{ item }], session);
        await sheets.strike(
          item.sheet ?? '',
          [slip(item, 'dismissed', reason, null, actor.staffNo)],
          session,
        );
        await items.endFixed([item._id], 'struck', session);
        await occasions.dismiss(item.occasionIds, reason, session);
        await audit.record(
          {
            actor,
            event: 'dispatch.dismissed',
            subject: { kind: 'customer', id: item.customerId },
            why: reason,
            detail: { sheet: item.sheet ?? '', place: item.place ?? 0 },
          },
          session,
        );
        return next;
      });
      const change: BoardChange = {
        kind: 'dismissed',
        people: 1,
        from: item.agent,
        to: null,
        by: actor.staffNo,
        at: clock.now(),
      };
      return { version, change };
    }) satisfies DispatchService['dismiss'],
  };
}
