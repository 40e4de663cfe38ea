import { describe, expect, it } from 'vitest';
import { dispositionRoutes, makeDispositions, type Dispositions } from '../../server/callbacks/index.ts';
import { EMPTY_DRAFT } from '../../server/callbacks/disposition-draft.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { settableClock } from '../support/clock.ts';
import { openOffice, people } from '../support/page.ts';

const clock = settableClock('2026-11-23T08:31:00+08:00');
const opened: Dispositions[] = [];
const office = await openOffice(
  (house, staff) => {
    const dispositions = makeDispositions(house);
    opened.push(dispositions);
    return dispositionRoutes({
      dispositions,
      staffNames: async () => new Map((await staff.list()).map(({ staffNo, name }) => [staffNo, name])),
    });
  },
  { clock },
);
const dispositions = opened[0]!;
const he = await office.signIn(people.leaderHe);
const lin = await office.signIn(people.supervisorLin);
const chen = await office.signIn(people.agentChen);
const actor = people.leaderHe;
const PATH = '/callbacks/dispositions';

const fax = {
  name: '传真音',
  right: 'no',
  counts: 'on',
  group: 'NC',
  step: 'wait',
  minutes: '45',
  days: '7',
  then: 'R1',
};

describe('dispositions, for the leader', () => {
  it('are shown with digits, words of the sheet, flags and next step', async () => {
    const { status, text } = await he.get(PATH);
    expect(status).toBe(200);
    expect(text).toContain('随系统原样');
    expect(text).toMatch(/4 空号停机 W1/);
    expect(text).toContain('30 分钟后再拨，一天最多两次');
    expect(text).toContain('7 天后再拨一次，再遇到算空号停机');
  });

  it('carry the words of the printed sheet on its nine digits', () => {
    const codes = ['V1', 'N1', 'N2', 'W1', 'W2', 'R1', 'B1', 'V2', 'B2'];
    for (const language of ['zh-CN', 'zh-TW'] as const) {
      const t = loadWords().in(language);
      for (const [at, code] of codes.entries())
        expect(t(`callbacks.disposition.${code}`)).toBe(t(`dispatch.paper.box.${at + 1}`));
    }
  });

  it('are read by the supervisor, changed by the leader only', async () => {
    const read = await lin.get(PATH);
    expect(read.status).toBe(200);
    expect(read.html).not.toContain('name="basedOn"');
    expect((await lin.post(PATH, { ...fax, basedOn: '0' })).status).toBe(403);
    expect((await chen.get(PATH)).status).toBe(403);
  });

  it('keep what was typed when something is wrong, with every reason', async () => {
    await he.get(PATH);
    const refused = await he.post(PATH, { ...fax, name: '', complete: 'on', basedOn: '0' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('填写名称，最多 12 个字');
    expect(refused.text).toContain('完成回访必须是本人');
    expect(refused.html).toContain('value="45"');
    expect(await dispositions.versions()).toEqual([]);
  });

  it('get one of their own, which keeps its code when it is renamed', async () => {
    await he.get(PATH);
    const { status } = await he.post(PATH, { ...fax, basedOn: '0' });
    expect(status).toBe(303);
    const [added] = (await dispositions.all()).filter(({ builtIn }) => !builtIn);
    expect(added).toMatchObject({
      code: 'X1',
      name: '传真音',
      active: true,
      digit: null,
      next: { kind: 'wait', minutes: 45, timesADay: 2 },
    });
    const form = await he.get(`${PATH}/X1`);
    expect(form.html).toContain('value="传真音"');
    await he.post(`${PATH}/X1`, { ...fax, name: '传真机', basedOn: '1' });
    expect((await dispositions.all()).at(-1)).toMatchObject({ code: 'X1', name: '传真机' });
    const { text } = await he.get(PATH);
    expect(text).toMatch(/2 更改 X1 传真机 2026-11-23 08:31 何建平/);
  });

  it('are switched off and on; the nine of the sheet are not', async () => {
    await he.get(PATH);
    await he.post(`${PATH}/N6/active`, { basedOn: '2' });
    expect((await dispositions.all()).find(({ code }) => code === 'N6')?.active).toBe(false);
    await he.get(PATH);
    await he.post(`${PATH}/N6/active`, { basedOn: '3', active: 'on' });
    expect((await dispositions.all()).find(({ code }) => code === 'N6')?.active).toBe(true);
    await he.get(PATH);
    const refused = await he.post(`${PATH}/N1/active`, { basedOn: '4' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('纸面上有格子');
  });

  it('refuse a change of a delivered one, and of one that is not there', async () => {
    await expect(
      dispositions.change({ basedOn: 4, code: 'N1', draft: { ...EMPTY_DRAFT, name: '没人接' } }, actor),
    ).rejects.toThrow('built-in');
    expect((await he.get(`${PATH}/N1`)).status).toBe(404);
    expect((await he.get(`${PATH}/X9`)).status).toBe(404);
  });

  it('tell the second of two leaders that the first was quicker', async () => {
    const both = await Promise.allSettled(
      ['甲', '乙'].map((name) => dispositions.add({ basedOn: 4, draft: { ...EMPTY_DRAFT, name } }, actor)),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await he.get(PATH);
    const late = await he.post(PATH, { ...fax, name: '丙', basedOn: '4' });
    expect(late.status).toBe(409);
    expect((await dispositions.current()).version).toBe(5);
  });

  it('leave a line in the trail for every change', async () => {
    const events = await office.house.audit.list({ event: 'disposition.changed' }, 10);
    expect(events.map(({ subject }) => subject?.id).sort()).toEqual(['N6', 'N6', 'X1', 'X1', 'X2']);
  });
});
