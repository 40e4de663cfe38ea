import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { AgentOnDuty } from '../roster/index.ts';
import { suggestTransfer, unitOf } from './board-load.ts';
import { assign } from './assign.ts';
import type { BoardChange, BoardResult, DispatchService } from './dispatch.types.ts';
import { byCallingOrder, kindOf, unitsOf, type DispatchItem } from './item.ts';
import type { Occasion } from './occasion.ts';
import type { DispatchParts } from './parts.service.ts';
import type { PlanDay } from './plan-day.ts';
import type { Planning } from './planning.service.ts';

/** What an act changes: items as they will be (null = off the plan), and occasions that are dismissed. */
interface Act {
  kind: BoardChange['kind'];
  from: string | null;
  to: string | null;
  items: { customerId: string; before: DispatchItem | null; after: DispatchItem | null }[];
  dismissed?: { occasions: Occasion[]; why: string };
}

/** The day's plan as an act found it. */
export interface Found {
  day: BusinessDate;
  version: number;
  plan: PlanDay;
  items: DispatchItem[];
  agents: AgentOnDuty[];
}

export type BoardCommands = ReturnType<typeof makeCommands>;

/**
 * The leader's hand on a plan that is not fixed yet. Every act names the version it saw; the version moves in the same
 * transaction as the items, so of two leaders one is told to look again. Every act can be taken back until fixing.
 */
