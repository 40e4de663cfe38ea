import { afterEach, beforeEach, expect, it } from 'vitest';
import { BUILT_IN_DISPOSITIONS } from '../server/callbacks/built-in-dispositions.ts';
import { SYSTEM } from '../server/platform/roles.ts';
import { describeInBrowser } from './support/browser.ts';
import { PASSWORD } from './support/page.ts';
import { until } from './support/until.ts';
import { openBooks, type SheetLine } from './working-day/books.ts';
import { meetingOf, sitDown, type Hands } from './working-day/hands.ts';
import { sitDownAsLeader, type Leader } from './working-day/leader.ts';
import { MONDAY, openDayOffice, PATIENCE, TUESDAY } from './working-day/office.ts';
import { sitDownWithPaper, type PaperHands } from './working-day/paper.ts';
import { cardList, PEOPLE, receiptList, secrets } from './working-day/people.ts';
import { chen, he, li, STAFF, sun, zhang, zhou } from './working-day/staff.ts';
import { expectedEnd, standingOf } from './working-day/standing.ts';
import { makeTelephone, personNamed } from './working-day/telephone.ts';
import { redisText, wordsIn } from './working-day/traces.ts';
import { writtenBy } from './working-day/writing.ts';

/**
 * One working day of the office, 08:15 to 18:40, on real processes: three agents at real browsers with the keyboard alone,
 * one on paper who goes home ill, the leader and a clerk. What comes of every call is told in `working-day/people.ts`. The
 * clock is moved on between the steps; every step begins where the one before ended.
 */
const office = await openDayOffice();
const { services } = office;
const books = openBooks(office.db);
const telephone = makeTelephone();

/** Everybody at their places, from the morning on. */
const desk = {} as Record<'zhou' | 'chen' | 'sun', Hands> & { leader: Leader; paper: PaperHands };
const agents = () => [desk.zhou, desk.chen, desk.sun];

/** They call us: two before the lists are fixed, with a wish for a time; one after having been missed. */
const [forHalfPastTen, forLunch, missed] = PEOPLE.filter(({ callsUs }) => callsUs === true);

/** Rows that were struck on the sheet of whoever went home ill, as they stood on it. */
let handedOver: SheetLine[] = [];

const likesTheEvening = (name: string) => personNamed(name).window === '晚上';
const tailOf = (person: { mobile: string } | undefined) => person?.mobile.slice(-4) ?? '';
const rowsOf = async (staffNo: string, day = MONDAY) =>
  (await books.rows(day)).filter(({ agent }) => agent === staffNo);

const runOver = (job: string, day = MONDAY) =>
  until(async () => (await books.runs(day)).some((run) => run.job === job && run.state === 'done'), {
    ...PATIENCE,
    what: `the end of ${job}`,
  });

/** Steps stand on one another: after a broken one there is nothing to see in the next. */
let broken = false;
beforeEach(({ skip }) => skip(broken, 'the day was broken off before'));
afterEach(({ task }) => {
  broken ||= task.result?.state === 'fail';
});

