import { z } from 'zod';
import type { ChangeTimes } from './timetable.service.ts';

/** `8:50`, `0850`, `850`, `08：50` are all ten to nine; what is no time stays as typed and is refused with its field. */
function readTime(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(' ', '');
  const [, hours, minutes] = /^(\d{1,2}):?(\d{2})$/.exec(plain) ?? [];
  return hours === undefined || minutes === undefined ? plain : `${hours.padStart(2, '0')}:${minutes}`;
}

const form = z.object({
  basedOn: z.coerce.number().int().min(0).catch(-1),
  why: z
    .string()
    .catch('')
    .transform((text) => text.trim().slice(0, 200)),
});

/** Reads the times page: one field per job, named by the job. */
export function readTimesForm(fields: Record<string, string>, jobs: readonly string[]): ChangeTimes {
  const times = jobs.flatMap((job) => {
    const typed = fields[job];
    return typed === undefined ? [] : [[job, readTime(typed)] as const];
  });
  return { ...form.parse(fields), times: Object.fromEntries(times) };
}
