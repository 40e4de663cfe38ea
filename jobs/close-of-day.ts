import type { BusinessDate } from '../server/platform/business-date.ts';
import type { Session } from '../server/platform/mongo.ts';
import type { RunHandle } from '../server/platform/run-handle.ts';

/** What a close of day asks of the product. */
export interface DayCloser {
  callbacks: {
    closeDay(day: BusinessDate, who: 'day-staff' | 'duty', session: Session): Promise<{ carried: number }>;
  };
}

/** What a close has done; kept, so that a run broken off behind its one step ends with the right count. */
export interface Closed {
  carried: number;
}

/**
 * Carries over what nobody worked, in one fenced transaction.
 * @param also what belongs to the same close and stands or falls with it
 */
export async function closeFor(
  who: 'day-staff' | 'duty',
  handle: RunHandle<Closed>,
  { callbacks }: DayCloser,
  also: (session: Session) => Promise<unknown> = () => Promise.resolve(),
): Promise<Closed> {
  const closed =
    handle.progress ??
    (await handle.step(async (session) => {
      const { carried } = await callbacks.closeDay(handle.businessDate, who, session);
      await also(session);
      return { value: { carried }, progress: { carried }, counts: { produced: carried } };
    }));
  await handle.expect(closed.carried);
  return closed;
}
