import type { DueSlot, Runs } from '../runs/index.ts';
import type { StepFacts } from './day-step.ts';
import type { DayMoment, StepSource } from './my-day.ts';
import { isRunning, runTrouble } from './run-step.ts';

/** Steps of the evening: what nobody worked goes over to tomorrow, of day staff at 17:00 and of duty at 18:30. */
export function closeSteps({ runs }: { runs: Pick<Runs, 'slotsOf'> }): StepSource[] {
  return ['day-close', 'duty-close'].map((job) => ({
    step: job,
    facts: async (moment) => {
      const slots = await moment.once('slots', () => runs.slotsOf(moment.day));
      return closeFacts(
        slots.find((slot) => slot.job === job),
        job,
        moment,
      );
    },
  }));
}

function closeFacts(slot: DueSlot | undefined, job: string, { day }: DayMoment): StepFacts | null {
  const trouble = runTrouble(slot, job, day);
  if (trouble !== null) return trouble;
  const run = slot?.run ?? null;
  const line = (word: string, values: Record<string, number> = {}) => [
    { key: `my-day.step.${job}.${word}`, values },
  ];
  if (isRunning(run)) return { look: 'running', lines: line('plain') };
  if (run?.state === 'skipped') return { look: 'over', lines: line('skipped') };
  if (run?.state !== 'done') return null;
  const people = run.produced + run.before.produced;
  return {
    look: 'done',
    lines: people === 0 ? line('nobody') : line('carried', { people }),
    link: { href: `/runs/${job}/${day}`, label: { key: 'my-day.verb.look' } },
  };
}
