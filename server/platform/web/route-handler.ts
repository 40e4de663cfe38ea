import type { Request, Response } from 'express';
import { NotAllowed } from '../errors.ts';
import { isLocale, DEFAULT_LOCALE } from '../i18n.ts';
import type { Log } from '../log.ts';
import { SignInNeeded } from './bad-request.ts';
import { dropUpload, type BodyReader } from './body.ts';
import { checkOrigin, checkToken, CSRF_FIELD } from './csrf.ts';
import { oddNames, queryFields, singleValues, type Fields } from './fields.ts';
import { ownPath } from './own-path.ts';
import type { Answer, Ask, Locale, RouteEntry, UploadedFile } from './route.ts';
import { seatOfRequest, type OpenSeat } from './seat-of-request.ts';
import type { Responder } from './responder.ts';
import { NOBODY, type Visitor, type Visitors } from './visitor.ts';
import type { WebHouse } from './web-house.ts';

/** One request on its way: who asks, from which browser, in which language. */
export interface Caller {
  open: OpenSeat;
  visitor: Visitor | null;
  locale: Locale;
  requestId: string;
}

/** Reads who asks. A session whose person is gone or whose credentials changed is emptied. */
export async function readCaller(
  req: Request,
  res: Response,
  house: WebHouse,
  visitors: Visitors,
  byTimer = false,
): Promise<Caller> {
  const open = seatOfRequest(req, res, house, byTimer || isPolling(req));
  const { staffNo, stamp } = open.data();
  const visitor = staffNo === undefined || stamp === undefined ? null : await visitors.find(staffNo, stamp);
  if (staffNo !== undefined && visitor === null) await open.seat.signOut();
  const chosen = open.data().locale;
  const locale = visitor?.locale ?? (isLocale(chosen) ? chosen : DEFAULT_LOCALE);
  return { open, visitor, locale, requestId: requestIdOf(res) };
}

/** Express handler of one route value: guards in fixed order, then the handler, the trail, the answer. */
export function routeHandler(
  route: RouteEntry,
  {
    house,
    visitors,
    bodies,
    responder,
  }: { house: WebHouse; visitors: Visitors; bodies: BodyReader; responder: Responder },
): (req: Request, res: Response) => Promise<void> {
  return async (req, res) => {
    res.locals['route'] = route.audit;
    const caller = await readCaller(req, res, house, visitors, route.byTimer === true);
    res.locals['caller'] = caller;
    const confined = confinement(route, req.path, caller);
    if (confined !== null) return responder.send(req, res, caller, confined);
    if (
      route.method === 'post' &&
      route.roles !== 'anyone' &&
      // A timer's sign of life holds nothing typed and must not take the place of a form that does.
      route.byTimer !== true &&
      (await keptForm(req, res, route, caller, bodies))
    )
      throw new SignInNeeded('errors.sign-in-kept');
    await checkRoles(route, caller, house);
    const query = queryFields(req.originalUrl);
    const { fields, file } =
      route.method === 'post' ? await readForm(req, res, route, caller, bodies, house.log) : NOTHING;
    const ask = makeAsk(req, caller, house, query, fields, file);
    let answer: Answer;
    try {
      answer = await route.handler(ask);
    } catch (error) {
      await dropUpload(file);
      if (error instanceof NotAllowed) await noteRefusal(route, ask, house);
      throw error;
    }
    if (route.traced === true && statusOf(answer) < 400) await trace(route, ask, caller, house);
    await responder.send(req, res, caller, answer);
  };
}

const NOTHING: { fields: Fields; file: UploadedFile | null } = { fields: new Map(), file: null };

/** Where a person who must first do something is sent, or null. */
function confinement(route: RouteEntry, path: string, { visitor }: Caller): Answer | null {
  const only = visitor?.confinedTo ?? null;
  if (only === null || route.roles === 'anyone' || path === only) return null;
  return { kind: 'redirect', to: only };
}

async function checkRoles(route: RouteEntry, caller: Caller, house: WebHouse): Promise<void> {
  if (route.roles === 'anyone') return;
  const { visitor, requestId } = caller;
  if (visitor === null) throw new SignInNeeded('errors.sign-in-needed');
  if (route.roles === 'signed-in' || route.roles.some((role) => visitor.actor.roles.includes(role))) return;
  await house.audit.record({
    actor: visitor.actor,
    event: 'route.refused',
    subject: { kind: 'route', id: route.audit },
    detail: { needs: [...route.roles] },
    requestId,
  });
  throw new NotAllowed('errors.role-missing');
}

