import type { Callbacks } from '../server/callbacks/index.ts';
import type { Database } from '../server/platform/mongo.ts';
import { AGENTS, fillDay, forgetCalls, nobodyAnswers, openHouse } from './calls/scene.ts';
import { describeMachine, option, percentile, spread, writeResult } from './machine.ts';

/**
 * Saving a result (nobody answers, the most frequent one) against the raw driver doing the same transaction: the three
 * reads that decide in it (the call, its row, what was said of both before), the end of the call, and insert of the very
 * result, entry and trail that the product made. Alternating, one after another.
 * `--rounds 9` `--size 100` saves a round. Goals of quality.md G4: 0.80 of the raw rate, p99 at most twice the raw.
 */
/** So many people on one agent's sheet that it lasts for a whole round. */
const CAPACITY = 150;
const GOALS = { rate: 0.8, p99: 2 };
const rounds = Number(option('rounds', '9'));
const saves = Number(option('size', '100'));
const server = process.env['TEST_MONGODB_URI'];
if (server === undefined) throw new Error('TEST_MONGODB_URI is not set: run with `npm run bench`');
const uri = new URL(server);
uri.pathname = `/bench-save-${process.pid}`;

await fillDay(uri.toString(), CAPACITY);
const { house, services } = await openHouse(uri.toString(), '09:20');
const { db } = house;
try {
  const rates: number[] = [];
  const p99s: number[] = [];
  const product: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await forgetCalls(db);
    const ours = await productRound(services.callbacks, round);
    const written = await writtenBy(db);
    await forgetCalls(db);
    const raw = await bareRound(db, written, services.callbacks, round);
    // The first round warms both.
    if (round === 0) continue;
    product.push(median(ours));
    bare.push(median(raw));
    rates.push(sum(raw) / sum(ours));
    p99s.push(percentile(ours, 0.99) / percentile(raw, 0.99));
    say(
      `round ${round}: product ${median(ours).toFixed(2)} ms, bare ${median(raw).toFixed(2)} ms, rate ${(sum(raw) / sum(ours)).toFixed(2)}`,
    );
  }
  const good = spread(rates).median >= GOALS.rate && spread(p99s).median <= GOALS.p99;
  writeResult('save', {
    what: 'saving a result against the raw driver doing the same transaction, one after another',
    goals: GOALS,
    good,
    rounds,
    savesARound: saves,
    rate: spread(rates),
    p99Ratio: spread(p99s),
    productMs: spread(product),
    bareMs: spread(bare),
    machine: await describeMachine(db),
  });
  say(good ? 'good' : 'MISSED');
  if (!good) process.exitCode = 1;
} finally {
  await db.connection.dropDatabase();
  await db.close();
}

/** Milliseconds of each save; claiming the row is not counted. */
async function productRound(callbacks: Callbacks, round: number): Promise<number[]> {
  const agent = AGENTS[round % AGENTS.length];
  if (agent === undefined) throw new Error('no agent');
  const times: number[] = [];
  for (let i = 0; i < saves; i += 1) {
    const call = await callbacks.next(agent);
    if (call === null) throw new Error(`nobody left to call after ${i}`);
    const command = nobodyAnswers(call);
    const begun = performance.now();
    const { again } = await callbacks.save(command, agent);
    times.push(performance.now() - begun);
    if (again) throw new Error('saved twice');
  }
  return times;
}

type Written = Record<'call' | 'result' | 'event' | 'trail', Record<string, unknown> & { _id: string }>[];

/** What the product's saves left, save by save. */
async function writtenBy({ connection }: Database): Promise<Written> {
  const results = await connection.collection<Written[number]['result']>('call_results').find().toArray();
  if (results.length !== saves) throw new Error(`${results.length} results of ${saves}`);
  const calls = connection.collection<Written[number]['call']>('open_calls');
  const events = connection.collection<Written[number]['event']>('service_events');
  const trails = connection.collection<Written[number]['trail']>('audit');
  return Promise.all(
    results.map(async (result) => {
      const [call, event, trail] = [
        await calls.findOne({ _id: String(result['callId']) }),
        await events.findOne({ customerId: String(result['customerId']) }),
        await trails.findOne({ 'detail.result': result._id }),
      ];
      if (call === null || event === null || trail === null)
        throw new Error('a save left less than expected');
      return { call, result, event, trail };
    }),
  );
}

/** Milliseconds of each raw transaction. It follows a claim, as a save does, so that both meet a server just as busy. */
async function bareRound(
  on: Database,
  written: Written,
  callbacks: Callbacks,
  round: number,
): Promise<number[]> {
  const { connection } = on;
  const other = AGENTS[(round + 1) % AGENTS.length];
  if (other === undefined) throw new Error('no agent');
  await connection
    .collection<Written[number]['call']>('open_calls')
    .insertMany(written.map(({ call }) => ({ ...call, state: 'released', end: null })));
  const times: number[] = [];
  for (const { call, result, event, trail } of written) {
    const claimed = await callbacks.next(other);
    await connection.collection<Written[number]['call']>('open_calls').deleteOne({ _id: claimed?._id ?? '' });
    const begun = performance.now();
    await on.transaction(async (session) => {
      const { itemId, customerId, cycle } = result;
      await connection
        .collection<Written[number]['call']>('open_calls')
        .find({ $or: [{ _id: call._id }, { itemId, state: 'open' }] }, { session })
        .toArray();
      await connection
        .collection<Written[number]['call']>('dispatch_items')
        .find({ _id: { $in: [String(itemId)] } }, { session })
        .toArray();
      await connection
        .collection<Written[number]['call']>('call_results')
        .find({ $or: [{ customerId, cycle }, { itemId }] }, { session })
        .toArray();
      const ended = await connection
        .collection<Written[number]['call']>('open_calls')
        .updateOne(
          { _id: call._id, $or: [{ state: 'open' }, { state: 'released' }] },
          { $set: { state: 'closed', end: call['end'] } },
          { session },
        );
      if (ended.modifiedCount !== 1) throw new Error('the call was not ended');
      await connection.collection<Written[number]['result']>('call_results').insertOne(result, { session });
      await connection.collection<Written[number]['event']>('service_events').insertOne(event, { session });
      await connection.collection<Written[number]['trail']>('audit').insertOne(trail, { session });
    });
    times.push(performance.now() - begun);
  }
  return times;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}

function median(figures: readonly number[]): number {
  return spread(figures).median;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
