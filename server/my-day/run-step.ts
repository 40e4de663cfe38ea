import { isOver, type DueSlot, type Run } from '../runs/index.ts';
import type { StepFacts } from './day-step.ts';

/** A run that failed or is late says so on the step it belongs to, with the way to do it again. */
export function runTrouble(slot: DueSlot | undefined, job: string, day: string): StepFacts | null {
  if (slot?.run?.state !== 'failed') return null;
  return {
    look: 'late',
    word: { key: 'my-day.word.failed' },
    lines: [{ key: 'my-day.step.run-failed' }],
    link: { href: `/runs/${job}/${day}`, label: { key: 'my-day.verb.look' } },
    action: { href: `/runs/${job}/${day}/again`, label: { key: 'my-day.verb.again' } },
  };
}

export function isRunning(run: Run | null | undefined): boolean {
  return run !== null && run !== undefined && !isOver(run);
}
