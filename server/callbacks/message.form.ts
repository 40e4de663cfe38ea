import { z } from 'zod';

const id = z.string().regex(/^[0-9a-f-]{24,36}$/);
const channel = z.enum(['sms', 'wechat']);
const words = z
  .string()
  .max(2_000)
  .default('')
  .transform((text) => text.replaceAll('\r\n', '\n').trim());

const message = z.object({
  submissionId: id,
  channel,
  template: z.string().max(40).default(''),
  text: words,
});
const reply = z.object({
  submissionId: id,
  channel,
  words,
  optOut: z
    .string()
    .optional()
    .transform((value) => value === 'on'),
});

export type TypedMessage = z.infer<typeof message>;
export type TypedReply = z.infer<typeof reply>;

/**
 * A message that was sent by hand, as typed.
 * @returns null when the form is not ours
 */
export function readMessage(form: Readonly<Record<string, string>>): TypedMessage | null {
  const parsed = message.safeParse(form);
  return parsed.success ? parsed.data : null;
}

/**
 * An answer to a message, as typed.
 * @returns null when the form is not ours
 */
export function readReply(form: Readonly<Record<string, string>>): TypedReply | null {
  const parsed = reply.safeParse(form);
  return parsed.success ? parsed.data : null;
}
