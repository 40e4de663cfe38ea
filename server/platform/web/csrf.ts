import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { NotAllowed } from '../errors.ts';
import type { SeatData } from './sessions.ts';

/** Name of the hidden field that every form carries; scripts send the header `x-csrf-token` instead. */
export const CSRF_FIELD = '_csrf';

/** The session's own token, made on first need and renewed with the session id. */
export function csrfToken(data: SeatData): string {
  return (data.csrf ??= randomBytes(24).toString('base64url'));
}

/**
 * @throws NotAllowed unless the token is this session's own: a token of another session, or none, is refused.
 */
export function checkToken(data: SeatData, given: string | undefined): void {
  const own = Buffer.from(data.csrf ?? '');
  const other = Buffer.from(given ?? '');
  if (own.length === 0 || own.length !== other.length || !timingSafeEqual(own, other)) {
    throw new NotAllowed('errors.form-expired');
  }
}

/**
 * Second guard, judged by what browsers themselves say: a form may come from our own pages only. `Sec-Fetch-Site` is
 * absent on plain-http networks, so `Origin` counts too; a client that sends neither still needs the token.
 * @throws NotAllowed for a foreign origin.
 */
export function checkOrigin(req: Request): void {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new NotAllowed('errors.foreign-origin');
  }
  const { origin } = req.headers;
  if (origin === undefined) return;
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  if (host === null || host !== req.headers.host) throw new NotAllowed('errors.foreign-origin');
}
