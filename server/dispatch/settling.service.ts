import { Conflict } from '../platform/errors.ts';
import type { Session } from '../platform/mongo.ts';
import type { DispatchItem } from './item.ts';
import { HANDED_ON, occasionId, type Occasion } from './occasion.ts';
import type { DispatchParts } from './parts.service.ts';
import type { OccasionBefore, Settled, Settling, Worklist } from './worklist.types.ts';

/** What a result does to the row and the reasons behind it, the way back, and the close of day. */
export function makeSettling(parts: DispatchParts) {
  const { items, occasions, days, customers, clock } = parts;

  const settle: Worklist['settle'] = async (asked, session) => {
    const { settling, row, reasons } = await found(asked, session);
    const { customerId, itemId, how } = settling;
    // A retry that was handed on is known by it: its next attempt opens it again.
    const why = how === 'handed-on' ? HANDED_ON : settling.why;
    if (itemId !== null) mustStand(settling, row, reasons);
    const open = how === 'completed' ? await items.openOf(customerId, session) : [];
    const rows = [...(row === null ? [] : [row]), ...open.filter(({ _id }) => _id !== row?._id)].flatMap(
      ({ _id, state }) => (state === 'fixed' || state === 'carried' ? [{ id: _id, state }] : []),
    );
    const planned = open.filter(({ state }) => state === 'planned');
    const counts = {
      rows: await items.settle(rows, session),
      reasons: await closeReasons(reasons, { how, why }, session),
    };
    if (counts.rows !== rows.length || counts.reasons !== reasons.length) throw rowGone();
    await items.remove(
      planned.map(({ _id }) => _id),
      session,
    );
    return { customerId, itemId, how, why, occasions: reasons.map(before), rows, planned };
  };

  /**
   * The row and the open reasons a result is about. A customer who became another one while the call was going on is found
   * as the one that is left.
   */
  async function found(
    settling: Settling,
    session: Session,
  ): Promise<{ settling: Settling; row: DispatchItem | null; reasons: Occasion[] }> {
    const { customerId, itemId } = settling;
    const row = itemId === null ? null : ((await items.byIds([itemId], session))[0] ?? null);
    const reasons = await reasonsOf(settling, row, session);
    if (row !== null || reasons.length > 0) return { settling, row, reasons };
    const survivor = (await customers.get(customerId, session))?._id ?? customerId;
    if (survivor === customerId) return { settling, row, reasons };
    return found(
      { ...settling, customerId: survivor, itemId: itemId && renamed(itemId, customerId, survivor) },
      session,
    );
  }

  /** Reasons that were counted this morning and stand on no sheet go on being counted, so that the day's figures hold. */
  async function closeReasons(
    reasons: readonly Occasion[],
    { how, why }: Pick<Settling, 'how' | 'why'>,
    session: Session,
  ): Promise<number> {
    const today = clock.today();
    const waiting = reasons.filter(
      (one) => one.state === 'waiting' && one.dueFrom <= today && one.dispatchedOn !== today,
    );
    const counted = waiting.length > 0 && (await days.get(today, session)).talliedAt !== null ? waiting : [];
    const others = reasons.filter((one) => !counted.includes(one));
    const idsOf = (some: readonly Occasion[]) => some.map(({ _id }) => _id);
    return (
      (await occasions.settle(idsOf(others), { how, why }, session)) +
      (await occasions.settle(idsOf(counted), { how, why, countsOn: today }, session))
    );
  }

  async function reasonsOf(
    { how, customerId, reasons }: Settling,
    row: DispatchItem | null,
    session: Session,
  ): Promise<Occasion[]> {
    if (how === 'completed') return occasions.openOf(customerId, session);
    const ids =
      reasons?.map(({ rule, occasionKey }) => occasionId(customerId, rule, occasionKey)) ??
      row?.occasionIds ??
      [];
    return (await occasions.ofIds(ids, session)).filter(isOpen);
  }

  const unsettle: Worklist['unsettle'] = async (asked, session) => {
    const settled = await memoryOfTheLiving(asked, session);
    const back = {
      reasons: await occasions.unsettle(settled.occasions, settled, session),
      rows: await items.unsettle(settled.rows, session),
    };
    if (back.reasons !== settled.occasions.length || back.rows !== settled.rows.length) {
      throw changedSince();
    }
    await items.insertMissing(settled.planned, session);
  };

  async function memoryOfTheLiving(settled: Settled, session: Session): Promise<Settled> {
    const { customerId } = settled;
    const survivor = (await customers.get(customerId, session))?._id ?? customerId;
    if (survivor === customerId) return settled;
    const named = (id: string) => renamed(id, customerId, survivor);
    return {
      ...settled,
      customerId: survivor,
      itemId: settled.itemId && named(settled.itemId),
      occasions: settled.occasions.map((one) => ({ ...one, id: named(one.id) })),
      rows: settled.rows.map((one) => ({ ...one, id: named(one.id) })),
      planned: settled.planned.map((item) => ({
        ...item,
        _id: named(item._id),
        customerId: survivor,
        occasionIds: item.occasionIds.map(named),
      })),
    };
  }

  const unfeed: Worklist['unfeed'] = async ({ customerId, rule, key }, session) => {
    const withdrawn = await occasions.withdraw(occasionId(customerId, rule, key), session);
    if (withdrawn) return;
    const survivor = (await customers.get(customerId, session))?._id ?? customerId;
    const moved =
      survivor !== customerId && (await occasions.withdraw(occasionId(survivor, rule, key), session));
    if (!moved) throw changedSince();
  };

  const carryOver: Worklist['carryOver'] = async (day, { agents, except }, session) => {
    const stay = new Set(except);
    const unworked = (await items.unworked(day, agents, session)).filter(({ _id }) => !stay.has(_id));
    const ids = unworked.map(({ _id }) => _id);
    await occasions.carryOver(
      unworked.flatMap(({ occasionIds }) => occasionIds),
      session,
    );
    await items.endFixed(ids, 'carried', session);
    return ids;
  };

  return { settle, unsettle, unfeed, carryOver } satisfies Partial<Worklist>;
}

