import { z } from 'zod';
import type { MessageTemplate } from './message-template.ts';

const typed = z.object({
  channel: z.enum(['sms', 'wechat']).catch('sms'),
  title: z
    .string()
    .catch('')
    .transform((title) => title.normalize('NFC').trim()),
  text: z
    .string()
    .catch('')
    .transform((text) => text.replaceAll('\r\n', '\n').trim()),
  active: z
    .string()
    .optional()
    .transform((value) => value === 'on'),
});

/** A template as typed; whether it may be kept is judged by `templateProblems`. */
export function readTemplate(form: Readonly<Record<string, string>>): Omit<MessageTemplate, 'code'> {
  return typed.parse(form);
}

/** Version of the book that the page showed; one that no book has when it is missing. */
export function readBookVersion(form: Readonly<Record<string, string>>): number {
  return z.coerce.number().int().min(0).catch(-1).parse(form['basedOn']);
}
