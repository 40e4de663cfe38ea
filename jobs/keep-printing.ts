import type { Clock } from '../server/platform/clock.ts';
import type { Log } from '../server/platform/log.ts';
import type { Services } from '../server/services.ts';

/** How soon after their fixing sheets are looked for; each is sent once, however often and wherever one looks. */
const LOOK_MS = 5_000;

/** Lets new sheets come out of the office's printer by themselves, where one is configured (PRINT_COMMAND). */
export function keepPrinting(
  { printing }: Services['press'],
  clock: Clock,
  log: Log,
): { stop: () => Promise<void> } {
  if (!printing.automatic) return { stop: async () => undefined };
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    try {
      const printed = await printing.printNew(clock.today());
      if (printed.length > 0) log.info({ printed }, 'sheets given to the printer');
    } catch (error) {
      log.error({ err: error }, 'new sheets could not be printed');
    }
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = null;
    });
  }, LOOK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
