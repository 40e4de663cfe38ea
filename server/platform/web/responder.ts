import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { describeError } from '../log.ts';
import { csrfToken } from './csrf.ts';
import { failureOf, type Failure } from './failure.ts';
import { makeFrame, type Frame, type FrameParts } from './frame.ts';
import { AS_PRINTED } from './key-layout.ts';
import { ownPath } from './own-path.ts';
import { isFragment, requestIdOf, returnPath, wantsJson, type Caller } from './route-handler.ts';
import type { Answer, Locale } from './route.ts';
import type { Signals } from './signals.ts';
import type { ViewEngine } from './view-engine.ts';
import { NOBODY } from './visitor.ts';
import type { WebHouse } from './web-house.ts';
import { DEFAULT_LOCALE } from '../i18n.ts';

/** Sends answers and failures; the only place where pages are drawn. */
export interface Responder {
  send(req: Request, res: Response, caller: Caller, answer: Answer): Promise<void>;
  /** Draws the page (or JSON, or fragment) of a failure; logs what is ours. Never throws. */
  fail(req: Request, res: Response, error: unknown): Promise<void>;
}

export function makeResponder(
  house: WebHouse,
  parts: FrameParts,
  engine: ViewEngine,
  signals: () => Promise<Signals>,
): Responder {
  const frameFor = async (
    req: Request,
    caller: Caller,
    shown: { view: string; layout: string; title?: string; zone?: string; styles?: readonly string[] },
    withForms = true,
  ): Promise<Frame> => {
    const { open, visitor, locale, requestId } = caller;
    const data = open.data();
    const notice = data.notice ?? null;
    const whole = shown.layout !== 'fragment';
    if (whole) delete data.notice;
    const here = ownPath(req.originalUrl) ?? '/';
    const typed = whole && data.typed?.path === here ? data.typed : null;
    if (typed !== null) delete data.typed;
    return makeFrame(parts, {
      actor: visitor?.actor ?? NOBODY,
      locale,
      singleKeys: visitor?.singleKeys ?? false,
      keyLayout: visitor?.keyLayout ?? AS_PRINTED,
      path: req.path,
      here,
      csrf: withForms ? csrfToken(data) : '',
      notice: whole ? notice : null,
      requestId,
      signals: await signals(),
      view: shown.view,
      layout: shown.layout,
      title: shown.title,
      zone: shown.zone,
      styles: shown.styles ?? [],
      typed,
    });
  };

  const send: Responder['send'] = async (req, res, caller, answer) => {
    switch (answer.kind) {
      case 'redirect': {
        if (answer.notice !== undefined) caller.open.data().notice = answer.notice;
        await caller.open.commit();
        res.redirect(303, ownPath(answer.to) ?? '/');
        return;
      }
      case 'json':
        await caller.open.commit();
        res.status(answer.status).json(answer.body);
        return;
      case 'page': {
        const frame = await frameFor(req, caller, answer);
        const html = engine.page(answer.view, answer.layout, answer.model, frame);
        await caller.open.commit();
        if (answer.retryAfter !== undefined) res.set('Retry-After', String(answer.retryAfter));
        res.status(answer.status).type('html').send(html);
        return;
      }
      case 'fragment': {
        const frame = await frameFor(req, caller, { view: answer.view, layout: 'fragment' });
        const html = engine.part(answer.view, answer.model, frame);
        await caller.open.commit();
        res.status(answer.status).type('html').send(html);
        return;
      }
      case 'file':
        await caller.open.commit();
        res
          .type(answer.type)
          .set('Content-Disposition', disposition(answer.name, answer.inline, answer.type));
        if (typeof answer.body === 'string' || Buffer.isBuffer(answer.body)) res.send(answer.body);
        else await pipeline(answer.body, res).catch(unlessGone);
    }
  };

  const failed = async (req: Request, res: Response, failure: Failure): Promise<void> => {
    const caller = callerOf(res);
    const locale: Locale = caller?.locale ?? DEFAULT_LOCALE;
    const t = house.words.in(locale);
    const requestId = requestIdOf(res);
    const message = failure.message === null ? null : t(failure.message, failure.values);
    if (failure.retryAfter !== null) res.set('Retry-After', String(failure.retryAfter));
    if (wantsJson(req)) {
      const fields = failure.fields.map(({ field, message: key, values }) => ({
        field,
        message: t(key, values),
      }));
      res.status(failure.status).json({
        error: {
          kind: failure.kind,
          message: message ?? t(`errors.page.${failure.status}.title`),
          requestId,
          ...(fields.length > 0 ? { fields } : {}),
        },
      });
      return;
    }
    const model = {
      status: failure.status,
      title: t(`errors.page.${failure.status}.title`),
      text: message ?? t(`errors.page.${failure.status}.text`),
      advice: t(`errors.page.${failure.status}.advice`),
      fields: failure.fields.map(({ message: key, values }) => t(key, values)),
      requestId,
      signIn: failure.status === 401 ? signInPath(req) : null,
      again: req.method === 'GET' && failure.status === 503 ? req.originalUrl : null,
    };
    const safe: Caller = caller ?? { open: nobodysSeat(), visitor: null, locale, requestId };
    if (isFragment(req)) {
      const frame = await frameFor(req, safe, { view: 'errors/fragment', layout: 'fragment' }, false);
      res
        .status(failure.status)
        .type('html')
        .send(engine.part('errors/fragment', model, frame));
      return;
    }
    const layout = safe.visitor === null ? 'bare' : 'main';
    // A stranger's failure stores no session: robots would fill the database. Without a token there are no forms.
    const known = safe.visitor !== null && failure.status < 500;
    const frame = await frameFor(req, safe, { view: 'errors/page', layout, title: model.title }, known);
    const html = engine.page('errors/page', layout, model, frame);
    if (known) await safe.open.commit();
    res.status(failure.status).type('html').send(html);
  };

  return {
    send,
    fail: async (req, res, error) => {
      const failure = failureOf(error);
      if (failure.unexpected || failure.status >= 500) {
        house.log.error(
          { requestId: requestIdOf(res), route: routeOf(res), error: describeError(error) },
          'request failed',
        );
      }
      if (res.headersSent) {
        res.destroy();
        return;
      }
      try {
        if (failure.status === 401 && req.method === 'GET' && !isFragment(req) && !wantsJson(req)) {
          res.redirect(303, signInPath(req));
          return;
        }
        await failed(req, res, failure);
      } catch (second) {
        house.log.error({ requestId: requestIdOf(res), error: describeError(second) }, 'error page failed');
        res
          .status(failure.status)
          .type('text/plain')
          .send(`${failure.status} ${requestIdOf(res)}\n`);
      }
    },
  };
}

