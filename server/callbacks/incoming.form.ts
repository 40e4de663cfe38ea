import { z } from 'zod';
import type { UnknownCallerNote } from './unknown-caller.ts';

const line = (most: number) =>
  z
    .string()
    .max(most)
    .default('')
    .transform((text) => text.normalize('NFKC').replace(/\s+/g, ' ').trim());

const unknown = z.object({
  submissionId: z.string().regex(/^[0-9a-f-]{24,36}$/),
  phone: line(40),
  name: line(40),
  words: z
    .string()
    .max(1000)
    .default('')
    .transform((text) => text.trim()),
});

/** Longest words looked for. */
const LONGEST_SEARCH = 60;

/** What somebody typed to find a caller: number tail, name, pinyin, card. */
export function readCallerWords(query: Record<string, string>): string {
  return (query['q'] ?? '').normalize('NFKC').replace(/\s+/g, ' ').trim().slice(0, LONGEST_SEARCH);
}

/**
 * An unknown caller as typed.
 * @returns null when the form is not ours
 */
export function readUnknownCaller(form: Record<string, string>): UnknownCallerNote | null {
  const parsed = unknown.safeParse(form);
  return parsed.success ? parsed.data : null;
}

/** What was done about an unknown caller, in words. */
export function readDone(form: Record<string, string>): string {
  const parsed = line(200).safeParse(form['done']);
  return parsed.success ? parsed.data : '';
}

/** The customer picked; empty when the form is not ours. */
export function readPicked(form: Record<string, string>): string {
  const value = form['customerId'] ?? '';
  return /^[0-9a-f]{24}$/.test(value) ? value : '';
}
