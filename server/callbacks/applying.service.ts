import { Conflict } from '../platform/errors.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { Settled, Settling } from '../dispatch/index.ts';
import type { StoredUndo } from './call-result.ts';
import type { Judged } from './judging.service.ts';
import type { CallbackParts } from './parts.service.ts';

export type Applying = ReturnType<typeof makeApplying>;

/** Writes what a result leads to in other parts of the house, in the result's transaction, and remembers the way back. */
export function makeApplying(parts: CallbackParts) {
  const { worklist, dispatch, customers, wishes } = parts;

  return async (judged: Judged, actor: Actor, session: Session): Promise<Omit<StoredUndo, 'calls'>> => {
    const { ground, outcome } = judged;
    const { command, customer, day } = ground;
    const customerId = customer._id;
    const settled = outcome.settling === null ? null : await settleIfThere(outcome.settling, session);
    // Reasons that went on to a later sheet meanwhile are worked there: only what was promised is fed beside them.
    const lost = outcome.settling !== null && settled === null && outcome.feed?.rule === 'retry';
    const fed = outcome.feed === null || lost ? null : outcome.feed;
    if (fed !== null) await dispatch.feed(fed, session);
    const { standsAgain } = outcome;
    const stood =
      fed === null || standsAgain === null
        ? null
        : await worklist.standAgain({ ...standsAgain, key: fed.key }, session);
    const changes =
      outcome.changes.length === 0
        ? null
        : await customers.applyCall(
            customerId,
            outcome.changes,
            { on: day, resultId: command.submissionId, actor },
            session,
          );
    const contact =
      outcome.contact === null ? null : await noteContact(judged, outcome.contact.outgoing, session);
    if (outcome.wishes.length > 0) {
      await wishes.add(
        {
          resultId: command.submissionId,
          customerId,
          customerName: nameOf(judged),
          agent: ground.agent.staffNo,
          raisedAt: ground.at,
        },
        outcome.wishes,
        actor,
        session,
      );
    }
    return {
      settled,
      fed:
        fed === null
          ? null
          : { customerId, rule: fed.rule === 'promised' ? 'promised' : 'retry', key: fed.key },
      stood,
      changes,
      contact,
      wishes: outcome.wishes.length > 0,
    };
  };

  /** @returns null when the row is gone and its reasons stand on a later sheet: there they are worked */
  async function settleIfThere(settling: Settling, session: Session): Promise<Settled | null> {
    try {
      return await worklist.settle(settling, session);
    } catch (error) {
      if (settling.evenIfGone === true && error instanceof Conflict) return null;
      throw error;
    }
  }

  async function noteContact(
    { ground: { customer, day, agent } }: Judged,
    outgoing: boolean,
    session: Session,
  ): Promise<StoredUndo['contact']> {
    const [before] = await customers.factsOf([customer._id]);
    await customers.recordContact(
      customer._id,
      { on: day, by: agent.staffNo, outgoingCall: outgoing },
      session,
    );
    const { lastContactOn = null, lastCompletedCallOn = null, knownBy = null } = before ?? {};
    return { lastContactOn, lastCompletedCallOn, knownBy };
  }
}

function nameOf({ ground: { customer } }: Judged): string {
  return customer.name ?? customer.cards[0]?.no ?? customer._id;
}