describeInBrowser('a working day', { timeout: 1_000_000 }, () => {
  it('08:15 the office opens, the lists come in, everybody has a place on the roster', async () => {
    await office.at('08:15:00');
    for (const person of STAFF) await services.staff.add({ ...person, password: PASSWORD }, SYSTEM);
    const came = await office.bringIn('vip-cards', cardList());
    expect(came).toMatchObject({ created: PEOPLE.length, rejected: 0 });
    expect(await office.bringIn('purchases', receiptList())).toMatchObject({ updated: 2, rejected: 0 });
    const today = [
      { staffNo: chen.staffNo, change: { lunchDuty: true } },
      { staffNo: sun.staffNo, change: { duty: true, dutyWork: '回访' } },
    ];
    const tomorrow = [
      { staffNo: chen.staffNo, change: { presence: 'rest' as const } },
      { staffNo: zhou.staffNo, change: { duty: true, dutyWork: '回访' } },
    ];
    await services.roster.edit(MONDAY, today, { actor: he });
    await services.roster.edit(TUESDAY, tomorrow, { actor: he });
  });

  it('08:20 the lists are drafted; two customers ring and are promised a time', async () => {
    await office.at('08:19:57');
    await runOver('dispatch-draft');
    [desk.zhou, desk.chen, desk.sun, desk.leader, desk.paper] = await Promise.all([
      sitDown(office, zhou, telephone),
      sitDown(office, chen, telephone),
      sitDown(office, sun, telephone),
      sitDownAsLeader(office, he),
      sitDownWithPaper(office, zhang),
    ]);
    await Promise.all([desk.zhou.answers(tailOf(forHalfPastTen)), desk.chen.answers(tailOf(forLunch))]);
  });

  it('08:50 the lists are fixed although the worker is killed in the middle of it', async () => {
    await office.at('08:49:57');
    const run = () => services.runs.ledger.get(`daily-dispatch:${MONDAY}`);
    await until(async () => ((await run())?.progress ?? null) !== null, { ...PATIENCE, everyMs: 2 });
    await office.kill('worker');
    expect(await run()).toMatchObject({ state: 'running' });
    await office.again('worker');
    await runOver('daily-dispatch');
    const rows = await books.rows(MONDAY);
    expect(new Set(rows.map(({ agent }) => agent))).toEqual(
      new Set([zhou, chen, sun, li].map(({ staffNo }) => staffNo)),
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(PEOPLE.map(({ name }) => name).sort());
    expect(rows.every(({ state }) => state === 'fixed')).toBe(true);
    const promised = rows.filter(({ at }) => at !== null).map(({ name, agent, at }) => [name, agent, at]);
    expect(promised.sort()).toEqual(
      [
        [forHalfPastTen?.name, zhou.staffNo, '10:30'],
        [forLunch?.name, chen.staffNo, '12:10'],
      ].sort(),
    );
  });

  it('09:05 the stock keeper counts cards and is offered nobody, the others begin', async () => {
    await office.at('09:05:00');
    expect(await desk.zhou.next()).toBeNull();
    for (const hands of [desk.chen, desk.sun]) {
      await hands.next();
      await hands.call();
    }
  });

  it('09:20 all three work their sheets; the web is killed while they save', async () => {
    await office.at('09:20:00');
    await desk.chen.mistypes();
    const before = (await books.results(MONDAY)).length;
    let back = () => {};
    const meeting = meetingOf(3, new Promise<void>((resolve) => (back = resolve)));
    for (const hands of agents()) hands.savesTogether(meeting);
    const rounds = Promise.all(agents().map((hands) => hands.round(likesTheEvening)));
    await meeting.begun;
    await until(async () => (await books.results(MONDAY)).length > before, { ...PATIENCE, everyMs: 1 });
    await office.kill('web');
    await office.again('web');
    back();
    await rounds;
  });

  it('10:29 the paper of whoever went home ill is keyed back, and her rest handed over', async () => {
    await office.at('10:29:00');
    const sheet = await rowsOf(li.staffNo);
    const [first] = sheet;
    const written = writtenBy(li.staffNo, sheet, telephone);
    expect(written.size).toBeGreaterThan(3);
    await desk.paper.keys(first?.sheet ?? '', written);
    handedOver = sheet.filter(({ place }) => !written.has(place));
    await services.roster.markAbsent(MONDAY, li.staffNo, 'sick', he);
    await desk.leader.handsOver();
    const left = await rowsOf(li.staffNo);
    expect(left.filter(({ state }) => state === 'fixed')).toEqual([]);
    expect(left.length).toBeLessThan(sheet.length);
    expect(new Set((await books.rows(MONDAY)).map((row) => row.sheet)).size).toBeGreaterThan(4);
  });

  it('10:30 who was promised half past ten is offered first, and the morning goes on', async () => {
    expect(await desk.zhou.next()).toBe(forHalfPastTen?.name);
    await Promise.all(agents().map((hands) => hands.round(likesTheEvening)));
    await desk.sun.answers(tailOf(missed));
  });

  it('12:09 lunch offers nobody but who asked for it, to whoever is named for lunch', async () => {
    await office.at('12:09:00');
    expect(await desk.zhou.next()).toBeNull();
    expect(await desk.sun.next()).toBeNull();
    expect(await desk.chen.next()).toBe(forLunch?.name);
    await desk.chen.call();
    expect(await desk.chen.next()).toBeNull();
  });

  it('14:05 the afternoon takes up what the morning left; a struck row that was called is not lost', async () => {
    await office.at('14:05:00');
    await Promise.all(agents().map((hands) => hands.round(likesTheEvening)));
    // She had called somebody whose row she never wrote on, and remembers it at home.
    const struck = handedOver.find(({ name }) => {
      const calls = telephone.callsOf(personNamed(name));
      return calls.length === 1 && calls[0]?.code === 'V1' && calls[0].source === 'screen';
    });
    if (struck === undefined) throw new Error('nobody of those handed over was reached');
    await desk.paper.keysStruck(struck.sheet, struck.place, { digit: '2', time: '09:58' });
    await desk.paper.signs(struck.sheet);
  });

  it('17:00 what day staff did not work is carried over, what wants the evening stays for duty', async () => {
    await office.at('16:59:57');
    await runOver('day-close');
    const rows = await books.rows(MONDAY);
    const open = rows.filter(({ state }) => state === 'fixed');
    expect(open.filter(({ agent }) => agent === sun.staffNo).length).toBeGreaterThan(0);
    const ofOthers = open.filter(({ agent }) => agent !== sun.staffNo);
    expect(ofOthers.length).toBeGreaterThan(0);
    expect(new Set(ofOthers.map(({ phoneKey }) => phoneKey)).size).toBeLessThanOrEqual(4);
    expect(rows.some(({ state }) => state === 'carried')).toBe(true);
    const alarms = await desk.leader.boardText();
    for (const { sheet } of rows.filter(({ state }) => state === 'carried')) expect(alarms).toContain(sheet);
  });

  it('17:00 duty calls who likes the evening, the others have gone home', async () => {
    expect(await desk.zhou.next()).toBeNull();
    const [inTheEvening] = PEOPLE.filter(({ rings }) => rings[0]?.agrees?.at === '1701');
    expect(await desk.sun.next()).toBe(inTheEvening?.name);
    let calls = 0;
    await desk.sun.round(() => (calls += 1) > 6);
  });

  it('18:30 the day is closed', async () => {
    await office.at('18:29:57');
    await runOver('duty-close');
    expect((await books.runs(MONDAY)).map(({ job, state, late }) => [job, state, late]).sort()).toEqual([
      ['daily-dispatch', 'done', 0],
      ['day-close', 'done', 0],
      ['dispatch-draft', 'done', 0],
      ['duty-close', 'done', 0],
    ]);
  });

  it('every way a call can end was used', () => {
    const used = new Set(telephone.calls.map(({ code }) => code));
    expect([...used].sort()).toEqual(BUILT_IN_DISPOSITIONS.map(({ code }) => code).sort());
  });

  it('everybody of the sheets stands in exactly one way, and in the way that was meant', async () => {
    const [rows, reasons] = [await books.rows(MONDAY), await books.reasons()];
    const stands = rows.map((row) => [row.name, ...standingOf(row, reasons)]);
    const meant = rows.map(({ name }) => [name, expectedEnd(personNamed(name), telephone)]);
    expect(stands).toEqual(meant);
  });

  it('every call that was made is in the books once, and nothing else', async () => {
    const results = (await books.results(MONDAY)).filter(({ undone }) => !undone);
    const told = results.map(({ name, disposition, agent, source }) =>
      [name, disposition, agent, source].join(' '),
    );
    const made = telephone.calls.map(({ person, code, agent, source }) =>
      [person.name, code, agent, source].join(' '),
    );
    const extra = told.filter((line) => line.endsWith(`N1 ${li.staffNo} paper`) && !made.includes(line));
    expect(extra).toHaveLength(1);
    expect(told.sort()).toEqual([...made, ...extra].sort());
    const turns = results.flatMap(({ itemId, turn }) => (turn === null ? [] : `${String(itemId)} ${turn}`));
    expect(new Set(turns).size).toBe(turns.length);
    expect(await books.openCalls()).toBe(0);
  });

  it('board, list of results and time lines say the same as the books', async () => {
    const [rows, all] = [await books.rows(MONDAY), await books.results(MONDAY)];
    const results = all.filter(({ undone }) => !undone);
    const people = (some: typeof results) => new Set(some.map(({ customerId }) => customerId)).size;
    for (const { staffNo, ...shown } of await desk.leader.board()) {
      const own = rows.filter(({ agent, state }) => agent === staffNo && state !== 'struck');
      const said = results.filter(({ agent }) => agent === staffNo);
      expect({ staffNo, ...shown }).toEqual({
        staffNo,
        total: own.length,
        done: own.filter(({ state }) => state === 'settled').length,
        reached: people(said.filter(({ reached }) => reached)),
        valid: people(said.filter(({ valid }) => valid)),
        left: own.filter(({ state }) => state === 'fixed').length,
        attempts: said.filter(({ counts }) => counts).length,
      });
    }
    expect((await desk.leader.resultIds()).sort()).toEqual(all.map(({ id }) => id).sort());
    const lines = await books.timeLines(MONDAY);
    for (const { customerId, name } of rows) {
      const own = all.filter((result) => result.customerId === customerId);
      expect((await desk.leader.historyIds(customerId)).sort()).toEqual(own.map(({ id }) => id).sort());
      expect([name, lines.get(name) ?? 0]).toEqual([name, own.filter(({ undone }) => !undone).length]);
    }
  });

  it('nobody who must not have lilies gets any', async () => {
    const wishes = await books.wishes();
    const flowers = wishes.filter(({ kind }) => kind === 'flower');
    expect(flowers).toHaveLength(1);
    expect(personNamed(flowers[0]?.name ?? '').remark).toBe('忌百合');
    const [bouquet] = flowers;
    expect(bouquet?.bouquet).not.toMatch(/lily/);
    expect(wishes.map(({ kind }) => kind).sort()).toEqual([
      'card',
      'flower',
      'ticket',
      'ticket',
      'ticket',
      'ticket',
      'visit',
    ]);
  });

  it('tomorrow begins with what today left: carried over, tried again, promised', async () => {
    const today = await books.rows(MONDAY);
    const reasons = (await books.reasons()).filter(({ state }) => state === 'waiting');
    // Nobody is congratulated after the day, carried over or not (decision 0062).
    const over = ({ rule, until: last }: (typeof reasons)[number]) =>
      rule === 'birthday' && last !== null && last < TUESDAY;
    const due = reasons.filter((reason) => reason.dueFrom <= TUESDAY && !over(reason));
    await office.at('08:49:57', TUESDAY);
    await runOver('daily-dispatch', TUESDAY);
    const rows = await books.rows(TUESDAY);
    expect(new Set(rows.map(({ customerId }) => customerId))).toEqual(
      new Set(due.map(({ customerId }) => customerId)),
    );
    const kept = due.filter(({ rule }) => rule === 'promised');
    expect(kept.length).toBeGreaterThan(0);
    for (const { customerId, at, agent } of kept)
      expect(rows.find((row) => row.customerId === customerId)).toMatchObject({ at, agent });
    const carried = new Set(
      today.filter(({ state }) => state === 'carried').map(({ customerId }) => customerId),
    );
    expect(carried.size).toBeGreaterThan(0);
    for (const row of rows) expect(row.lead === 'carried-over').toBe(carried.has(row.customerId));
    expect(rows.map(({ agent }) => agent)).not.toContain(chen.staffNo);
    for (const sheet of new Set(rows.map((row) => row.sheet)))
      expect(inOrder(rows.filter((row) => row.sheet === sheet))).toBe(true);
  });

  it('no name, number or address stands in a log or in Redis', async () => {
    expect(wordsIn(await redisText(office), secrets())).toEqual([]);
    const written = await office.written();
    expect(written).toContain('"route":"calls.next"');
    expect(wordsIn(written, secrets())).toEqual([]);
    expect(written).not.toMatch(/unhandled rejection/);
  });
});

/** Agreed times first, then what was carried over, then the rest. */
function inOrder(rows: readonly SheetLine[]): boolean {
  const rank = ({ at, lead }: SheetLine) => (at !== null ? 0 : lead === 'carried-over' ? 1 : 2);
  const ranks = rows.toSorted((a, b) => a.place - b.place).map(rank);
  return ranks.every((one, at) => at === 0 || (ranks[at - 1] ?? 0) <= one);
}