export function makeCommands(parts: DispatchParts, planning: Planning) {
  const { db, days, items, occasions, roster, audit, clock } = parts;

  async function found(command: { day: BusinessDate; version: number }): Promise<Found> {
    await days.ensure(command.day);
    const [plan, all, agents] = await Promise.all([
      days.get(command.day),
      items.ofDay(command.day),
      roster.agentsFor(command.day),
    ]);
    if (plan.version !== command.version) throw changedMeanwhile();
    return { ...command, plan, items: all, agents };
  }

  /** Writes an act with its undo record. */
  async function commit(at: Found, act: Act, actor: Actor, undoable: boolean): Promise<BoardResult> {
    const change: BoardChange = {
      kind: act.kind,
      people: act.items.length,
      from: act.from,
      to: act.to,
      by: actor.staffNo,
      at: clock.now(),
    };
    const version = await db.transaction(async (session) => {
      const next = await days.change(
        at.day,
        at.version,
        {},
        session,
        undoable
          ? {
              push: {
                change,
                before: act.items.map(({ customerId, before }) => ({ customerId, item: before })),
                occasions: (act.dismissed?.occasions ?? []).map(({ _id, state, why }) => ({
                  id: _id,
                  state,
                  why: why ?? null,
                })),
              },
            }
          : 'keep',
      );
      if (next === null) throw changedMeanwhile();
      await writeItems(act.items, session);
      if (act.dismissed !== undefined) {
        const ids = act.dismissed.occasions.map(({ _id }) => _id);
        await occasions.dismiss(ids, act.dismissed.why, session);
      }
      await audit.record(
        {
          actor,
          event: `dispatch.${act.kind}`,
          subject: { kind: 'dispatch-day', id: at.day },
          ...(act.dismissed === undefined ? {} : { why: act.dismissed.why }),
          detail: {
            people: act.items.length,
            ...(act.from === null ? {} : { from: act.from }),
            ...(act.to === null ? {} : { to: act.to }),
          },
        },
        session,
      );
      return next;
    });
    return { version, change };
  }

  async function writeItems(changes: Act['items'], session: Session): Promise<void> {
    await items.remove(
      changes.flatMap(({ before, after }) => (after === null && before !== null ? before._id : [])),
      session,
    );
    await items.replaceMany(
      changes.flatMap(({ after }) => after ?? []),
      session,
    );
  }

  /** Items of a plan together with those that share a number with them. */
  function wholeUnits(at: Found, customerIds: readonly string[]): DispatchItem[] {
    const wanted = new Set(customerIds);
    const keys = new Set(at.items.filter((i) => wanted.has(i.customerId)).map(({ phoneKey }) => phoneKey));
    return at.items.filter(({ phoneKey, state }) => keys.has(phoneKey) && state === 'planned');
  }

  const move: DispatchService['move'] = async (command, actor) => {
    const at = await found(command);
    mustBeOpen(at);
    const moving = wholeUnits(at, command.customerIds).filter(({ agent }) => agent !== command.to);
    if (moving.length === 0) throw new NotFound('dispatch.errors.nobody-to-move');
    if (command.to !== null) mustFit(at, command.to, moving);
    return commit(
      at,
      {
        kind: command.to === null ? 'unassigned' : 'moved',
        from: onlyOne(moving.map(({ agent }) => agent)),
        to: command.to,
        items: moving.map((item) => moved(item, command.to)),
      },
      actor,
      true,
    );
  };

  const assignByHand: DispatchService['assign'] = async (command, actor) => {
    const at = await found(command);
    const onPlan = wholeUnits(at, command.customerIds);
    const known = new Set(at.items.map(({ customerId }) => customerId));
    const others = command.customerIds.filter((id) => !known.has(id));
    const context = await parts.contextOf(at.day);
    const added = (others.length === 0 ? [] : await planning.callable(context, others)).filter(
      ({ customerId }) => !known.has(customerId),
    );
    if (others.some((id) => !added.some(({ customerId }) => customerId === id))) {
      throw new RuleBroken('dispatch.errors.not-callable');
    }
    const taking = [...onPlan, ...added].filter(({ agent }) => agent !== command.to);
    if (taking.length === 0) throw new NotFound('dispatch.errors.nobody-to-move');
    for (const item of taking) mustBeWithOne(at, item, command.to);
    mustFit(at, command.to, taking);
    return commit(
      at,
      {
        kind: 'assigned',
        from: null,
        to: command.to,
        items: taking.map((item) => ({
          ...moved(item, command.to),
          before: known.has(item.customerId) ? item : null,
        })),
      },
      actor,
      at.plan.phase !== 'fixed',
    );
  };

  const balance: DispatchService['balance'] = async (command, actor) => {
    const at = await found(command);
    mustBeOpen(at);
    const present = at.agents.filter((agent) => agent.present);
    const held = at.items.filter(
      (i) => i.agent !== null && present.some(({ staffNo }) => staffNo === i.agent),
    );
    const units = unitsOf(held.toSorted(byCallingOrder));
    // Appointments and people somebody knows stay; the rest is dealt out again for the places that are left.
    const stays = (unit: DispatchItem[]) =>
      kindOf(unit) === 'appointment' ||
      unit.some(({ knownBy, agent }) => knownBy !== null && knownBy === agent);
    const loads = new Map(present.map(({ staffNo }) => [staffNo, 0]));
    for (const unit of units.filter(stays)) {
      const agent = unit[0]?.agent ?? '';
      loads.set(agent, (loads.get(agent) ?? 0) + 1);
    }
    const { placed } = assign(
      present.map(({ staffNo, capacity }) => ({ staffNo, capacity, load: loads.get(staffNo) ?? 0 })),
      units.filter((unit) => !stays(unit)).map((unit) => ({ ...unitOf(unit), knownBy: [] })),
      { fillShare: 1, quotas: new Map(), taken: new Map() },
    );
    const target = new Map(placed.map(({ phone, agent }) => [phone, agent]));
    const moving = held.filter((item) => (target.get(item.phoneKey) ?? item.agent) !== item.agent);
    if (moving.length === 0) throw new RuleBroken('dispatch.errors.even-already');
    return commit(
      at,
      {
        kind: 'balanced',
        from: null,
        to: null,
        items: moving.map((item) => moved(item, target.get(item.phoneKey) ?? null)),
      },
      actor,
      true,
    );
  };

  return {
    found,
    commit,
    move,
    assign: assignByHand,
    balance,

    moveCount: (async (command, actor) => {
      const at = await found(command);
      mustBeOpen(at);
      const own = unitsOf(at.items.filter(({ agent }) => agent === command.from).sort(byCallingOrder));
      const movable = own.filter((unit) => kindOf(unit) !== 'appointment');
      const chosen = movable.slice(Math.max(0, movable.length - command.count)).flat();
      const customerIds = chosen.map(({ customerId }) => customerId);
      return move({ day: command.day, version: command.version, customerIds, to: command.to }, actor);
    }) satisfies DispatchService['moveCount'],

    /** Before fixing only; see transfers for fixed sheets. */
    transferPlanned: (async (command, actor) => {
      const at = await found(command);
      mustBeOpen(at);
      const absent = at.agents.find(({ staffNo }) => staffNo === command.staffNo);
      if (absent === undefined) throw new NotFound('dispatch.errors.no-such-agent');
      const held = at.items.filter(({ agent }) => agent !== null);
      const choices = command.choices ?? suggestTransfer(absent, held, at.agents).to.map(choiceOf);
      const receiver = new Map(
        choices.flatMap(({ customerIds, to }) => customerIds.map((id) => [id, to] as const)),
      );
      const own = unitsOf(held.filter(({ agent }) => agent === command.staffNo));
      if (own.length === 0) throw new NotFound('dispatch.errors.nobody-to-move');
      const changes = own.flatMap((unit) => {
        const to =
          unit.map(({ customerId }) => receiver.get(customerId)).find((one) => one !== undefined) ?? null;
        return unit.map((item) => {
          const change = moved(item, to);
          const after = { ...change.after, originalAgent: command.staffNo };
          return { ...change, after: to === null ? { ...after, poolReason: 'absent' as const } : after };
        });
      });
      for (const { staffNo } of at.agents) {
        const taking = changes.flatMap(({ before, after }) => (after.agent === staffNo ? before : []));
        if (taking.length > 0) mustFit(at, staffNo, taking);
      }
      return commit(
        at,
        { kind: 'transferred', from: command.staffNo, to: null, items: changes },
        actor,
        true,
      );
    }) satisfies DispatchService['transferAbsent'],

    undo: (async (command, actor) => {
      const at = await found(command);
      mustBeOpen(at);
      const step = at.plan.undo.at(-1);
      if (step === undefined) throw new RuleBroken('dispatch.errors.nothing-to-undo');
      const current = new Map(at.items.map((item) => [item.customerId, item]));
      const version = await db.transaction(async (session) => {
        const next = await days.change(at.day, at.version, {}, session, 'pop');
        if (next === null) throw changedMeanwhile();
        await writeItems(
          step.before.map(({ customerId, item }) => ({
            customerId,
            before: current.get(customerId) ?? null,
            after: item,
          })),
          session,
        );
        await occasions.restore(step.occasions, session);
        await audit.record(
          {
            actor,
            event: 'dispatch.undone',
            subject: { kind: 'dispatch-day', id: at.day },
            detail: { act: step.change.kind, people: step.change.people },
          },
          session,
        );
        return next;
      });
      return { version, change: step.change };
    }) satisfies DispatchService['undo'],

    /** Of a person who is not on a fixed sheet; fixed rows are struck by transfers. */
    dismissPlanned: async (
      at: Found,
      command: Parameters<DispatchService['dismiss']>[0],
      actor: Actor,
    ): Promise<BoardResult> => {
      const reason = command.reason.trim();
      if (reason === '') {
        throw new InvalidInput([{ field: 'reason', message: 'dispatch.errors.reason-missing' }]);
      }
      const open = await occasions.waitingOf([command.customerId]);
      const gone = open.filter(({ rule }) => command.rule === undefined || rule === command.rule);
      if (gone.length === 0) throw new NotFound('dispatch.errors.nothing-open');
      const item = at.items.find(({ customerId }) => customerId === command.customerId) ?? null;
      const left = item === null ? [] : item.occasionIds.filter((id) => !gone.some(({ _id }) => _id === id));
      const rules = new Set(open.filter(({ _id }) => left.includes(_id)).map(({ rule }) => rule));
      const after =
        item === null || left.length === 0 ? null : { ...item, occasionIds: left, rules: [...rules] };
      return commit(
        at,
        {
          kind: 'dismissed',
          from: item?.agent ?? null,
          to: null,
          items: [{ customerId: command.customerId, before: item, after }],
          dismissed: { occasions: gone, why: reason },
        },
        actor,
        at.plan.phase !== 'fixed',
      );
    },
  };
}

