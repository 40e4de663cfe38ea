import type { CallFacts } from '../customers/index.ts';
import type { WorkRow } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Actor } from '../platform/roles.ts';
import type { RosterRow } from '../roster/index.ts';
import type { Caller } from './call-candidate.ts';
import { candidateOf, type Candidate } from './candidate.ts';
import { cycleOf, promisesOf } from './cycle.ts';
import { DUTY, within } from './day-part.ts';
import type { CallbackParts } from './parts.service.ts';
import type { HeldCall } from './stored-call.ts';

export type Candidates = ReturnType<typeof makeCandidates>;

/** Somebody at the telephone, with the name and the day's roster. */
export interface CallerOfDay extends Caller {
  name: string;
  /** Lines of everybody who stands on the roster. */
  roster: RosterRow[];
}

/** Rows of one queue, as somebody may be offered them: those of their sheets, and those they may take over from others. */
export interface QueueRows {
  own: Candidate[];
  others: Candidate[];
}

/** Parts of what {@link Candidates} reads that somebody has at hand. */
interface KnownOfRows {
  held?: readonly HeldCall[] | undefined;
  facts?: ReadonlyMap<string, CallFacts>;
}

/** Reads who may call whom at this moment: rows, their attempts, who is held, who asks. */
export function makeCandidates(parts: CallbackParts) {
  const { worklist, results, calls, customers, roster, clock } = parts;

  const cyclesOf = async (rows: readonly WorkRow[]): Promise<Map<string, string | null>> => {
    const promised = new Map((await results.byIds(promisesOf(rows))).map((result) => [result._id, result]));
    return new Map(rows.map((row) => [row.itemId, cycleOf(row, promised)]));
  };

  /** `known`: what was read for the same purpose already. */
  const ofRows = async (rows: readonly WorkRow[], known: KnownOfRows = {}): Promise<Candidate[]> => {
    const [first] = rows;
    if (first === undefined) return [];
    const customerIds = rows.map(({ customerId }) => customerId);
    const [cycles, facts, held] = await Promise.all([
      cyclesOf(rows),
      known.facts ?? customers.callFacts(customerIds, first.day),
      known.held ?? calls.held(),
    ]);
    const said = await results.ofCycles(
      customerIds,
      [...cycles.values()].flatMap((cycle) => cycle ?? []),
    );
    return rows.map((row) => {
      const cycle = cycles.get(row.itemId) ?? null;
      const own = said.filter((one) => one.customerId === row.customerId && one.cycle === cycle);
      return candidateOf(row, { cycle, results: own, facts: facts.get(row.customerId), held });
    });
  };

  /**
   * Rows of somebody's queue. `own`: those of their sheets in every state. `others`: open ones they may take over; in duty
   * hours those of colleagues who have gone home, which stand there as the callers' own, at any hour agreed times, which the
   * rules keep for their owners at first.
   */
  const ofQueue = async (caller: CallerOfDay, held?: readonly HeldCall[]): Promise<QueueRows> => {
    const { day, staffNo } = caller;
    const onDuty = caller.duty && within(caller.time, DUTY);
    const rows = onDuty ? await worklist.rows(day, null) : await worklist.ownAndAgreed(day, staffNo);
    const found = rows.filter(({ agent, state }) => agent === staffNo || state === 'fixed');
    const later = await agreedLater(day, new Set(found.map(({ itemId }) => itemId)), staffNo);
    const all = await ofRows([...found, ...later], { held });
    const others = all.filter(({ agent }) => agent !== staffNo);
    const stays = new Set(caller.roster.flatMap((row) => (row.duty ? row.staffNo : [])));
    const here = (person: string | null) => (person !== null && stays.has(person) ? person : staffNo);
    return {
      own: all.filter(({ agent }) => agent === staffNo),
      others: onDuty
        ? others.map((each) => ({ ...each, agent: here(each.agent), owner: here(each.owner) }))
        : others,
    };
  };

  /** Rows whose time was agreed in a call of the same day. */
  async function agreedLater(
    day: BusinessDate,
    known: ReadonlySet<string>,
    staffNo: string,
  ): Promise<WorkRow[]> {
    const agreed = await results.agreedToday(day);
    const found = await Promise.all(agreed.filter((id) => !known.has(id)).map((id) => worklist.row(id)));
    return found.flatMap((row) =>
      row !== null && row.state === 'fixed' && row.agent !== staffNo ? row : [],
    );
  }

  return {
    cyclesOf,
    ofRows,
    ofQueue,

    /** Who somebody is at the telephone on a day; people who do not stand on the roster are not there. */
    caller: async (actor: Actor, day: BusinessDate): Promise<CallerOfDay> => {
      const { rows, open } = await roster.lately.rosterFor(day);
      const own = rows.find(({ staffNo }) => staffNo === actor.staffNo);
      const today = clock.today();
      return {
        staffNo: actor.staffNo,
        name: own?.name ?? actor.name,
        day,
        time: day === today ? clock.time() : day < today ? '23:59' : '00:00',
        storeOpen: open,
        present: own?.presence === 'works',
        lunchDuty: own?.lunchDuty ?? false,
        duty: own?.duty ?? false,
        stockKeeper: own?.stockKeeper ?? false,
        anyQueue: actor.roles.includes('leader') || own?.deputyLeader === true,
        roster: rows,
      };
    },
  };
}
