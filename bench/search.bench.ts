import type { mongo } from 'mongoose';
import { buildIndexes, type Database } from '../server/platform/mongo.ts';
import { businessDate } from '../server/platform/business-date.ts';
import { searchRanges, type SearchRange } from '../server/customers/search-keys.ts';
import { openHouse } from './dispatch/house.ts';
import { nameOf, phoneOf } from './import/list.ts';
import { initialsOf, readPinyin } from '../server/customers/pinyin-reading.ts';
import { describeMachine, option, readSize, spread, writeResult } from './machine.ts';
import { fillWithPeople } from './search/scene.ts';

/**
 * Searching N customers by first digits, last digits, pinyin and initials, twenty results, against the raw driver's find
 * on the same range of the same index, alternating. `--size 1m` `--rounds 5`. Goals of quality.md G7: the median search at
 * most twice the raw find, keysExamined ≤ 40, docsExamined ≤ 20, no scan of the collection.
 */
const GOALS = { ratio: 2, docsExamined: 20, keysExamined: 40 };
const LIMIT = 20;
const SEARCHES_A_ROUND = 200;

const size = readSize(option('size', '1m'));
const rounds = Number(option('rounds', '5'));
const server = process.env['TEST_MONGODB_URI'];
if (server === undefined) throw new Error('TEST_MONGODB_URI is not set: run with `npm run bench`');
const uri = new URL(server);
uri.pathname = `/bench-search-${process.pid}`;

/** The words somebody types to find person `n`. */
const WORDS: Record<string, (n: number) => string> = {
  'first digits': (n) => phoneOf(n).slice(0, 8),
  'last digits': (n) => phoneOf(n).slice(-4),
  pinyin: (n) => readPinyin(nameOf(n)).syllables.join('').slice(0, 7),
  initials: (n) => initialsOf(readPinyin(nameOf(n))),
};

const { db, services } = await openHouse(uri.toString(), businessDate('2026-11-23'));
try {
  await fillWithPeople(db, services, size);
  await buildIndexes(db);
  say(`${size} customers`);
  const kinds: Record<string, Awaited<ReturnType<typeof compare>>> = {};
  for (const [kind, words] of Object.entries(WORDS)) kinds[kind] = await compare(kind, words);
  const good = Object.values(kinds).every(
    ({ ratio, docsExamined, keysExamined }) =>
      ratio.median <= GOALS.ratio && docsExamined <= GOALS.docsExamined && keysExamined <= GOALS.keysExamined,
  );
  writeResult(`search-${option('size', '1m')}`, {
    what: 'finding a customer against the raw driver finding on the same range of the same index, milliseconds each',
    goals: GOALS,
    good,
    customers: size,
    rounds,
    searchesARound: SEARCHES_A_ROUND,
    kinds,
    machine: await describeMachine(db),
  });
  say(good ? 'good' : 'MISSED');
  if (!good) process.exitCode = 1;
} finally {
  await db.connection.dropDatabase();
  await db.close();
}

async function compare(kind: string, words: (n: number) => string) {
  const ratios: number[] = [];
  const product: number[] = [];
  const bare: number[] = [];
  let [docsExamined, keysExamined] = [0, 0];
  for (let round = 0; round <= rounds; round += 1) {
    const typed = Array.from({ length: SEARCHES_A_ROUND }, (_, i) => words((i * 7_919 + round * 31) % size));
    const productMs = await timed(typed, async (text) => {
      const { found } = await services.customers.search(text, LIMIT);
      if (found.length === 0) throw new Error(`nobody found by ${kind}: ${text}`);
    });
    const bareMs = await timed(typed, async (text) => {
      const found = await bareSearch(text);
      if (found === 0) throw new Error(`the raw find found nobody by ${kind}: ${text}`);
    });
    // The first round warms both.
    if (round === 0) continue;
    product.push(productMs);
    bare.push(bareMs);
    ratios.push(productMs / bareMs);
    for (const range of searchRanges(typed[0] ?? '')) {
      const { executionStats } = (await find(db, range, LIMIT).explain('executionStats')) as {
        executionStats: { totalDocsExamined: number; totalKeysExamined: number };
      };
      docsExamined = Math.max(docsExamined, executionStats.totalDocsExamined);
      keysExamined = Math.max(keysExamined, executionStats.totalKeysExamined);
    }
  }
  const ratio = spread(ratios);
  say(
    `${kind}: product ${spread(product).median.toFixed(2)} ms, bare ${spread(bare).median.toFixed(2)} ms, ` +
      `ratio ${ratio.median.toFixed(2)}, ${docsExamined} documents and ${keysExamined} keys examined`,
  );
  return { ratio, productMs: spread(product), bareMs: spread(bare), docsExamined, keysExamined };
}

/** Median time of one search, milliseconds. */
async function timed(typed: readonly string[], search: (text: string) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (const text of typed) {
    const begun = performance.now();
    await search(text);
    times.push(performance.now() - begun);
  }
  return spread(times).median;
}

/** The same ranges in the same order until there are enough, nothing sorted out, nothing made of what is found. */
async function bareSearch(text: string): Promise<number> {
  let found = 0;
  for (const range of searchRanges(text)) {
    found += (await find(db, range, LIMIT - found).toArray()).length;
    if (found >= LIMIT) break;
  }
  return found;
}

function find({ connection }: Database, range: SearchRange, limit: number): mongo.FindCursor {
  const prefix = `${range.kind}:${range.prefix}`;
  return connection.collection('customers').find({}, {
    min: { search: prefix, _id: '' },
    max: { search: `${prefix}\u{10FFFF}`, _id: '' },
    hint: { search: 1, _id: 1 },
    limit,
    projection: {
      name: 1,
      gender: 1,
      pinyin: 1,
      cards: 1,
      phones: 1,
      'address.district': 1,
      'facts.lastContactOn': 1,
      search: 1,
    },
  } as mongo.FindOptions);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
