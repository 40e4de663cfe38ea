import { InvalidInput, type RuleBroken } from '../errors.ts';
import type { Translate } from './route.ts';

/** Errors of a form in the user's words: by field for the inputs, as a list for the summary. */
export interface FormErrors {
  /** Field name → message; the first one of a field. */
  errors: Record<string, string>;
  errorList: { field: string; message: string }[];
}

export const NO_ERRORS: FormErrors = { errors: {}, errorList: [] };

/**
 * What a refused form shows.
 * @throws the error itself when it is not an {@link InvalidInput}.
 */
export function fieldErrors(error: unknown, t: Translate): FormErrors {
  if (!(error instanceof InvalidInput)) throw error;
  const errorList = error.fields.map(({ field, message, values }) => ({
    field,
    message: t(message, values),
  }));
  const errors: Record<string, string> = {};
  for (const { field, message } of errorList) errors[field] ??= message;
  return { errors, errorList };
}

/** A rule of the office that stands against a form, told beside the field it comes nearest to. */
export function ruleErrors({ message, values }: RuleBroken, field: string, t: Translate): FormErrors {
  const words = t(message, values);
  return { errors: { [field]: words }, errorList: [{ field, message: words }] };
}
