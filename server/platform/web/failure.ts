import { InvalidInput, OfficeError, type FieldError } from '../errors.ts';

/** What a failed request is told: never a stack, never a driver's words. */
export interface Failure {
  status: number;
  kind: string;
  /** Locale key of the sentence, with values; null: the status says it all. */
  message: string | null;
  values: Record<string, string | number>;
  fields: FieldError[];
  /** Seconds after which trying again makes sense. */
  retryAfter: number | null;
  /** Ours and unexpected: belongs into the log with its stack. */
  unexpected: boolean;
}

const PAGES = new Set([400, 401, 403, 404, 409, 413, 415, 422, 429, 503]);

/** Reads any thrown value as a failure. Unknown errors are 500 and `unexpected`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OfficeError) {
    return {
      status: error.status,
      kind: error.kind,
      message: error.message,
      values: error.values,
      fields: error instanceof InvalidInput ? error.fields : [],
      retryAfter: error.status === 503 ? 5 : null,
      unexpected: false,
    };
  }
  if (isDatabaseAway(error)) return plain(503, 'unavailable', 5);
  const status = httpStatusOf(error);
  if (status !== null) return plain(status, 'bad-request', null);
  return { ...plain(500, 'internal', null), unexpected: true };
}

/** Driver errors that say "not now" rather than "wrong": no server, no free connection, not the primary, timed out. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return AWAY.test(error.name) || (typeof code === 'number' && AWAY_CODES.has(code));
}

const AWAY =
  /^Mongo(ose)?(ServerSelection|Network|NetworkTimeout|NotConnected|TopologyClosed|PoolCleared|PoolClosed|WaitQueueTimeout|ClientClosed|OperationTimeout|Expired\w*)(Error)?$/;

/** Not primary, interrupted, shutdown, majority not reached, disk full or read-only, time limit. */
const AWAY_CODES = new Set([50, 64, 91, 189, 262, 10107, 11600, 11602, 13435, 13436, 14031]);

/** Errors of body and path readers carry an HTTP status; anything below 500 is the caller's. */
function httpStatusOf(error: unknown): number | null {
  const { status } = (error ?? {}) as { status?: unknown };
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  return PAGES.has(status) ? status : 400;
}

function plain(status: number, kind: string, retryAfter: number | null): Failure {
  return { status, kind, message: null, values: {}, fields: [], retryAfter, unexpected: false };
}
