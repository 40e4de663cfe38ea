import { join, resolve } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { NotFound } from '../errors.ts';
import { loadWords } from '../i18n.ts';
import { newId } from '../ids.ts';
import type { Database } from '../mongo.ts';
import { ROOT } from '../paths.ts';
import { makeAssets } from './assets.ts';
import { makeBodyReader } from './body.ts';
import { inFlightGate } from './in-flight.ts';
import type { KeyZones } from './keys.ts';
import type { HeaderTools, NavItem } from './nav.ts';
import { makeResponder } from './responder.ts';
import type { RouteEntry } from './route.ts';
import { readCaller, routeHandler } from './route-handler.ts';
import { securityHeaders } from './security-headers.ts';
import { sessionMiddleware } from './sessions.ts';
import { cachedSignals, type Signals } from './signals.ts';
import { makeViewEngine, type ViewEngine } from './view-engine.ts';
import type { Visitors } from './visitor.ts';
import type { WebHouse } from './web-house.ts';

/** What the product gives the frame: the only things it does not know by itself. */
export interface WebParts {
  house: Omit<WebHouse, 'words'> & { db: Database };
  routes: readonly RouteEntry[];
  visitors: Visitors;
  /** Signs session cookies, 32 characters or more. */
  sessionSecret: string;
  nav: readonly NavItem[];
  tools: HeaderTools;
  zones: KeyZones;
  /** State of the machinery for the header. */
  signals?: () => Promise<Signals>;
  /** Another one than that of `views/`; measurements listen in on it. */
  engine?: ViewEngine;
}

/** Requests answered at the same time; more are told to come back at once. */
const MOST_IN_FLIGHT = 400;

/** The whole web side: one Express application around route values. */
export function makeWeb({
  house: given,
  routes,
  visitors,
  sessionSecret,
  nav,
  tools,
  zones,
  signals,
  engine = makeViewEngine(),
}: WebParts): Express {
  const { config, clock, db } = given;
  const house: WebHouse = { ...given, words: loadWords() };
  const assets = makeAssets(config.NODE_ENV !== 'development');
  const responder = makeResponder(
    house,
    { config, clock, words: house.words, assets, nav, tools, routes, zones },
    engine,
    cachedSignals(signals, () => clock.real()),
  );
  const bodies = makeBodyReader(join(resolve(ROOT, config.DATA_DIR), 'uploads'));
  const app = express();
  app.disable('x-powered-by').disable('etag');
  // The query is read by our own strict reader; a forwarded address is believed from our own proxy only.
  app.set('query parser', false).set('trust proxy', config.BEHIND_TLS ? 1 : false);
  app.use(requestLog(house), inFlightGate(MOST_IN_FLIGHT), securityHeaders(config), assets.router, noStore);
  const sessions = sessionMiddleware(db, config, sessionSecret);
  const parts = { house, visitors, bodies, responder };
  for (const route of routes) {
    app[route.method](route.path, sessions, routeHandler(route, parts));
  }
  app.use(sessions, async (req, res, next) => {
    // Nothing is here; the page still greets whoever is signed in.
    res.locals['caller'] = await readCaller(req, res, house, visitors);
    next(new NotFound('errors.no-such-page'));
  });
  const onError: ErrorRequestHandler = async (error, req, res, _next) => {
    await responder.fail(req, res, error);
  };
  app.use(onError);
  return app;
}

/** Pages hold personal data: no browser or proxy may keep them, so that Back after signing out shows nothing. */
const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

/** One log line per request: route name, status and time; never a path or query, which may name a customer. */
function requestLog({ log }: WebHouse): RequestHandler {
  return (_req, res, next) => {
    const requestId = newId();
    const started = process.hrtime.bigint();
    res.locals['requestId'] = requestId;
    res.set('X-Request-Id', requestId);
    res.once('close', () => {
      const route: unknown = res.locals['route'];
      if (typeof route !== 'string') return;
      const ms = Number((process.hrtime.bigint() - started) / 1_000n) / 1_000;
      const { statusCode: status, writableFinished: finished } = res;
      log.info({ requestId, route, status, ms, ...(finished ? {} : { cut: true }) }, 'request');
    });
    next();
  };
}
