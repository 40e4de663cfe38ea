import type { Readable } from 'node:stream';
import type { Actor, Role } from '../roles.ts';
import type { Seat } from './seat.ts';

/**
 * A route is a value: path, who may, what the trail calls it, and a function from a parsed request to an answer.
 * The web frame does everything else (session, role check, CSRF, audit, error pages), so a route without a rule
 * cannot exist, and a handler can be read without knowing Express.
 */
export interface RouteEntry {
  method: 'get' | 'post';
  /** Express path, e.g. `/customers/:id`. */
  path: string;
  /** Roles that may call it (any one suffices), every signed-in person, or everybody (sign-in page, health). */
  roles: readonly Role[] | 'signed-in' | 'anyone';
  /** Dotted name in the audit trail, unique per route, e.g. `customer.read`. */
  audit: string;
  /** Whether each call leaves a line in the trail (reads of personal data, all state changes); others are listed only. */
  traced?: boolean;
  /**
   * Called by a timer of the page, not by a person: it does not count as use and keeps nobody signed in, unless the
   * handler finds that it should and says {@link Seat.used}.
   */
  byTimer?: boolean;
  /** Accepts one uploaded file in this form field, stored under a generated name. */
  upload?: { field: string; maxBytes: number };
  handler: (ask: Ask) => Promise<Answer>;
}

export type Translate = (
  key: string,
  values?: Record<string, string | number>,
  /** What is put in instead of these values, which go on choosing between singular and plural. */
  shown?: Record<string, string>,
) => string;

export type Locale = 'zh-CN' | 'zh-TW' | 'en';

/** What a handler gets: flat strings only. Repeated query keys, operators and prototypes were refused before. */
export interface Ask {
  method: string;
  path: string;
  params: Record<string, string>;
  query: Record<string, string>;
  /** Form fields; a field that may repeat (checkboxes) is read with {@link Ask.many}. */
  form: Record<string, string>;
  /** All values of a repeated form field, empty when absent. */
  many(field: string): string[];
  file: UploadedFile | null;
  /** The signed-in person; for `anyone` routes a nobody with empty staff number and no roles. */
  actor: Actor;
  locale: Locale;
  t: Translate;
  requestId: string;
  /** True when the request is an htmx fragment request. */
  fragment: boolean;
  /** True when the caller prefers JSON. */
  wantsJson: boolean;
  /** Network address of the caller, for throttles; a forwarded one only behind our own TLS proxy. */
  address: string;
  /** This browser: who is signed in here, who else was today, what they left open. */
  seat: Seat;
}

export interface UploadedFile {
  /** Path of the stored upload. */
  path: string;
  /** Name as sent, for display only. */
  originalName: string;
  bytes: number;
}

/** What a handler gives back. */
export type Answer =
  | {
      kind: 'page';
      view: string;
      model: object;
      status: number;
      title?: string;
      layout: 'main' | 'print' | 'bare';
      /** Zone of `server/keys.ts`: its keys stand in the footer and on the `?` sheet. */
      zone?: string;
      /** Seconds after which trying again makes sense (429). */
      retryAfter?: number;
      /** Further stylesheets, see {@link PageOptions.styles}. */
      styles?: readonly string[];
    }
  | { kind: 'fragment'; view: string; model: object; status: number }
  | { kind: 'redirect'; to: string; notice?: string }
  | { kind: 'json'; body: unknown; status: number }
  | { kind: 'file'; body: Buffer | string | Readable; type: string; name: string; inline: boolean };

export interface PageOptions {
  status?: number;
  /** Translated title of the page; the product's name is added. */
  title?: string;
  /** `main` with header and footer, `print` for paper, `bare` for pages without a signed-in person. */
  layout?: 'main' | 'print' | 'bare';
  zone?: string;
  retryAfter?: number;
  /** Stylesheets (below `public/css/`, without ending) of parts that other folders lend this page, or that it is split into. */
  styles?: readonly string[];
}

/** A whole page: `view` below `views/` without ending, `model` a plain object available as `vm` in the template. */
export function page(view: string, model: object, options: PageOptions = {}): Answer {
  return {
    kind: 'page',
    view,
    model,
    status: options.status ?? 200,
    layout: options.layout ?? 'main',
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.zone === undefined ? {} : { zone: options.zone }),
    ...(options.retryAfter === undefined ? {} : { retryAfter: options.retryAfter }),
    ...(options.styles === undefined ? {} : { styles: options.styles }),
  };
}

/** A part of a page without layout, for polling and live updates. */
export function fragment(view: string, model: object, status = 200): Answer {
  return { kind: 'fragment', view, model, status };
}

/** 303 to a path of our own; `notice` is a locale key shown once on the next page. */
export function redirect(to: string, notice?: string): Answer {
  return { kind: 'redirect', to, ...(notice === undefined ? {} : { notice }) };
}

export function json(body: unknown, status = 200): Answer {
  return { kind: 'json', body, status };
}

/** A download (or, inline, an image or PDF). The name may be Chinese; the header is encoded. */
export function file(body: Buffer | string | Readable, type: string, name: string, inline = false): Answer {
  return { kind: 'file', body, type, name, inline };
}