/** A row can be settled while it stands on its sheet; a later completed call closes what is open beside a settled one. */
function mustStand(
  { how, evenIfGone }: Settling,
  row: DispatchItem | null,
  reasons: readonly Occasion[],
): void {
  if (row === null) throw rowGone();
  const { state, businessDate } = row;
  if (state === 'fixed' || (how === 'completed' && state === 'settled')) return;
  if (evenIfGone !== true || (state !== 'carried' && state !== 'struck')) throw rowGone();
  // What stands on a later sheet by now is settled there.
  const elsewhere = reasons.some(
    (one) => one.state === 'dispatched' && (one.dispatchedOn ?? businessDate) > businessDate,
  );
  if (how !== 'completed' && elsewhere) throw rowGone();
}

function isOpen({ state }: Occasion): boolean {
  return state === 'waiting' || state === 'dispatched';
}

function before({
  _id,
  state,
  sheet = null,
  dispatchedOn = null,
  why = null,
  dueFrom,
  at = null,
  agent = null,
}: Occasion): OccasionBefore {
  const open = state === 'dispatched' ? state : 'waiting';
  return { id: _id, state: open, sheet, dispatchedOn, why, dueFrom, at, agent };
}

/** Ids of items and occasions begin with their customer. */
function renamed(id: string, from: string, to: string): string {
  return id.startsWith(`${from}/`) ? `${to}${id.slice(from.length)}` : id;
}

function rowGone(): Conflict {
  return new Conflict('dispatch.errors.row-gone');
}

function changedSince(): Conflict {
  return new Conflict('dispatch.errors.changed-since-call');
}