export function changedMeanwhile(): Conflict {
  return new Conflict('dispatch.errors.changed-meanwhile');
}

export function mustBeOpen({ plan }: Found): void {
  if (plan.phase === 'fixed') throw new RuleBroken('dispatch.errors.fixed-already');
}

/** The receiver is present and has room for the units (people of numbers they have already cost nothing). */
export function mustFit(at: Found, to: string, moving: readonly DispatchItem[]): void {
  const agent = at.agents.find(({ staffNo }) => staffNo === to);
  if (agent === undefined) throw new NotFound('dispatch.errors.no-such-agent');
  if (!agent.present) throw new RuleBroken('dispatch.errors.agent-absent', { agent: agent.name });
  const has = new Set(at.items.filter((item) => item.agent === to).map(({ phoneKey }) => phoneKey));
  const more = new Set(moving.filter(({ phoneKey }) => !has.has(phoneKey)).map(({ phoneKey }) => phoneKey))
    .size;
  const free = agent.capacity - has.size;
  if (more > free) throw new RuleBroken('dispatch.errors.no-room', { agent: agent.name, free, more });
}

/** A number that stands on somebody's sheet already stays with them for the day. */
function mustBeWithOne(at: Found, { phoneKey }: DispatchItem, to: string): void {
  const other = at.items.find(
    (item) => item.phoneKey === phoneKey && item.state !== 'planned' && item.agent !== to,
  );
  if (other !== undefined) {
    const agent = at.agents.find(({ staffNo }) => staffNo === other.agent)?.name ?? other.agent ?? '';
    throw new RuleBroken('dispatch.errors.number-with-other', { agent });
  }
}

function moved(item: DispatchItem, to: string | null) {
  const after: DispatchItem = {
    ...item,
    agent: to,
    byHand: true,
    poolReason: to === null ? 'by-hand' : null,
  };
  return { customerId: item.customerId, before: item, after };
}

function choiceOf({ customerIds, staffNo }: { customerIds: string[]; staffNo: string }) {
  return { customerIds, to: staffNo as string | null };
}

function onlyOne(agents: readonly (string | null)[]): string | null {
  const first = agents[0] ?? null;
  return agents.every((agent) => agent === first) ? first : null;
}
