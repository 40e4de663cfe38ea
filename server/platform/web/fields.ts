import { BadRequest } from './bad-request.ts';

/** Flat fields of a query or form: one value each, or several for a field that repeats. */
export type Fields = ReadonlyMap<string, readonly string[]>;

const NEVER = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Collects name–value pairs into flat fields.
 * @throws BadRequest for operator, dotted, bracketed and prototype names and for NUL in a value: no form of ours has
 *   them, so somebody is probing.
 */
export function collectFields(pairs: Iterable<[string, string]>): Fields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    if (name === '' || NEVER.has(name) || /[$.[\]\p{Cc}]/u.test(name) || value.includes('\u0000')) {
      throw new BadRequest('errors.bad-request');
    }
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}

/** Names of stored fields that no form of ours carries: whoever sends one tries to set what is not theirs to set. */
const STORED = /^(_id|__v|_class|stamp|passwordHash|pinHash|isAdmin|admin|createdAt|updatedAt)$/;

/** Names among the fields that only somebody probing would send; handlers never see them used, the log does. */
export function oddNames(fields: Fields): string[] {
  return [...fields.keys()].filter((name) => STORED.test(name));
}

/** Fields with exactly one value; one that repeats is left out, so that no handler takes the wrong one. */
export function singleValues(fields: Fields): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, values] of fields) {
    const [value] = values;
    if (values.length === 1 && value !== undefined) single[name] = value;
  }
  return single;
}

/**
 * The query part of a URL as flat fields.
 * @throws BadRequest for what {@link collectFields} refuses and for a repeated key.
 */
export function queryFields(url: string): Record<string, string> {
  const mark = url.indexOf('?');
  if (mark < 0) return {};
  const fields = collectFields(new URLSearchParams(url.slice(mark + 1)));
  for (const values of fields.values()) if (values.length > 1) throw new BadRequest('errors.bad-request');
  return singleValues(fields);
}
