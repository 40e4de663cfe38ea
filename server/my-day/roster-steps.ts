import type { Roster, RosterOfDay } from '../roster/index.ts';
import type { DayStep, StepFacts } from './day-step.ts';
import type { DayMoment, Exception, ExceptionSource, StepSource } from './my-day.ts';

/** Steps the roster knows: who is at the meeting, who stays over lunch, who is on duty in the evening. */
export function rosterSteps({ roster }: { roster: Pick<Roster, 'rosterFor'> }): StepSource[] {
  const with_ =
    (facts: (today: RosterOfDay, moment: DayMoment, step: DayStep) => StepFacts): StepSource['facts'] =>
    async (moment, step) =>
      facts(await moment.once('roster', () => roster.rosterFor(moment.day)), moment, step);
  return [
    { step: 'meeting', facts: with_(meetingFacts) },
    { step: 'lunch', facts: with_(lunchFacts) },
    { step: 'duty', facts: with_(dutyFacts) },
  ];
}

/** Nobody on duty this evening although the store is open. */
export function rosterExceptions({ roster }: { roster: Pick<Roster, 'rosterFor'> }): ExceptionSource {
  return {
    exceptions: async ({ day, actor, once }) => {
      if (!actor.roles.includes('leader')) return [];
      const { rows, open } = await once('roster', () => roster.rosterFor(day));
      if (!open || rows.some(({ duty }) => duty)) return [];
      const missing: Exception = {
        severity: 'warn',
        title: { key: 'my-day.exception.no-duty' },
        detail: { key: 'my-day.exception.no-duty-why' },
        due: null,
        verb: { href: `/roster/${day}`, label: { key: 'my-day.verb.plan-duty' } },
      };
      return [missing];
    },
  };
}

function meetingFacts(
  { rows, day }: RosterOfDay,
  { time }: DayMoment,
  { time: from, until }: DayStep,
): StepFacts {
  const expected = rows.filter(({ presence }) => presence !== 'rest');
  const absent = expected.filter(({ presence }) => presence === 'absent');
  const values = { present: expected.length - absent.length, expected: expected.length };
  return {
    look: time < (from ?? '') ? 'coming' : until !== null && time >= until ? 'over' : 'running',
    lines: [
      { key: 'my-day.step.meeting.attendance', values },
      ...absent.map(({ name, reason }) => ({
        key: 'my-day.step.meeting.absent',
        values: { name, reason: reason ?? 'other' },
      })),
    ],
    link: { href: `/roster/${day}`, label: { key: 'my-day.step.meeting.link' } },
  };
}

function lunchFacts({ rows }: RosterOfDay): StepFacts {
  const names = rows.filter(({ lunchDuty }) => lunchDuty).map(({ name }) => name);
  return {
    look: 'plain',
    lines: [
      { key: 'my-day.step.lunch.plain' },
      ...(names.length > 0 ? [{ key: 'my-day.step.lunch.stays', values: { names } }] : []),
    ],
  };
}

function dutyFacts(
  { rows, day }: RosterOfDay,
  { time, actor }: DayMoment,
  { time: from, until }: DayStep,
): StepFacts {
  const onDuty = rows.filter(({ duty }) => duty);
  const link = {
    href: `/roster/${day}`,
    label: { key: `my-day.step.duty.${actor.roles.includes('leader') ? 'link' : 'look'}` },
  };
  const look = time < (from ?? '') ? 'coming' : until !== null && time >= until ? 'over' : 'running';
  if (onDuty.length === 0)
    return { look: look === 'coming' ? 'waiting' : look, lines: [{ key: 'my-day.step.duty.nobody' }], link };
  const own = onDuty.find(({ staffNo }) => staffNo === actor.staffNo);
  if (own !== undefined && !actor.roles.includes('leader'))
    return {
      look,
      lines: [{ key: 'my-day.step.duty.own', values: { work: own.dutyWork === '' ? '–' : own.dutyWork } }],
      link,
    };
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
