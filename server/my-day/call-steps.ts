import type { Callbacks, CallDay, Queue } from '../callbacks/index.ts';
import type { RosterOfDay, Roster } from '../roster/index.ts';
import type { DayStep, Saying, StepFacts, StepLook } from './day-step.ts';
import type { DayMoment, StepSource } from './my-day.ts';

/** What the page asks of the calling and of the roster. */
export interface CallView {
  callbacks: Pick<Callbacks, 'queue' | 'dayOf'>;
  roster: Pick<Roster, 'rosterFor'>;
}

/** Steps the calling knows: the morning's and the afternoon's calls with what is done and left, lunch, duty. */
export function callSteps(view: CallView): StepSource[] {
  const rosterOf = ({ day, once }: DayMoment) => once('roster', () => view.roster.rosterFor(day));
  const facts: StepSource['facts'] = async (moment, step) =>
    seesEverybody(moment)
      ? officeFacts(await dayOf(view, moment), moment, step)
      : ownFacts(await queueOf(view, moment), moment, step);
  return [
    ...['calls', 'afternoon', 'afternoon-all'].map((step) => ({ step, facts })),
    { step: 'lunch', facts: async (moment) => lunchFacts(await rosterOf(moment), view, moment) },
    { step: 'duty', facts: async (moment, step) => dutyFacts(await rosterOf(moment), view, moment, step) },
  ];
}

export function seesEverybody({ actor }: DayMoment): boolean {
  return actor.roles.includes('leader') || actor.roles.includes('supervisor');
}

/** The board of the day, asked once per page. */
export function dayOf({ callbacks }: CallView, { day, once }: DayMoment): Promise<CallDay> {
  return once('call-day', () => callbacks.dayOf(day));
}

function queueOf({ callbacks }: CallView, { day, actor, once }: DayMoment): Promise<Queue> {
  return once('queue', () => callbacks.queue(day, actor.staffNo));
}

/** An agent's own calls, with the way to them while there is somebody to call. */
function ownFacts(queue: Queue, moment: DayMoment, step: DayStep): StepFacts {
  const { counts, sheets } = queue;
  const look = lookAt(moment, step);
  if (counts.total === 0)
    return { look: look === 'running' ? 'plain' : look, lines: [{ key: 'my-day.step.calls.no-sheet' }] };
  const link = { href: '/calls', label: { key: 'my-day.step.calls.own-link' } };
  const carried = carriedLine(counts.carried);
  if (counts.left === 0 && look !== 'coming') {
    const all = carried.length === 0;
    return {
      look: all ? 'done' : 'over',
      lines: [
        {
          key: `my-day.step.calls.${all ? 'all-called' : 'called'}`,
          values: { done: counts.done, reached: counts.reached },
        },
        ...carried,
      ],
      link,
    };
  }
  const lines: Saying[] = [
    ...(step.id === 'calls' && sheets[0] !== undefined
      ? [{ key: 'my-day.step.calls.own', values: { number: sheets[0], people: counts.total } }]
      : []),
    { key: 'my-day.step.calls.progress', values: { done: counts.done, left: counts.left } },
    ...carried,
  ];
  if (look !== 'running') return { look, lines, link };
  return {
    look,
    lines,
    action: {
      href: '/calls',
      label: { key: counts.done === 0 ? 'my-day.step.calls.begin' : 'my-day.step.calls.go-on' },
    },
  };
}

/** Who went to tomorrow at the close of day; nothing before it. */
function carriedLine(people: number): Saying[] {
  return people > 0 ? [{ key: 'my-day.step.calls.carried', values: { people } }] : [];
}

/** Everybody's calls, for those who lead. */
function officeFacts(day: CallDay, moment: DayMoment, step: DayStep): StepFacts | null {
  const sum = (of: 'total' | 'done' | 'left' | 'carried') =>
    day.agents.reduce((total, agent) => total + agent[of], 0);
  if (sum('total') === 0) return null;
  const calling = day.agents.filter(({ onCall }) => onCall !== null).length;
  return {
    look: lookAt(moment, step),
    lines: [
      {
        key: 'my-day.step.calls.office',
        values: { people: sum('total'), done: sum('done'), left: sum('left') },
      },
      ...carriedLine(sum('carried')),
      ...(calling > 0 ? [{ key: 'my-day.step.calls.calling', values: { agents: calling } }] : []),
    ],
    link: { href: '/calls/day', label: { key: 'my-day.step.calls.board' } },
  };
}

/** Who stays, and for the one who does the times customers asked for. */
async function lunchFacts({ rows }: RosterOfDay, view: CallView, moment: DayMoment): Promise<StepFacts> {
  const stays = rows.filter(({ lunchDuty }) => lunchDuty);
  const own = stays.some(({ staffNo }) => staffNo === moment.actor.staffNo);
  const times = own ? await lunchTimes(view, moment) : [];
  return {
    look: 'plain',
    lines: [
      { key: 'my-day.step.lunch.plain' },
      ...(stays.length > 0
        ? [{ key: 'my-day.step.lunch.stays', values: { names: stays.map(({ name }) => name) } }]
        : []),
      ...(times.length > 0 ? [{ key: 'my-day.step.lunch.times', values: { times } }] : []),
    ],
    ...(times.length > 0 ? { link: { href: '/calls', label: { key: 'my-day.step.calls.own-link' } } } : {}),
  };
}

async function lunchTimes(view: CallView, moment: DayMoment): Promise<string[]> {
  const { appointments } = await dayOf(view, moment);
  return appointments
    .filter(({ at, state }) => at >= '11:30' && at < '13:00' && state !== 'kept')
    .map(({ at }) => at);
}

async function dutyFacts(
  { rows, day }: RosterOfDay,
  view: CallView,
  moment: DayMoment,
  step: DayStep,
): Promise<StepFacts> {
  const { actor } = moment;
  const leads = actor.roles.includes('leader');
  const onDuty = rows.filter(({ duty }) => duty);
  const link = { href: `/roster/${day}`, label: { key: `my-day.step.duty.${leads ? 'link' : 'look'}` } };
  const look = lookAt(moment, step);
  if (onDuty.length === 0)
    return { look: look === 'coming' ? 'waiting' : look, lines: [{ key: 'my-day.step.duty.nobody' }], link };
  const own = onDuty.find(({ staffNo }) => staffNo === actor.staffNo);
  if (own !== undefined && !leads) {
    const left = actor.roles.includes('agent') ? (await queueOf(view, moment)).counts.left : 0;
    return {
      look,
      lines: [
        { key: 'my-day.step.duty.own', values: { work: own.dutyWork === '' ? '–' : own.dutyWork } },
        ...(left > 0 && look !== 'over'
          ? [{ key: 'my-day.step.duty.waiting', values: { people: left } }]
          : []),
      ],
      link,
      ...(left > 0 && look === 'running'
        ? { action: { href: '/calls', label: { key: 'my-day.step.calls.go-on' } } }
        : {}),
    };
  }
  const works = [...new Set(onDuty.map(({ dutyWork }) => dutyWork).filter((work) => work !== ''))];
  return {
    look,
    lines: [
      { key: 'my-day.step.duty.names', values: { names: onDuty.map(({ name }) => name) } },
      ...(works.length > 0 ? [{ key: 'my-day.step.duty.work', values: { work: works } }] : []),
    ],
    link,
  };
}

function lookAt({ time }: DayMoment, { time: from, until }: DayStep): StepLook {
  if (time < (from ?? '')) return 'coming';
  return until !== null && time >= until ? 'over' : 'running';
}
