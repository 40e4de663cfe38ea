import type { Roster, RosterOfDay } from '../roster/index.ts';
import type { DayStep, StepFacts } from './day-step.ts';
import type { DayMoment, Exception, ExceptionSource, StepSource } from './my-day.ts';

/** The step the roster knows alone: who is at the meeting. Lunch and duty stand with the calls that fall into them. */
export function rosterSteps({ roster }: { roster: Pick<Roster, 'rosterFor'> }): StepSource[] {
  const with_ =
    (facts: (today: RosterOfDay, moment: DayMoment, step: DayStep) => StepFacts): StepSource['facts'] =>
    async (moment, step) =>
      facts(await moment.once('roster', () => roster.rosterFor(moment.day)), moment, step);
  return [{ step: 'meeting', facts: with_(meetingFacts) }];
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
