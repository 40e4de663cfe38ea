import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import type { Actor } from '../platform/roles.ts';
import { suggestTransfer } from './board-load.ts';
import { changedMeanwhile, mustFit, type BoardCommands, type Found } from './commands.service.ts';
import type { BoardChange, BoardResult, DispatchService, Strike } from './dispatch.types.ts';
import type { Fixing } from './fixing.service.ts';
import type { DispatchItem } from './item.ts';
import type { DispatchParts } from './parts.service.ts';

/**
 * The leader's hand after fixing: sheets stay as they were printed. A row that goes elsewhere is struck by a slip and
 * stands on a supplementary sheet; people added later get supplements too.
 */
export function makeTransfers(parts: DispatchParts, fixing: Fixing, commands: BoardCommands) {
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

  /** Strikes rows and gives them to others, without a sheet yet. */
  async function handOver(
    at: Found,
    from: string | null,
    moves: readonly { item: DispatchItem; to: string | null }[],
    reason: string,
    actor: Actor,
  ): Promise<BoardResult> {
    const names = new Map(at.agents.map(({ staffNo, name }) => [staffNo, name]));
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
    const version = await db.transaction(async (session) => {
      const next = await days.change(at.day, at.version, {}, session);
      if (next === null) throw changedMeanwhile();
      const onSheets = moves.filter(({ item }) => item.state === 'fixed');
      const struck = [...new Set(onSheets.map(({ item }) => item.sheet ?? ''))];
      for (const number of struck) {
        const strikes = onSheets
          .filter(({ item }) => item.sheet === number)
          .map(({ item, to }) =>
            slip(
              item,
              'transferred',
              reason,
              to === null ? null : { staffNo: to, name: names.get(to) ?? to },
              actor.staffNo,
            ),
          );
        await sheets.strike(number, strikes, session);
      }
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
      // Until a new sheet is numbered they wait as if they had not been dispatched; a run in between finds them.
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
      return next;
    });
    return { version, change };
  }

  /** Sheets for everybody who has an agent and no sheet, in one transaction. */
  async function number(at: Found, actor: Actor): Promise<{ version: number; sheets: string[] }> {
    const context = await parts.contextOf(at.day);
    const { drafts } = await fixing.prepare(context, at.agents);
    return db.transaction(async (session) => {
      const numbers = await fixing.write(drafts, at.version, actor.staffNo, session);
      if (numbers === null) throw changedMeanwhile();
      await fixing.close(at.day, actor.staffNo, session);
      await audit.record(
        {
          actor,
          event: 'dispatch.sheets-numbered',
          subject: { kind: 'dispatch-day', id: at.day },
          detail: { sheets: numbers },
        },
        session,
      );
      return { version: (await days.get(at.day, session)).version, sheets: numbers };
    });
  }

  const supplement: DispatchService['supplement'] = async (command, actor) => {
    const at = await commands.found(command);
    if (at.plan.phase !== 'fixed') throw new RuleBroken('dispatch.errors.not-fixed-yet');
    return number(at, actor);
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
      const held = at.items.filter(({ agent }) => agent !== null);
      const own = held.filter(({ agent, state }) => agent === command.staffNo && state !== 'settled');
      if (own.length === 0) throw new NotFound('dispatch.errors.nobody-to-move');
      const open = held.filter((item) => item.agent !== command.staffNo || item.state !== 'settled');
      const choices =
        command.choices ??
        suggestTransfer(absent, open, at.agents).to.map(({ customerIds, staffNo }) => ({
          customerIds,
          to: staffNo,
        }));
      const receiver = new Map(
        choices.flatMap(({ customerIds, to }) => customerIds.map((id) => [id, to] as const)),
      );
      const done = await handOver(
        at,
        command.staffNo,
        own.map((item) => ({ item, to: receiver.get(item.customerId) ?? null })),
        absent.reason ?? 'other',
        actor,
      );
      const numbered = await supplement({ day: command.day, version: done.version }, actor);
      return { ...done, version: numbered.version };
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
      const done = await handOver(
        at,
        moving[0]?.agent ?? null,
        moving.map((item) => ({ item, to: command.to })),
        reason,
        actor,
      );
      const numbered = await supplement({ day: command.day, version: done.version }, actor);
      return { ...done, version: numbered.version, sheets: numbered.sheets };
    }) satisfies DispatchService['transferRows'],

    dismiss: (async (command, actor) => {
      const at = await commands.found(command);
      const item = at.items.find(({ customerId }) => customerId === command.customerId);
      if (item?.state !== 'fixed') return commands.dismissPlanned(at, command, actor);
      const reason = command.reason.trim();
      if (reason === '') {
        throw new InvalidInput([{ field: 'reason', message: 'dispatch.errors.reason-missing' }]);
      }
      const version = await db.transaction(async (session) => {
        const next = await days.change(at.day, at.version, {}, session);
        if (next === null) throw changedMeanwhile();
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
