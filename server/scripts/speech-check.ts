import type { FieldError } from '../platform/errors.ts';
import { placeholdersIn, written, type Placeholder } from './placeholder.ts';

/** A spoken text: there, not too long, and with placeholders that exist and are known at this moment of the call. */
export function speechProblems(
  field: string,
  said: string,
  allowed: readonly Placeholder[],
  longest: number,
): FieldError[] {
  if (said.trim() === '') return [{ field, message: 'scripts.errors.empty' }];
  const problems: FieldError[] = [];
  if (Array.from(said).length > longest)
    problems.push({ field, message: 'scripts.errors.long', values: { most: longest } });
  return [...problems, ...placeholderProblems(field, said, allowed)];
}

/** Braces that are no placeholder, and placeholders that belong elsewhere. */
export function placeholderProblems(
  field: string,
  said: string,
  allowed: readonly Placeholder[],
): FieldError[] {
  const { known, unknown } = placeholdersIn(said);
  const problems: FieldError[] = unknown.map((word) => ({
    field,
    message: 'scripts.errors.placeholder-unknown',
    values: { word: `{${word}}` },
  }));
  for (const one of known) {
    if (allowed.includes(one)) continue;
    problems.push({
      field,
      message: 'scripts.errors.placeholder-place',
      values: { word: written(one) },
    });
  }
  return problems;
}
