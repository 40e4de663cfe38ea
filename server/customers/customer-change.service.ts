import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, NotFound, RuleBroken } from '../platform/errors.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { taskId } from './completion-task.ts';
import { standing, STOP_FIELD } from './call-change.ts';
import { closeTask, layNeighbours, living } from './change-desk.ts';
import type { AddedNote, ConsentChange, CustomerEdit } from './customer.form.ts';
import { currentConsent } from './consent.ts';
import type { Customer } from './customer.ts';
import { IntakeDesk, type Hand, type Held } from './intake-desk.ts';
import { databaseStore, type IntakeParts } from './intake-store.service.ts';
import { maybeSamePerson } from './person-name.ts';
import { applyEdit } from './record-editing.ts';
import type { FieldChange } from './record-filling.ts';

export type CustomerChanges = ReturnType<typeof makeCustomerChanges>;

/**
 * What people change by hand. Every change takes the same road as a list: the record is laid on a desk, changed,
 * settled (claims, family) and kept with its history in one transaction, with a line in the trail.
 */
export function makeCustomerChanges({
  db,
  clock,
  audit,
  parts,
}: {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
  parts: IntakeParts;
}) {
  const handOf = (actor: Actor, why: string | null): Hand => ({
    on: clock.today(),
    at: clock.now(),
    by: actor.staffNo,
    importId: null,
    why,
  });

  /**
   * Changes one record; `work` returns what changed, nothing meaning that there is nothing to keep.
   * @param answers field whose completion task this answers
   */
  const change = (
    customerId: string,
    actor: Actor,
    {
      event,
      why = null,
      version,
      answers,
    }: { event: string; why?: string | null; version?: number; answers?: string },
    work: (doc: Customer, held: Held, desk: IntakeDesk) => FieldChange[],
  ): Promise<void> =>
    db.transaction(async (session) => {
      const hand = handOf(actor, why);
      const desk = new IntakeDesk(hand);
      const doc = await living(parts, customerId, session);
      if (version !== undefined && doc.version !== version) {
        throw new Conflict('customers.errors.changed-meanwhile');
      }
      desk.lay(doc);
      const held = desk.held.get(doc._id);
      if (held === undefined) throw new NotFound('customers.errors.no-such-customer');
      const changes = work(doc, held, desk);
      if (changes.length === 0) return;
      await layNeighbours(desk, parts, doc, session);
      desk.touch(held);
      desk.record(held, changes, 'hand');
      desk.closeFilled(held, changes, 'hand');
      if (answers !== undefined) desk.closeTask(taskId(doc._id, answers), why ?? '');
      desk.settle(held, 'hand');
      await databaseStore(parts, session).keep(desk, hand);
      await audit.record(
        {
          actor,
          event,
          subject: { kind: 'customer', id: doc._id },
          ...(why === null ? {} : { why }),
          detail: { fields: [...new Set(changes.map(({ field }) => field))] },
        },
        session,
      );
    });

  return {
    /**
     * Saves the edit page.
     * @throws Conflict when somebody changed the record since the page was shown.
     */
    edit: (customerId: string, edit: CustomerEdit, actor: Actor): Promise<void> =>
      change(customerId, actor, { event: 'customer.edited', why: edit.why, version: edit.version }, (doc) =>
        applyEdit(doc, edit),
      ),

    /** Adds a statement of the customer; the state that follows is computed. */
    noteConsent: (customerId: string, told: ConsentChange, actor: Actor): Promise<void> =>
      change(customerId, actor, { event: 'customer.consent-noted', why: told.note }, (doc) => {
        const before = currentConsent(doc.consents, told.purpose, told.channel);
        doc.consents.push({ ...told, source: 'hand', by: actor.staffNo });
        const after = currentConsent(doc.consents, told.purpose, told.channel);
        return [{ field: `consent.${told.purpose}.${told.channel}`, from: before, to: after }];
      }),

    /** Adds a taboo (confirmed by being written down here), health fact, how-to-speak note or remark. */
    addNote: (customerId: string, { kind, tag, text }: AddedNote, actor: Actor): Promise<void> =>
      change(customerId, actor, { event: 'customer.note-added' }, (doc) => {
        const note = { text, source: 'hand' as const, on: clock.today(), by: actor.staffNo };
        if (kind === 'taboo') {
          doc.taboos = doc.taboos.filter((taboo) => taboo.text !== text);
          doc.taboos.push({ tag, text, state: 'confirmed', source: 'hand', on: clock.today() });
          return [{ field: 'taboos', from: null, to: text }];
        }
        const field = ({ health: 'healthNotes', speak: 'speakNotes', remark: 'remarks' } as const)[kind];
        if (doc[field].some((known) => known.text === text)) return [];
        doc[field].push(note);
        return [{ field, from: null, to: text }];
      }),

    /** Takes a how-to-speak note off again. */
    dropSpeakNote: (customerId: string, text: string, actor: Actor): Promise<void> =>
      change(customerId, actor, { event: 'customer.note-dropped' }, (doc) => {
        const left = doc.speakNotes.filter((note) => note.text !== text);
        if (left.length === doc.speakNotes.length) return [];
        doc.speakNotes = left;
        return [{ field: 'speakNotes', from: text, to: null }];
      }),

    /** Confirms or refuses a taboo that a list proposed. */
    decideTaboo: (
      customerId: string,
      text: string,
      decision: 'confirmed' | 'refused',
      actor: Actor,
    ): Promise<void> =>
      change(customerId, actor, { event: 'customer.taboo-decided', why: decision }, (doc) => {
        const taboo = doc.taboos.find((known) => known.text === text && known.state !== decision);
        if (taboo === undefined) return [];
        const from = taboo.state;
        taboo.state = decision;
        return [{ field: 'taboos', from: `${text} ${from}`, to: `${text} ${decision}` }];
      }),

    /**
     * A leader says whether all contact stays stopped after what a call told; lifted, it is as it was before the call.
     * @throws Conflict when nothing waits for this decision any more
     */
    decideStop: (
      customerId: string,
      decision: 'confirmed' | 'lifted',
      why: string,
      actor: Actor,
    ): Promise<void> =>
      change(customerId, actor, { event: 'customer.stop-decided', why, answers: STOP_FIELD }, (doc) => {
        const { stop } = doc;
        if (stop === undefined || stop === null) throw new Conflict('customers.errors.stop-decided');
        doc.stop = null;
        const changes = standing(doc, () => {
          if (decision === 'lifted') doc.facts.doNotContact = stop.wasDoNotContact;
          else doc.facts.deceased ||= stop.deceased;
        });
        return [...changes, { field: 'stop', from: null, to: decision }];
      }),

    /** Links two customers as family. */
    linkFamily: (customerId: string, otherId: string, why: string, actor: Actor): Promise<void> =>
      db.transaction(async (session) => {
        const [doc, other] = [
          await living(parts, customerId, session),
          await living(parts, otherId, session),
        ];
        if (doc._id === other._id) throw new RuleBroken('customers.errors.same-record');
        const hand = handOf(actor, why);
        const desk = new IntakeDesk(hand);
        desk.lay(doc);
        desk.lay(other);
        desk.declareFamily(doc._id, other._id, `hand ${why}`);
        await databaseStore(parts, session).keep(desk, hand);
        await closeTask(parts, doc._id, 'household', hand, session);
        await audit.record(
          { actor, event: 'customer.family-linked', subject: { kind: 'customer', id: doc._id }, why },
          session,
        );
      }),

    /** Takes a customer out of the household; a list will not link it with its members again. */
    unlinkFamily: (customerId: string, why: string, actor: Actor): Promise<void> =>
      db.transaction(async (session) => {
        const doc = await living(parts, customerId, session);
        const { householdId } = doc;
        if (householdId === null) return;
        const hand = handOf(actor, why);
        const desk = new IntakeDesk(hand);
        for (const member of await parts.customers.inHousehold(householdId, session)) desk.lay(member);
        desk.leaveFamily(doc._id);
        await databaseStore(parts, session).keep(desk, hand);
        await closeTask(parts, doc._id, 'household', hand, session);
        await audit.record(
          { actor, event: 'customer.family-unlinked', subject: { kind: 'customer', id: doc._id }, why },
          session,
        );
      }),

    /**
     * Makes one record of two by hand; whose names differ need the reason that is asked for anyway. Answers the
     * survivor's id.
     */
    merge: (customerId: string, otherId: string, why: string, actor: Actor): Promise<string> =>
      db.transaction(async (session) => {
        const [doc, other] = [
          await living(parts, customerId, session),
          await living(parts, otherId, session),
        ];
        if (doc._id === other._id) throw new RuleBroken('customers.errors.same-record');
        const hand = handOf(actor, why);
        const desk = new IntakeDesk(hand);
        desk.lay(doc);
        desk.lay(other);
        for (const task of await parts.tasks.ofCustomers([doc._id, other._id], session)) {
          desk.tasks.set(task._id, task);
        }
        await layNeighbours(desk, parts, doc, session);
        const [one, two] = [desk.held.get(doc._id), desk.held.get(other._id)];
        if (one === undefined || two === undefined) throw new NotFound('customers.errors.no-such-customer');
        const survivor = desk.settle(desk.merge(one, two), 'hand');
        await databaseStore(parts, session).keep(desk, hand);
        await closeTask(parts, survivor.doc._id, 'identity', hand, session);
        await audit.record(
          {
            actor,
            event: 'customer.merged',
            subject: { kind: 'customer', id: survivor.doc._id },
            why,
            detail: {
              other: survivor.doc._id === doc._id ? other._id : doc._id,
              namesAgree: maybeSamePerson(doc.nameKeys, other.nameKeys),
            },
          },
          session,
        );
        return survivor.doc._id;
      }),

    /** Closes a completion task with the reason. */
    closeTask: (customerId: string, field: string, why: string, actor: Actor): Promise<void> =>
      db.transaction(async (session) => {
        const hand = handOf(actor, why);
        const waits = field === STOP_FIELD && (await living(parts, customerId, session)).stop;
        if (waits) throw new RuleBroken('customers.errors.leader-decides');
        const closed = await parts.tasks.close(
          taskId(customerId, field),
          { on: hand.on, by: hand.by, why },
          session,
        );
        if (!closed) throw new NotFound('customers.errors.no-such-task');
        await audit.record(
          {
            actor,
            event: 'customer.task-closed',
            subject: { kind: 'customer', id: customerId },
            why,
            detail: { field },
          },
          session,
        );
      }),
  };
}
