import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll } from 'vitest';
import { makeApp, type Doors } from '../../server/app.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import type { Clock } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes, type Database } from '../../server/platform/mongo.ts';
import { SYSTEM, type Role } from '../../server/platform/roles.ts';
import { makeHttpServer } from '../../server/platform/web/http-server.ts';
import type { RouteEntry } from '../../server/platform/web/route.ts';
import { allRoutes } from '../../server/routes.ts';
import { makeServices, type House, type Services } from '../../server/services.ts';
import { makeStaff, staffRoutes, type Staff } from '../../server/staff/index.ts';
import { settableClock } from './clock.ts';
import { useDatabase } from './database.ts';

/** An office in this process: real database, real web server on a port of its own, the routes under test. */
export interface TestOffice {
  house: House;
  staff: Staff;
  /** `http://127.0.0.1:port` */
  url: string;
  /** Lines of the log, as written. */
  log: string[];
  /** A browser without script: keeps cookies, follows no redirect by itself. */
  visitor(): Visitor;
  /** Adds the person when new and signs them in through the sign-in page. */
  signIn(person: TestPerson): Promise<Visitor>;
}

export interface TestPerson {
  staffNo: string;
  name: string;
  roles: Role[];
  /** Digits for changing the person at a PC. */
  pin?: string;
}

/** Named people of the tests, one for each role. */
export const people = {
  clerkZhangLi: { staffNo: '0101', name: '张丽', roles: ['clerk'] },
  agentZhou: { staffNo: '0203', name: '周丽娜', roles: ['agent', 'stock'] },
  agentChen: { staffNo: '0204', name: '陈国栋', roles: ['agent'] },
  leaderHe: { staffNo: '0301', name: '何建平', roles: ['leader'] },
  mailLuo: { staffNo: '0401', name: '罗文', roles: ['mail'] },
  departmentSun: { staffNo: '0501', name: '孙莉', roles: ['department'] },
  supervisorLin: { staffNo: '0601', name: '林静', roles: ['supervisor'] },
  adminZhao: { staffNo: '0901', name: '赵敏', roles: ['admin'] },
} satisfies Record<string, TestPerson>;

/** Password of every test person. */
export const PASSWORD = 'correct-horse-42';

export interface OfficeOptions {
  clock?: Clock;
  /** Settings on top of the test defaults, as environment variables. */
  settings?: Record<string, string>;
  doors?: Partial<Doors>;
  db?: Database;
}

/**
 * Opens an office for the calling test file and closes it after the last test. `routes` makes the routes under test on
 * the house; sign-in and the pages about people are always there.
 */
export async function openOffice(
  routes: (house: House, staff: Staff) => RouteEntry[] | Promise<RouteEntry[]> = () => [],
  options: OfficeOptions = {},
): Promise<TestOffice> {
  const { house, log } = await makeHouse(options);
  const staff = makeStaff(house);
  const own = await routes(house, staff);
  return serve(house, log, staff, [...staffRoutes(staff), ...own], options.doors);
}

/** Opens an office with every feature and every route of the product. */
export async function openWholeOffice(
  options: OfficeOptions = {},
): Promise<TestOffice & { services: Services; routes: RouteEntry[] }> {
  const { house, log } = await makeHouse(options);
  const services = await makeServices(house);
  const routes = allRoutes(services, house);
  const office = await serve(house, log, services.staff, routes, options.doors);
  return { ...office, services, routes };
}

async function makeHouse({ clock, settings, db }: OfficeOptions): Promise<{ house: House; log: string[] }> {
  const log: string[] = [];
  const config = readConfig({ NODE_ENV: 'test', DATA_DIR: '.test/data', ...settings });
  const database = db ?? (await useDatabase());
  const now = clock ?? settableClock('2026-11-23T08:41:20+08:00');
  const house: House = {
    config,
    db: database,
    clock: now,
    log: makeLog('info', { write: (line) => log.push(line) }),
    audit: makeAuditTrail(database, now),
  };
  return { house, log };
}

async function serve(
  house: House,
  log: string[],
  staff: Staff,
  routes: RouteEntry[],
  doors: Partial<Doors> = {},
): Promise<TestOffice> {
  await buildIndexes(house.db);
  const app = makeApp(house, routes, {
    visitors: staff.visitors,
    sessionSecret: 'a secret of the tests, 32 characters long',
    ...doors,
  });
  const server = makeHttpServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => closed(server));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const visitor = () => makeVisitor(url);
  return {
    house,
    staff,
    url,
    log,
    visitor,
    signIn: async (person) => {
      if ((await staff.find(person.staffNo)) === null) {
        await staff.add({ ...person, password: PASSWORD }, SYSTEM);
      }
      const browser = visitor();
      await browser.get('/sign-in');
      const answer = await browser.post('/sign-in', { staffNo: person.staffNo, password: PASSWORD });
      if (answer.status !== 303)
        throw new Error(`sign-in of ${person.name}: ${answer.status}\n${answer.html}`);
      return browser;
    },
  };
}

/** What came back. */
export interface Page {
  status: number;
  headers: Headers;
  html: string;
  /** Text without tags, white space folded. */
  text: string;
  /** Where a 303 leads, path with query. */
  location: string | null;
}

export type Form = Record<string, string | readonly string[]>;

/** A browser without script. The CSRF token of the last page with a form goes out with the next post. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  /** GET, then follows up to five redirects. */
  open(path: string): Promise<Page>;
  /** Sends a form as a page of ours would; `_csrf` in `form` overrides the remembered token. */
  post(path: string, form?: Form, headers?: Record<string, string>): Promise<Page>;
  /** Sends a multipart form with one file. */
  upload(
    path: string,
    form: Form,
    file: { field: string; name: string; content: Buffer | string },
  ): Promise<Page>;
  /** Cookies as sent, for tests that copy a session. */
  cookies: Map<string, string>;
  csrf(): string;
}

export function makeVisitor(url: string): Visitor {
  const cookies = new Map<string, string>();
  let token = '';
  const ask = async (path: string, init: RequestInit): Promise<Page> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([k, v]) => `${k}=${v}`).join('; '));
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const html = await response.text();
    token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? token;
    return {
      status: response.status,
      headers: response.headers,
      html,
      text: textOf(html),
      location: response.headers.get('location'),
    };
  };
  const get: Visitor['get'] = (path, headers = {}) =>
    ask(path, { headers: { accept: 'text/html', ...headers } });
  return {
    cookies,
    csrf: () => token,
    get,
    open: async (path) => {
      let answer = await get(path);
      for (let hop = 0; hop < 5 && answer.location !== null; hop += 1) answer = await get(answer.location);
      return answer;
    },
    post: (path, form = {}, headers = {}) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries({ _csrf: token, ...form })) {
        for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
      }
      return ask(path, { method: 'POST', body, headers: { accept: 'text/html', ...headers } });
    },
    upload: (path, form, file) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ _csrf: token, ...form })) {
        for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
      }
      body.append(file.field, new Blob([new Uint8Array(Buffer.from(file.content))]), file.name);
      return ask(path, { method: 'POST', body, headers: { accept: 'text/html' } });
    },
  };
}

/** Text of a page as a reader sees it: no tags, entities read, white space folded. */
export function textOf(html: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
  return html
    .replace(/<(script|style|template)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x([0-9a-f]+);/gi, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_all, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(\w+);/g, (all, name: string) => named[name] ?? all)
    .replace(/\s+/g, ' ')
    .trim();
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
