import { beforeEach, describe, expect, it } from 'vitest';
import { METRIC_IDS } from '../../server/metrics/index.ts';
import { callScene, chen, li, MONDAY, result, TUESDAY, zhang } from '../callbacks/call-scene.ts';
import { useDatabase } from '../support/database.ts';

const db = await useDatabase();
const scene = await callScene(db);
const { metrics } = scene.services;
const monday = { from: MONDAY, to: MONDAY };

/** `numerator/denominator` of a metric now. */
const figure = async (id: (typeof METRIC_IDS)[number], agent: string | null = null, period = monday) => {
  const { numerator, denominator } = (await metrics.report(period, agent)).figures[id];
  return `${numerator}/${denominator}`;
};
const freeze = () => db.transaction((session) => metrics.freeze(MONDAY, session));

beforeEach(async () => {
  await scene.open();
});

describe('figures of a calling day', () => {
  it('count what was saved, per person and together', async () => {
    const first = await scene.next(zhang);
    await scene.callbacks.save(result(first, 'N1'), zhang);
    const second = await scene.next(li);
    await scene.callbacks.save(result(second, 'R1'), li);
    expect(await figure('dial-coverage')).toBe('2/12');
    expect(await figure('connect')).toBe('1/2');
    expect(await figure('connect', zhang.staffNo)).toBe('0/1');
    expect(await figure('cooperation')).toBe('0/1');
    const { agents, people } = await metrics.report(monday, null);
    expect(people).toEqual([zhang, li, chen].map(({ staffNo }) => staffNo));
    expect(agents.map(({ figures }) => figures['dial-coverage'].denominator)).toEqual([4, 4, 4]);
  });

  it('lead to the rows behind them', async () => {
    const call = await scene.next(zhang);
    const { result: saved } = await scene.callbacks.save(result(call, 'R1'), zhang);
    const of = { metric: 'reach' as const, part: 'numerator' as const, ...monday };
    expect(await metrics.rowsOf(of, null)).toMatchObject([
      { customerId: call.customerId, callId: saved._id, time: '09:20', agent: zhang.staffNo },
    ]);
    expect(await metrics.rowsOf(of, li.staffNo)).toEqual([]);
    const due = await metrics.rowsOf({ metric: 'valid-completion', part: 'denominator', ...monday }, null);
    expect(due).toHaveLength(12);
  });

  it('forget what was taken back', async () => {
    const call = await scene.next(zhang);
    const { result: saved } = await scene.callbacks.save(result(call, 'R1'), zhang);
    expect(await figure('reach')).toBe('1/1');
    await scene.callbacks.undo(saved._id, zhang);
    expect(await figure('reach')).toBe('0/0');
    expect(await figure('dial-coverage')).toBe('0/12');
  });

  it('count somebody carried over once in two days', async () => {
    scene.at('18:30');
    await db.transaction((session) => scene.callbacks.closeDay(MONDAY, 'duty', session));
    scene.at('08:20', TUESDAY);
    await scene.run('dispatch-draft', TUESDAY);
    scene.at('08:50', TUESDAY);
    await scene.run('daily-dispatch', TUESDAY);
    expect(await figure('dial-coverage', null, { from: MONDAY, to: TUESDAY })).toBe('0/12');
  });
});

describe('the close of a day', () => {
  it('freezes its figures once; what is keyed later is seen beside them', async () => {
    const call = await scene.next(zhang);
    await scene.callbacks.save(result(call, 'N1'), zhang);
    scene.at('18:30');
    expect(await freeze()).toBe(true);
    expect((await metrics.report(monday, null)).days[0]?.frozen?.changed).toEqual([]);
    scene.at('18:31');
    const late = await scene.callbacks.openIncoming(call.customerId, li);
    await scene.callbacks.save(result(late, 'R1'), li);
    expect(await freeze()).toBe(false);
    const [day] = (await metrics.report(monday, null)).days;
    expect(day?.frozen?.figures.cooperation).toMatchObject({ numerator: 0, denominator: 0 });
    expect(day?.figures.cooperation).toMatchObject({ numerator: 0, denominator: 1 });
    expect(day?.frozen?.changed).toEqual(['cooperation']);
    expect((await metrics.report(monday, zhang.staffNo)).days[0]?.frozen?.changed).toEqual([]);
  });

  it('keeps nothing when its transaction fails', async () => {
    const failing = db.transaction(async (session) => {
      await metrics.freeze(MONDAY, session);
      throw new Error('the close broke off');
    });
    await expect(failing).rejects.toThrow('broke off');
    expect((await metrics.report(monday, null)).days[0]?.frozen).toBeNull();
    expect(await freeze()).toBe(true);
  });
});