/** A reader who goes away in the middle of a download is no failure of ours; the stream was destroyed with them. */
function unlessGone(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

function signInPath(req: Request): string {
  const next = returnPath(req);
  return next === null || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}

function callerOf(res: Response): Caller | null {
  return (res.locals['caller'] as Caller | undefined) ?? null;
}

function routeOf(res: Response): string {
  const route: unknown = res.locals['route'];
  return typeof route === 'string' ? route : 'none';
}

/** A seat for failures that come before the session was read; nothing of it is stored. */
function nobodysSeat(): Caller['open'] {
  const nothing = () => Promise.resolve();
  const data = {};
  return {
    data: () => data,
    commit: nothing,
    seat: {
      staffNo: null,
      people: [],
      open: false,
      device: null,
      signIn: nothing,
      signOut: nothing,
      leave: () => undefined,
      takeLeft: () => null,
      restamp: nothing,
      used: () => undefined,
      setLocale: () => undefined,
      restoreTyped: () => undefined,
    },
  };
}

/** Only pictures and PDF open inside the browser; everything else is saved, whatever the caller wished. */
function disposition(name: string, inline: boolean, type: string): string {
  const shown =
    inline && /^(image\/(png|jpeg|svg\+xml)|application\/pdf)/.test(type) ? 'inline' : 'attachment';
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '_') || 'file';
  const encoded = encodeURIComponent(name.replace(/\p{Cc}/gu, '')).replace(
    /['()*]/g,
    (char) => `%${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
  );
  return `${shown}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
