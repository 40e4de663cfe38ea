import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/platform/mongo.ts';
import { ROLES, type Role } from '../../server/platform/roles.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { openWholeOffice, type Visitor } from '../support/page.ts';
import { callScene, MONDAY, result, zhang } from '../callbacks/call-scene.ts';

/**
 * Whose record is it? Every route with a record in its address is either open to all who hold its roles, or judged by whose
 * the record is. A new route must be put in one of the two, or the first test fails.
 */
const uri = ownDatabaseUri();
const [own, pages] = [await openDatabase(uri, { poolSize: 6 }), await openDatabase(uri, { poolSize: 10 })];
const scene = await callScene(own);
const office = await openWholeOffice({ clock: scene.clock, db: pages });
afterAll(async () => {
  await own.connection.dropDatabase();
  await own.close();
  await pages.close();
});

const recordRoutes = office.routes.filter(({ path }) => path.includes(':'));

/** Agent Zhang's call, result, row and sheet; filled in before the tests. */
const zhangs = { call: '', result: '', customer: '', sheet: '' };

/** Judged by whose the record is: the address of one of Zhang's. */
const OWNED: Record<string, () => string> = {
  '/calls/desk/:id': () => `/calls/desk/${zhangs.call}`,
  '/calls/undo/:resultId': () => `/calls/undo/${zhangs.result}`,
  '/calls/results/:id': () => `/calls/results/${zhangs.result}`,
  '/calls/open/:customerId/:day': () => `/calls/open/${zhangs.customer}/${MONDAY}`,
  '/calls/person/:customerId/:day': () => `/calls/person/${zhangs.customer}/${MONDAY}`,
  '/calls/day/:day': () => `/calls/day/${MONDAY}`,
  '/calls/day/:day/hand-over/:staffNo': () => `/calls/day/${MONDAY}/hand-over/${zhang.staffNo}`,
  '/dispatch/sheet/:number': () => `/dispatch/sheet/${zhangs.sheet}`,
};

/** Work of the whole office: who holds one of the roles may see and change all of it. */
const SHARED = [
  '/staff/:staffNo',
  '/calendar/closures/:id',
  '/roster/',
  '/customers/:id',
  '/lists/',
  '/dispatch/board/:day',
  '/dispatch/funnel/:day',
  '/dispatch/people/:day',
  '/dispatch/explain/:customerId',
  '/dispatch/sheets/:day',
  '/dispatch/sheet/:number/transfer',
  '/dispatch/paper/:day',
  '/dispatch/print/:day',
  '/calls/incoming/unknown/:id',
  '/calls/paper/:number',
  '/calls/history/:customerId',
  '/callbacks/dispositions/:code',
  '/wishes/:id',
  '/metrics/',
  '/scripts/:id',
  '/runs/:job',
  '/calls/message/:customerId',
  '/callbacks/templates/:code',
];

const ownedAs = (path: string) => Object.keys(OWNED).find((one) => path === one || isBelow(path, one));
const isBelow = (path: string, one: string) => path.startsWith(`${one}/`) && !SHARED.includes(path);
const isShared = (path: string) =>
  SHARED.some((one) => path === one || path.startsWith(one.endsWith('/') ? one : `${one}/`));

/** A form as the desk sends it; what is no form at all is refused before anybody asks whose it is. */
const DESK_FORM = {
  submissionId: '0b6f0f0e-8b1c-4a5e-9d55-0c2a7d1f3e90',
  version: '1',
  driven: '',
  disposition: 'N1',
};

const colleagues = new Map<Role, Visitor>();

beforeAll(async () => {
  await scene.open();
  const call = await scene.next(zhang);
  await scene.callbacks.save(result(call, 'N1'), zhang);
  const last = await scene.callbacks.undoable(zhang);
  const open = await scene.next(zhang);
  const row = await scene.services.dispatch.worklist.row(open.itemId ?? '');
  Object.assign(zhangs, {
    call: open._id,
    result: last?.result._id,
    customer: open.customerId,
    sheet: row?.sheet,
  });
  for (const [at, role] of ROLES.entries()) {
    const colleague = await office.signIn({ staffNo: `07${String(at)}0`, name: '同事', roles: [role] });
    await colleague.get('/me');
    colleagues.set(role, colleague);
  }
}, 120_000);

describe('every route with a record in its address', () => {
  it('is open to its roles, or judged by whose the record is', () => {
    const unsaid = recordRoutes.filter(({ path }) => (ownedAs(path) !== undefined) === isShared(path));
    expect(unsaid.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});

describe('a colleague with the same role', () => {
  const owned = recordRoutes.filter(({ path }) => ownedAs(path) !== undefined);
  const peers = owned.flatMap((route) =>
    (['agent', 'clerk'] as const)
      .filter((role) => route.roles.includes(role))
      .map((role) => [route.method, route.path, role, route] as const),
  );

  it.each(peers)('%s %s is closed to another %s, and the try is in the trail', async (...given) => {
    const [method, path, role, route] = given;
    const base = ownedAs(path) ?? '';
    const address = (OWNED[base]?.() ?? '') + path.slice(base.length);
    const colleague = colleagues.get(role);
    const answer =
      method === 'get' ? await colleague?.get(address) : await colleague?.post(address, DESK_FORM);
    expect([403, 404], `${address} ${String(answer?.text)}`).toContain(answer?.status);
    if (answer?.status !== 403) return;
    const [line] = await office.house.audit.list({ event: 'record.refused', subjectId: route.audit }, 1);
    expect(line?.staffNo).toMatch(/^07\d0$/);
  });
});

describe('somebody without the role', () => {
  const closed = office.routes.filter(({ roles }) => typeof roles !== 'string');

  it.each(ROLES)('%s gets into nothing that is not theirs', async (role) => {
    const visitor = colleagues.get(role);
    const open: string[] = [];
    for (const { method, path, roles } of closed) {
      if (roles.includes(role)) continue;
      const address = path.replace(/:(\w+)/g, 'x1');
      const answer = method === 'get' ? await visitor?.get(address) : await visitor?.post(address);
      if (answer?.status !== 403) open.push(`${method} ${path}: ${String(answer?.status)}`);
    }
    expect(open).toEqual([]);
  });
});
