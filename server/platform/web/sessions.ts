import { createHash, randomBytes } from 'node:crypto';
import { MongoStore } from 'connect-mongo';
import type { Request, RequestHandler, Response } from 'express';
import session, { type Session as ExpressSession } from 'express-session';
import type { Config } from '../config.ts';
import type { Database } from '../mongo.ts';
import type { Locale } from './route.ts';
import type { LeftOpen } from './seat.ts';

/** What one browser's session holds; times are real milliseconds. */
export interface SeatData {
  staffNo?: string;
  /** Version of the person's credentials at sign-in; a change kills the session. */
  stamp?: string;
  /** Last sign-in with a password; the absolute life counts from here. */
  startedAt?: number;
  /** Last request that a person made (polling does not count). */
  seenAt?: number;
  csrf?: string;
  /** Who was signed in when the time ran out: a form still sent is kept for this person. */
  expired?: string;
  locale?: Locale;
  /** Locale key shown once on the next page. */
  notice?: string;
  people?: Record<string, { at: number; left?: LeftOpen }>;
  /** Typed text that the next page with this path offers back. */
  typed?: LeftOpen;
}

declare module 'express-session' {
  interface SessionData {
    seat: SeatData;
  }
}

/** How often at most the last use is written, so that a page view is not a write. */
const SEEN_STEP_MS = 60_000;

/**
 * Sessions in the office's database. The stored id is a hash, so that a copied database opens no session; the record
 * lives as long as a sign-in may last, idle time is judged in {@link openSeat}.
 */
export function sessionMiddleware(db: Database, config: Config, secret: string): RequestHandler {
  const store = MongoStore.create({
    client: db.connection.getClient(),
    dbName: db.connection.name,
    collectionName: 'sessions',
    ttl: Math.ceil(config.SESSION_LIFE / 1000) + 3_600,
    // The record is written when its content changes; a mere read leaves it alone.
    touchAfter: Math.ceil(config.SESSION_LIFE / 1000) + 3_600,
    transformId: (id) => createHash('sha256').update(id).digest('hex'),
  });
  return session({
    store,
    secret,
    name: cookieName('office', config),
    resave: false,
    saveUninitialized: false,
    genid: () => randomBytes(32).toString('base64url'),
    cookie: { httpOnly: true, sameSite: 'lax', path: '/', secure: config.BEHIND_TLS },
    proxy: config.BEHIND_TLS,
  });
}

/** Behind TLS the browser itself guards the cookie: `__Host-` allows no other host, path or plain connection. */
export function cookieName(name: string, config: Config): string {
  return config.BEHIND_TLS ? `__Host-${name}` : name;
}

/**
 * The seat's content for this request, with the person taken off when idle too long or signed in too long ago. After
 * idle time the colleagues and what they left open stay remembered, but nobody gets in without a password.
 * @param now real milliseconds
 */
export function openSeat(stored: SeatData, now: number, config: Config, polling: boolean): SeatData {
  const data = structuredClone(stored);
  if (data.startedAt !== undefined) {
    const idle = now - (data.seenAt ?? data.startedAt) > config.SESSION_IDLE;
    const old = now - data.startedAt > config.SESSION_LIFE;
    if (idle || old) {
      if (data.staffNo !== undefined) data.expired = data.staffNo;
      delete data.staffNo;
      delete data.stamp;
      delete data.startedAt;
      delete data.seenAt;
      if (old) delete data.people;
    }
  }
  if (data.staffNo !== undefined && !polling) countAsUse(data, now, config);
  return data;
}

/** Notes the use of a seat, in steps, so that not every request is a write. */
export function countAsUse(data: SeatData, now: number, config: Config): void {
  const step = Math.min(SEEN_STEP_MS, config.SESSION_IDLE / 10);
  if (now - (data.seenAt ?? 0) > step) data.seenAt = now;
}

/** A new session id and CSRF token with the given content; the old id is dead at once. */
export async function renewSession(req: Request, data: SeatData): Promise<SeatData> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error: unknown) =>
      error ? reject(error instanceof Error ? error : new Error('session')) : resolve(),
    );
  });
  const { csrf: _old, ...kept } = data;
  req.session.seat = kept;
  return req.session.seat;
}

/** Writes the session now: a redirect must not reach the browser before its session is stored. */
export async function saveSession(req: Request): Promise<void> {
  const current = req.session as ExpressSession | undefined;
  if (current === undefined) return;
  await new Promise<void>((resolve, reject) => {
    current.save((error: unknown) =>
      error ? reject(error instanceof Error ? error : new Error('session')) : resolve(),
    );
  });
}

/** Random name of this browser, from its long-lived cookie. */
export function deviceOf(req: Request, config: Config): string | null {
  const name = cookieName('office-device', config);
  const pair = (req.headers.cookie ?? '').split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1) ?? '';
  return /^[A-Za-z0-9_-]{22}$/.test(value) ? value : null;
}

/** Names this browser for a year, so that throttles can tell a known PC from a stranger. */
export function nameDevice(res: Response, config: Config): string {
  const device = randomBytes(16).toString('base64url');
  res.cookie(cookieName('office-device', config), device, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: config.BEHIND_TLS,
    maxAge: 365 * 86_400_000,
  });
  return device;
}
