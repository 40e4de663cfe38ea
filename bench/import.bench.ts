import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../server/platform/mongo.ts';
import { COLLECTIONS } from './import/collections.ts';
import { cardOf, nameOf, phoneOf, writeCardList } from './import/list.ts';
import { describeMachine, option, readSize, spread, writeResult } from './machine.ts';

/**
 * An import of N card forms against the bare way (decode, parse, insert of the same final documents), alternating, each
 * in a fresh process on a fresh database. `--size 1m` `--rounds 5` `--encoding gb18030|utf-8`. Goal: at least 0.6 of the
 * bare way's rows per second (quality.md, G8).
 */
const GOAL = 0.6;
const CHECKED_ROWS = 1_000;

interface Round {
  ms: number;
  maxRssMiB: number;
  read: number;
  created: number;
}

const rows = readSize(option('size', '1m'));
const rounds = Number(option('rounds', '5'));
const encoding = option('encoding', 'gb18030') === 'utf-8' ? 'utf-8' : 'gb18030';
const server = process.env['TEST_MONGODB_URI'];
if (server === undefined) throw new Error('TEST_MONGODB_URI is not set: run with `npm run bench`');
const folder = mkdtempSync(join(tmpdir(), 'bench-import-'));
const list = join(folder, 'cards.csv');

try {
  const bytes = await writeCardList(list, rows, encoding);
  say(`${rows} rows, ${Math.round(bytes / 1e6)} MB ${encoding}`);
  const first = await run('product', 'warm', ['--dump', folder]);
  say(`warm-up: ${rate(first)} rows/s`);
  const counts = await countsIn('warm');
  await drop('warm');

  const pairs: { product: Round; bare: Round; ratio: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const product = await run('product', `a${round}`, []);
    await check(`a${round}`, product);
    const bare = await run('bare', `b${round}`, ['--dump', folder, '--counts', JSON.stringify(counts)]);
    await check(`b${round}`, bare);
    const ratio = bare.ms / product.ms;
    pairs.push({ product, bare, ratio });
    say(`round ${round + 1}: product ${rate(product)}, bare ${rate(bare)} rows/s, ratio ${ratio.toFixed(2)}`);
  }
  const ratio = spread(pairs.map((pair) => pair.ratio));
  const good = ratio.median >= GOAL;
  const db = await openDatabase(uriOf('machine'));
  writeResult(`import-${option('size', '1m')}-${encoding}`, {
    what: 'import of card forms, rows per second, product over bare decode + parse + insert of the same documents',
    goal: GOAL,
    good,
    rows,
    bytes,
    encoding,
    rounds,
    ratio,
    productRowsPerSecond: spread(pairs.map(({ product }) => Math.round((rows / product.ms) * 1_000))),
    bareRowsPerSecond: spread(pairs.map(({ bare }) => Math.round((rows / bare.ms) * 1_000))),
    productMaxRssMiB: spread(pairs.map(({ product }) => product.maxRssMiB)),
    documents: counts,
    machine: await describeMachine(db),
  });
  await db.close();
  say(
    `median ratio ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}), goal ${GOAL}`,
  );
  if (!good) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(way: 'product' | 'bare', name: string, extra: string[]): Promise<Round> {
  const script = fileURLToPath(new URL(`./import/${way}${import.meta.url.slice(-3)}`, import.meta.url));
  const args = [
    ...process.execArgv,
    script,
    ...['--uri', uriOf(name), '--list', list, '--rows', String(rows), '--encoding', encoding],
    ...extra,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split('\n').at(-1) ?? '') as Round);
      else reject(new Error(`${way} ended with ${code}`));
    });
  });
}

/** Every row became one person, and a sample of them is right in every part that was in the list. */
async function check(name: string, round: Round): Promise<void> {
  const db = await openDatabase(uriOf(name));
  const people = db.connection.db?.collection('customers');
  if (people === undefined) throw new Error('not connected');
  const count = await people.countDocuments();
  if (round.read !== rows || round.created !== rows || count !== rows) {
    throw new Error(`${name}: ${round.read} read, ${round.created} created, ${count} people of ${rows}`);
  }
  const step = Math.max(1, Math.floor(rows / CHECKED_ROWS));
  const wanted = new Map<string, number>();
  for (let n = 0; n < rows && wanted.size < CHECKED_ROWS; n += step) wanted.set(phoneOf(n), n);
  const found = await people
    .find({ 'facts.phones': { $in: [...wanted.keys()].map((phone) => `+86${phone}`) } })
    .project<{ name: string; cards: { no: string }[]; phones: { number: string }[] }>({
      name: 1,
      cards: 1,
      phones: 1,
    })
    .toArray();
  for (const { name: personName, cards, phones } of found) {
    const n = wanted.get(phones.find(({ number }) => wanted.has(number.slice(3)))?.number.slice(3) ?? '');
    if (n === undefined || personName !== nameOf(n) || cards[0]?.no !== cardOf(n))
      throw new Error(`${name}: wrong person`);
  }
  if (found.length !== wanted.size)
    throw new Error(`${name}: ${found.length} of ${wanted.size} people found`);
  await db.close();
  await drop(name);
}

async function countsIn(name: string): Promise<Record<string, number>> {
  const db = await openDatabase(uriOf(name));
  const entries = [];
  for (const collection of COLLECTIONS) {
    entries.push([collection, await db.connection.db?.collection(collection).countDocuments()]);
  }
  await db.close();
  return Object.fromEntries(entries) as Record<string, number>;
}

async function drop(name: string): Promise<void> {
  const db = await openDatabase(uriOf(name));
  await db.connection.dropDatabase();
  await db.close();
}

function uriOf(name: string): string {
  const uri = new URL(server ?? '');
  uri.pathname = `/bench-import-${process.pid}-${name}`;
  return uri.toString();
}

function rate({ ms }: Round): number {
  return Math.round((rows / ms) * 1_000);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
