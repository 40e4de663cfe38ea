import type { Calendar } from '../calendar/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Actor } from '../platform/roles.ts';
import type { Translate } from '../platform/web/route.ts';
import { plainFacts, stepsFor, type DayStep } from './day-step.ts';
import { byTimeLeft, type DayMoment, type ExceptionSource, type MyDay, type StepSource } from './my-day.ts';

/** The day of one person, put together from what the parts of the product know at this moment. */
export interface MyDays {
  of(actor: Actor, t: Translate): Promise<MyDay>;
}

/**
 * @param sources what parts know of steps; at most one per step, later parts add theirs in `services.ts`
 */
export function makeMyDays({
  clock,
  calendar,
  timetable,
  sources,
  exceptionSources,
}: {
  clock: Clock;
  calendar: Pick<Calendar, 'storeDay' | 'officeDay'>;
  timetable: readonly DayStep[];
  sources: readonly StepSource[];
  exceptionSources: readonly ExceptionSource[];
}): MyDays {
  const unknown = sources.find(({ step }) => !timetable.some(({ id }) => id === step));
  if (unknown !== undefined) throw new Error(`no such step of the day: ${unknown.step}`);
  return {
    of: async (actor, t) => {
      const now = clock.now();
      const moment: DayMoment = { day: clock.today(), now, time: clock.time(), actor, t, once: makeOnce() };
      const [store, office] = [await calendar.storeDay(moment.day), await calendar.officeDay(moment.day)];
      const steps = await Promise.all(
        stepsFor(timetable, actor.roles, moment.day).map(async (step) => {
          const source = sources.find((each) => each.step === step.id);
          const facts = await source?.facts(moment, step);
          return { step, facts: facts ?? plainFacts(step, moment.time) };
        }),
      );
      const exceptions = await Promise.all(exceptionSources.map((source) => source.exceptions(moment)));
      return {
        moment,
        closed: store.closure?.reason ?? null,
        workday: office.workday,
        steps,
        exceptions: exceptions.flat().toSorted(byTimeLeft),
      };
    },
  };
}

function makeOnce(): DayMoment['once'] {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(question: string, ask: () => Promise<T>): Promise<T> => {
    const answer = answers.get(question) ?? ask();
    answers.set(question, answer);
    return answer as Promise<T>;
  };
}
