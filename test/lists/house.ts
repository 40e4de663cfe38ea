import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes, type Database } from '../../server/platform/mongo.ts';
import { makeServices, type House, type Services } from '../../server/services.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';
import { sheetRow, workbookParts, zipOf } from './files.ts';

export interface ListHouse {
  house: House;
  services: Services;
  lists: Services['lists'];
  db: Database;
  /** Empties every collection. */
  empty: () => Promise<void>;
}

/** The whole product's services on a database of this test file's own, with uploads in a folder of its own. */
export async function useListHouse(): Promise<ListHouse> {
  const db = await useDatabase();
  const house = makeHouse(db);
  const services = await makeServices(house);
  beforeAll(() => buildIndexes(db));
  afterAll(() => services.lists.work.stop());
  const empty = async () => {
    for (const collection of await collections(db)) await collection.deleteMany({});
  };
  return { house, services, lists: services.lists, db, empty };
}

/** House of a process that shares the database with others. */
export function makeHouse(db: Database): House {
  const clock = settableClock('2026-11-23T08:15:00+08:00');
  const folder = mkdtempSync(join(tmpdir(), 'office-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const config = readConfig({ DATA_DIR: folder, RUN_LEASE: '2' });
  return { config, db, clock, log: makeLog('silent'), audit: makeAuditTrail(db, clock) };
}

async function collections(db: Database) {
  const native = db.connection.db;
  if (native === undefined) throw new Error('not connected');
  return native.collections();
}

/** Every document of the collections that say who our customers are and what they did, without ids and times. */
export async function canonicalState(db: Database): Promise<unknown> {
  const native = db.connection.db;
  if (native === undefined) throw new Error('not connected');
  const customers = await native.collection('customers').find({ mergedInto: null }).toArray();
  const idNames = new Map(customers.map((c) => [String(c['_id']), nameOf(c)]));
  const purchases = await native.collection('purchases').find().toArray();
  const events = await native.collection('service_events').find().toArray();
  return {
    customers: customers
      .map((c) => ({
        cards: texts(c['cards'], 'no'),
        phones: texts(c['phones'], 'raw'),
        names: [...(c['nameKeys'] as string[])].sort(),
        name: c['name'] as string,
        consents: texts(c['consents'], 'purpose', 'channel', 'state', 'on'),
        sources: texts(c['sources'], 'kind', 'detail', 'on'),
        facts: { ...(c['facts'] as object), householdId: c['householdId'] === null ? null : 'one' },
      }))
      .sort(byJson),
    purchases: purchases
      .map((p) => [idNames.get(String(p['customerId'])), String(p['receiptNo']), String(p['amountFen'])])
      .sort(byJson),
    events: events
      .map((e) => [idNames.get(String(e['customerId'])), String(e['key']), String(e['on'])])
      .sort(byJson),
  };
}

function nameOf(customer: Record<string, unknown>): string {
  return [...texts(customer['cards'], 'no'), ...texts(customer['phones'], 'number')].join('|');
}

function texts(items: unknown, ...fields: string[]): string[] {
  return (items as Record<string, unknown>[])
    .map((item) => fields.map((f) => String(item[f])).join(' '))
    .sort();
}

function byJson(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** Participants of two activities, one sheet each, as an office receives them. */
export function guestBook(): Buffer {
  const header = ['活动日期', '姓名', '手机', '是否到场'];
  const sheet = (name: string, rows: Parameters<typeof sheetRow>[1][]) => ({
    name,
    rows: [[`${name} 参加人员名单`], header, ...rows].map((cells, at) => sheetRow(at + 1, cells)).join(''),
  });
  return zipOf(
    workbookParts([
      sheet('茶会', [
        [{ day: 46334 }, '林素琴', 13800007001, '是'],
        [{ day: 46334 }, '陈小满', '138-0000-7020', '否'],
      ]),
      sheet('沙龙', [
        [{ day: 46341 }, '林素琴', 13800007001, '否'],
        [{ day: 46341 }, '钱多', 13800007040, '是'],
        [{ day: 46341 }, '无名', 138, '是'],
      ]),
    ]),
  );
}

/** A card list of `count` invented people as CSV. */
export function manyCards(count: number, from = 1): string {
  const head = '卡号,姓名,性别,手机,办卡日期,允许电话回访\n';
  const surnames = '赵钱孙李周吴郑王冯陈';
  const given = '安平康宁和顺吉祥如意福禄寿喜';
  let text = head;
  for (let n = from; n < from + count; n += 1) {
    const name = `${surnames[n % 10] ?? ''}${given[n % 14] ?? ''}${given[(n * 7) % 13] ?? ''}`;
    const phone = `139${String(10_000_000 + n)}`;
    text += `VIP8${String(n).padStart(7, '0')},${name},女,${phone},2025-01-${String((n % 28) + 1).padStart(2, '0')},是\n`;
  }
  return text;
}
