import { callFactsOf, type Customer } from '../customers/index.ts';
import type { WorkRow } from '../dispatch/index.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import type { Actor } from '../platform/roles.ts';
import type { Callbacks, DeskCall } from './callback.types.ts';
import { shown, stands } from './call-result.ts';
import type { Candidate } from './candidate.ts';
import type { Candidates } from './candidates.service.ts';
import type { JustClaimed } from './just-claimed.ts';
import type { ClaimLost, StoredCall } from './stored-call.ts';
import type { CallbackParts } from './parts.service.ts';
import { queueRow } from './queue.service.ts';

/** The call on the desk: what it shows, the lease, what is typed. */
export function makeDesk(
  parts: CallbackParts,
  candidates: Candidates,
  justClaimed: JustClaimed,
): Pick<Callbacks, 'desk' | 'heartbeat' | 'mark' | 'saveDraft'> {
  const { worklist, calls, results, customers, scripts, clock } = parts;

  /** A call is its agent's own, whoever else sits at the same PC. */
  async function ownCall(callId: string, actor: Actor): Promise<StoredCall> {
    const call = await calls.byId(callId);
    if (call === null || call.agent !== actor.staffNo) throw new NotFound('callbacks.errors.no-such-call');
    return call;
  }

  const desk: Callbacks['desk'] = async (callId, actor, { fresh = true } = {}) => {
    const taken = fresh ? null : justClaimed.take(callId);
    const claimed = taken?.call.agent === actor.staffNo ? taken : null;
    const call = claimed?.call ?? (await ownCall(callId, actor));
    const [customer, caller, row, script] = await Promise.all([
      customers.get(call.customerId),
      candidates.caller(actor, call.day),
      claimed?.candidate.row ?? (call.itemId === null ? null : worklist.row(call.itemId)),
      call.script === null ? null : scripts.version(call.script.scriptId, call.script.version),
    ]);
    if (customer === null) throw new NotFound('customers.errors.no-such-customer');
    const [candidate, paper] =
      row === null
        ? []
        : await Promise.all([
            claimed?.candidate ?? candidateOf(row, customer),
            worklist.paperOf([row]).then((papers) => papers.get(row.itemId)),
          ]);
    return {
      call,
      customer,
      row: candidate === undefined || paper === undefined ? null : queueRow(candidate, paper, caller),
      script,
      attempts: (candidate?.results ?? []).map(shown),
      lost: await lostOf(call, candidate),
    };
  };

  /** The row with what is known of it, of whose customer the record was read already. */
  async function candidateOf(row: WorkRow, customer: Customer): Promise<Candidate | undefined> {
    const facts = new Map([[row.customerId, callFactsOf(customer, row.day)]]);
    return (await candidates.ofRows([row], { facts }))[0];
  }

  /** Whose the customer is by now; null while the call is held, or has ended by its own result. */
  async function lostOf(call: StoredCall, candidate: Candidate | undefined): Promise<DeskCall['lost']> {
    if (call.state !== 'released') return null;
    const { end } = call;
    if (end?.why === 'elsewhere' && end.resultId !== null) {
      const result = await results.byId(end.resultId);
      return { to: result?.agentName ?? end.by };
    }
    const holder = candidate?.heldBy ?? null;
    return { to: holder === null || holder.staffNo === call.agent ? null : holder.name };
  }

  const heartbeat: Callbacks['heartbeat'] = async (callId, actor) => {
    justClaimed.drop(callId);
    const call = await ownCall(callId, actor);
    if (call.day < clock.today()) await calls.releaseSilent(clock.today(), clock.now());
    else if (call.state === 'open' && (await calls.renew(callId, actor.staffNo))) return HELD;
    if (call.state === 'closed') return { state: 'closed', heldBy: null };
    const taken = await takeUpAgain(call, actor);
    if (taken === true) return HELD;
    const now = await ownCall(callId, actor);
    if (now.state !== 'released') return { state: now.state, heldBy: null };
    const held = await calls.held();
    const holder = held.find(
      ({ _id, customerId, phoneKey }) =>
        _id !== callId &&
        (customerId === call.customerId || (phoneKey !== null && phoneKey === call.phoneKey)),
    );
    return { state: 'released', heldBy: holder?.agentName ?? null };
  };

  /**
   * A call that fell silent is taken up where it was left, as long as its row still has to be called and nobody else called
   * it meanwhile.
   */
  async function takeUpAgain(call: StoredCall, actor: Actor): Promise<boolean | ClaimLost> {
    if (call.day !== clock.today()) return false;
    await calls.releaseSilent(call.day, clock.now());
    if (call.itemId !== null && (await worklist.row(call.itemId))?.state !== 'fixed') return false;
    if (call.itemId !== null) {
      const said = await results.ofCycleOrRow(call.customerId, { cycle: null, itemId: call.itemId });
      if (said.some((result) => stands(result) && (result.turn ?? 0) > call.seenTurn)) return false;
    }
    return calls.reopen(call._id, actor.staffNo);
  }

  return {
    desk,
    heartbeat,

    mark: async (callId, what, actor) => {
      await ownCall(callId, actor);
      const now = clock.now();
      await calls.mark(
        callId,
        actor.staffNo,
        what === 'connected' ? { connectedAt: now } : { hungUpAt: now },
      );
      justClaimed.drop(callId);
    },

    saveDraft: async (callId, version, draft, actor) => {
      await ownCall(callId, actor);
      const saved = await calls.saveDraft(callId, actor.staffNo, version, draft);
      justClaimed.drop(callId);
      if (saved === null) throw new Conflict('callbacks.errors.draft-changed');
      return { version: saved, at: clock.now() };
    },
  };
}

const HELD = { state: 'open', heldBy: null } as const;
