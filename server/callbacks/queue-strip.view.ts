import type { IconName } from '../platform/web/icons.ts';
import { DUTY, FIRST_CALL, LAST_CALL, LUNCH, within } from './day-part.ts';
import type { Queue, QueueRow } from './callback.types.ts';
import type { QueueReader } from './queue.view.ts';

/** The calm line above the list: what is paused, until when, who is exempt, who comes first after. */
export interface QueueStrip {
  icon: IconName;
  title: string;
  text: string;
  now: string;
  /** Minutes left of the phase, counted down by the page; null when there is nothing to wait for. */
  left: { minutes: number; word: string } | null;
}

/** @returns null while calls are made and nothing has to be said */
export function queueStrip(queue: Queue, reader: QueueReader): QueueStrip | null {
  const { t, time } = reader;
  const { phase, phaseUntil } = queue;
  if (phase === 'calling' || phase === 'off' || phase === 'store-closed') return null;
  const waiting = queue.rows.filter(({ row }) => row.state === 'fixed');
  const texts = {
    before: () => firstWords(waiting, FIRST_CALL, reader),
    lunch: () => [exemptWords(waiting, reader), firstWords(waiting, LUNCH.to, reader)],
    duty: () =>
      waiting.length === 0 ? '' : t('callbacks.queue.strip.duty-left', { people: waiting.length }),
    closed: () =>
      waiting.length === 0 ? '' : t('callbacks.queue.strip.closed-left', { people: waiting.length }),
  };
  const minutes =
    phaseUntil === null
      ? null
      : Math.max(0, Math.ceil((new Date(phaseUntil).getTime() - reader.now.getTime()) / 60_000));
  const icons = { before: 'clock', lunch: 'pause', duty: 'clock', closed: 'check' } as const;
  return {
    icon: icons[phase],
    title: t(`callbacks.queue.strip.${phase}`, {
      first: FIRST_CALL,
      from: phase === 'duty' ? DUTY.from : LUNCH.from,
      to: phase === 'duty' ? DUTY.to : LUNCH.to,
      last: LAST_CALL,
    }),
    text: [texts[phase]()]
      .flat()
      .filter((part) => part !== '')
      .join(t('callbacks.queue.semicolon')),
    now: t('callbacks.queue.strip.now', { time }),
    left: minutes === null ? null : { minutes, word: hoursAndMinutes(minutes) },
  };
}

/** `1:18` — hours and minutes. */
export function hoursAndMinutes(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Customers who asked for an hour of the break themselves. */
function exemptWords(waiting: QueueRow[], { t }: QueueReader): string {
  const exempt = waiting.filter(({ at }) => at !== null && within(at, LUNCH));
  if (exempt.length === 0) return t('callbacks.queue.strip.nobody-asked');
  return t('callbacks.queue.strip.asked', {
    names: exempt
      .map(({ paper, at }) => `${paper.customer.name} ${at ?? ''}`)
      .join(t('callbacks.queue.list-comma')),
  });
}

/** Who is dialled first when the hour comes. */
function firstWords(waiting: QueueRow[], at: string, { t }: QueueReader): string {
  const first = waiting.find(
    ({ callability, at: agreed }) =>
      (agreed === null || !within(agreed, LUNCH)) &&
      (callability.ok || (callability.from !== null && callability.from <= at)),
  );
  if (first === undefined) return '';
  return t('callbacks.queue.strip.first', { at, name: first.paper.customer.name });
}