/** The role was right, but the record is somebody else's. */
async function noteRefusal(route: RouteEntry, ask: Ask, { audit }: WebHouse): Promise<void> {
  const id = Object.values(ask.params)[0];
  await audit.record({
    actor: ask.actor,
    event: 'record.refused',
    subject: { kind: 'route', id: route.audit },
    detail: id === undefined ? {} : { record: id },
    requestId: ask.requestId,
  });
}

/** Fields whose content is never kept. */
const SECRET = /password|pin|^old$|^again$|^_/i;

/**
 * A form sent after the time ran out is not lost: what was typed is kept for the person whose time it was, and comes
 * back into the same page after signing in. True when something was kept.
 */
async function keptForm(
  req: Request,
  res: Response,
  route: RouteEntry,
  { open, visitor }: Caller,
  bodies: BodyReader,
): Promise<boolean> {
  const data = open.data();
  const path = returnPath(req);
  if (visitor !== null || data.expired === undefined || path === null) return false;
  checkOrigin(req);
  const { fields, file } = await bodies.read(req, res, route.upload);
  await dropUpload(file);
  checkToken(data, fields.get(CSRF_FIELD)?.[0] ?? req.get('x-csrf-token'));
  const typed = [...fields]
    .filter(([name]) => !SECRET.test(name))
    .flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  const known = data.people?.[data.expired];
  data.people = { ...data.people, [data.expired]: { at: known?.at ?? 0, left: { path, typed } } };
  await open.commit();
  return true;
}

async function readForm(
  req: Request,
  res: Response,
  route: RouteEntry,
  caller: Caller,
  bodies: BodyReader,
  log: Log,
): Promise<{ fields: Fields; file: UploadedFile | null }> {
  checkOrigin(req);
  const { fields, file } = await bodies.read(req, res, route.upload);
  try {
    checkToken(caller.open.data(), fields.get(CSRF_FIELD)?.[0] ?? req.get('x-csrf-token'));
  } catch (error) {
    await dropUpload(file);
    throw error;
  }
  const odd = oddNames(fields);
  if (odd.length > 0) log.warn({ requestId: caller.requestId, route: route.audit, odd }, 'odd form fields');
  return { fields, file };
}

function makeAsk(
  req: Request,
  caller: Caller,
  house: WebHouse,
  query: Record<string, string>,
  fields: Fields,
  file: UploadedFile | null,
): Ask {
  const { [CSRF_FIELD]: _token, ...form } = singleValues(fields);
  return {
    method: req.method,
    path: req.path,
    params: paramsOf(req),
    query,
    form,
    many: (field) => [...(fields.get(field) ?? [])],
    file,
    actor: caller.visitor?.actor ?? NOBODY,
    locale: caller.locale,
    t: house.words.in(caller.locale),
    requestId: caller.requestId,
    fragment: isFragment(req),
    wantsJson: wantsJson(req),
    address: req.ip ?? '',
    seat: caller.open.seat,
  };
}

function paramsOf(req: Request): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.params)) {
    if (typeof value === 'string') single[name] = value;
  }
  return single;
}

async function trace(route: RouteEntry, ask: Ask, caller: Caller, house: WebHouse): Promise<void> {
  const [id] = Object.values(ask.params);
  await house.audit.record({
    actor: ask.actor,
    event: route.audit,
    ...(id === undefined ? {} : { subject: { kind: route.audit.split('.')[0] ?? 'route', id } }),
    requestId: caller.requestId,
  });
}

function statusOf(answer: Answer): number {
  return 'status' in answer ? answer.status : 200;
}

export function requestIdOf(res: Response): string {
  const id: unknown = res.locals['requestId'];
  return typeof id === 'string' ? id : '';
}

export function isFragment(req: Request): boolean {
  return req.get('hx-request') === 'true';
}

/** A request made by a timer of the page, not by a person: it does not keep anybody signed in. */
function isPolling(req: Request): boolean {
  return isFragment(req) && req.method === 'GET';
}

/** JSON is preferred only when it is asked for and HTML is not. */
export function wantsJson(req: Request): boolean {
  return !isFragment(req) && req.accepts(['html', 'json']) === 'json';
}

/** Where to come back to after signing in: the page asked for, or the page a lost form stood on. */
export function returnPath(req: Request): string | null {
  if (req.method === 'GET' && !isFragment(req)) return ownPath(req.originalUrl);
  const { referer } = req.headers;
  if (referer === undefined || !URL.canParse(referer)) return null;
  const url = new URL(referer);
  return url.host === req.headers.host ? ownPath(url.pathname + url.search) : null;
}
