import { storeInstant } from '../server/platform/business-date.ts';
import type { Clock } from '../server/platform/clock.ts';
import { SYSTEM } from '../server/platform/roles.ts';
import type { Services } from '../server/services.ts';

/** Until here a rehearsed day goes its own way: who rehearses the morning wants to see it happen. */
const REHEARSED_UNTIL = '08:50';

/**
 * A demo office shows a living day whatever the hour: today's lists are asked for when the timetable did not, or does
 * not any more today.
 */
export async function startDemoDay({ runs }: Pick<Services, 'runs'>, clock: Clock): Promise<void> {
  const today = clock.today();
  if (clock.training && clock.now() < storeInstant(today, REHEARSED_UNTIL)) return;
  const known = (await runs.runsOf(today)).find(({ job }) => job === 'daily-dispatch');
  if (known === undefined || known.state === 'skipped') await runs.ask('daily-dispatch', today, SYSTEM);
}
