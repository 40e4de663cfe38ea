import { pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * The log carries ids, counts and codes, never a name, number or address: what could hold personal data is cut off
 * here even when a caller forgets. Control characters are escaped by the JSON format, so a logged value cannot forge
 * a line.
 */
export function makeLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: {
      paths: PERSONAL.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[personal]',
    },
    serializers: {
      // A driver error can quote the whole document it refused; its message and stack stay inside the trusted part.
      err: (error: unknown) => describeError(error),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

const PERSONAL = [
  'name',
  'phone',
  'phones',
  'address',
  'birthday',
  'cardNo',
  'wechat',
  'password',
  'pin',
  'cookie',
  'authorization',
  'body',
  'query',
];

/** Name, code and stack of an error with quoted values and digit runs masked; safe to log. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const mask = (text: string) =>
    text
      .replace(/dup key: \{.*?\}/gs, 'dup key: {…}')
      .replace(/\d{7,}/g, '[digits]')
      .replace(/["“][^"”]{0,400}["”]/g, '"…"');
  return {
    type: error.name,
    code: (error as { code?: unknown }).code,
    message: mask(error.message),
    stack: error.stack === undefined ? undefined : mask(error.stack),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}
