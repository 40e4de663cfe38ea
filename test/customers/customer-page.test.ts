import { describe, expect, it } from 'vitest';
import { people } from '../support/page.ts';
import { customerScene, madamWang } from './customer-scene.ts';
import { member, participant, receipt, TODAY, vip } from './house.ts';

const { office, db, audit, customers, history, visitor, letIn, idOf } = await customerScene();

/** The fields of the edit page as they came, to be sent back with changes. */
function formOf(html: string): Record<string, string> {
  const form: Record<string, string> = {};
  for (const [, tag = ''] of html.matchAll(/<input ([^>]*)>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
    const value = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
    if (/type="(radio|checkbox)"/.test(tag) && !tag.includes('checked')) continue;
    if (name !== '' && name !== '_csrf' && name !== 'q') form[name] = value;
  }
  for (const [, name = '', inner = ''] of html.matchAll(
    /<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
  )) {
    form[name] = /<option value="([^"]*)" selected/.exec(inner)?.[1] ?? '';
  }
  return form;
}

describe('the customer page', () => {
  it('shows who this is with masked numbers, and each view is traced', async () => {
    await letIn(
      madamWang,
      receipt({ cardNo: 'VIP00017850' }),
      participant({ name: '王芳', mobile: '13800138000', attended: '是' }),
    );
    const id = await idOf('VIP00017850');
    const { html, text } = await visitor.get(`/customers/${id}`);
    for (const words of [
      '王芳 女士',
      'wáng fāng',
      'VIP00017850',
      '138 **** 8000',
      '农历四月廿一，1968 年',
      '下次 2027-05-26',
      '花粉过敏',
      '珠宝鉴赏沙龙 到场',
      '¥2,380.00',
      '小票 600001',
      '贵宾卡表',
    ])
      expect(text).toContain(words);
    expect(html).not.toContain('13800138000');
    expect(html).not.toContain('138 0013 8000');
    expect(await audit.list({ event: 'customer.read', subjectId: id }, 5)).toHaveLength(1);
  });

  it('shows the full number for a purpose only, and says so in the trail', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    await visitor.get(`/customers/${id}`);
    expect((await visitor.post(`/customers/${id}/phones/0/reveal`, {})).status).toBe(422);
    const shown = await visitor.post(`/customers/${id}/phones/0/reveal`, { purpose: 'delivery' });
    expect(shown.text).toContain('138 0013 8000');
    const [line] = await audit.list({ event: 'phone.revealed', subjectId: id }, 5);
    expect(line).toMatchObject({ staffNo: '0101', why: 'delivery' });
    expect(JSON.stringify(line)).not.toContain('8000');
  });

  it('leads from a merged record to its survivor', async () => {
    await letIn(receipt({ cardNo: 'VIP00017850' }), member({ name: '王芳', phone: '13800138000' }));
    const ids = [await idOf('VIP00017850'), await idOf('王芳')];
    await letIn(madamWang);
    const survivor = await idOf('王芳');
    const loser = ids.find((id) => id !== survivor) ?? '';
    expect((await visitor.get(`/customers/${loser}`)).location).toBe(`/customers/${survivor}`);
  });

  it('is not for everybody, and unknown customers are unknown', async () => {
    await letIn(madamWang);
    const handler = await office.signIn(people.departmentSun);
    expect((await handler.get(`/customers/${await idOf('王芳')}`)).status).toBe(403);
    expect((await visitor.get('/customers/nobody')).status).toBe(404);
  });

  it('turns the pages of a long time line by key', async () => {
    await letIn(
      madamWang,
      ...Array.from({ length: 45 }, (_, at) =>
        receipt({
          cardNo: 'VIP00017850',
          receiptNo: String(700_000 + at),
          boughtAt: `2026-10-${String((at % 9) + 10)} 10:00:00`,
        }),
      ),
    );
    let path: string | undefined = `/customers/${await idOf('王芳')}?show=purchases`;
    const seen: string[] = [];
    while (path !== undefined) {
      const html: string = (await visitor.get(path)).html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
      seen.push(...[...html.matchAll(/小票 (\d{6})/g)].map((match) => match[1] ?? ''));
      path = /href="([^"]*before=[^"#]*)#/.exec(html)?.[1];
    }
    expect(seen).toHaveLength(45);
    expect(new Set(seen).size).toBe(45);
  });
});

describe('finding customers', () => {
  it('goes straight to the only one, lists several masked, and says when there is none', async () => {
    await letIn(madamWang, vip({ cardNo: 'VIP00000003', name: '王建国', mobile: '13900139000' }));
    expect((await visitor.get('/customers?q=VIP00017850')).location).toBe(`/customers/${await idOf('王芳')}`);
    const several = await visitor.get('/customers?q=wang');
    expect(several.text).toContain('138 **** 8000');
    expect(several.text).toContain('VIP000**003');
    expect(several.html).not.toContain('13900139000');
    expect((await visitor.get('/customers?q=李四')).text).toContain('没有找到“李四”');
    expect((await visitor.get('/customers')).text).toContain('输入几个字就能找到人');
  });
});

describe('editing', () => {
  it('saves what changed, with its history, and clears nothing else', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    const form = formOf((await visitor.get(`/customers/${id}/edit`)).html);
    const saved = await visitor.post(`/customers/${id}/edit`, {
      ...form,
      occupation: '会计',
      addPhones: '021-63221234 转 802',
      salutation: '王老师',
    });
    expect(saved.location).toBe(`/customers/${id}`);
    expect(await customers.get(id)).toMatchObject({
      occupation: '会计',
      salutation: '王老师',
      version: 2,
      birthday: { certified: { calendar: 'lunar', year: 1968, month: 4, day: 21 } },
      facts: { phones: ['+8613800138000', '+862163221234;ext=802'] },
    });
    const { text } = await visitor.get(`/customers/${id}/history/occupation`);
    expect(text).toContain('职业的改动');
    expect(text).toMatch(/2026-11-23 08:41 张丽 会计/);
  });

  it('names every error beside its field and keeps what was typed', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    const form = formOf((await visitor.get(`/customers/${id}/edit`)).html);
    const refused = await visitor.post(`/customers/${id}/edit`, {
      ...form,
      name: '王',
      birthday: '1948-02-30',
      calendar: 'solar',
      addPhones: '1380013800',
      postcode: '43',
      standing: 'deceased',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('未保存：有 5 处需更正');
    for (const field of ['name', 'birthday', 'addPhones', 'postcode', 'why'])
      expect(refused.html).toContain(`id="${field}-error"`);
    expect(formOf(refused.html)).toMatchObject({
      name: '王',
      birthday: '1948-02-30',
      addPhones: '1380013800',
      postcode: '43',
      standing: 'deceased',
    });
    expect(await customers.get(id)).toMatchObject({ version: 1 });
  });

  it('shows both versions to the second of two clerks and overwrites nothing', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    const form = formOf((await visitor.get(`/customers/${id}/edit`)).html);
    await visitor.post(`/customers/${id}/edit`, { ...form, occupation: '会计' });
    const late = await visitor.post(`/customers/${id}/edit`, {
      ...form,
      occupation: '教师',
      employer: '一中',
    });
    expect(late.status).toBe(409);
    expect(late.text).toContain('张丽在您打开后改过这份资料');
    expect(late.text).toMatch(/职业 会计 教师/);
    expect(await customers.get(id)).toMatchObject({ occupation: '会计', employer: null });
    const again = await visitor.post(`/customers/${id}/edit`, formOf(late.html));
    expect(again.status).toBe(303);
    expect(await customers.get(id)).toMatchObject({ occupation: '教师', employer: '一中', version: 3 });
  });

  it('stops calls at once when somebody died, with the reason', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    const form = formOf((await visitor.get(`/customers/${id}/edit`)).html);
    await visitor.post(`/customers/${id}/edit`, { ...form, standing: 'deceased', why: '家人来电告知' });
    expect((await customers.factsOf([id]))[0]).toMatchObject({ deceased: true });
    expect((await visitor.get(`/customers/${id}`)).text).toContain('顾客已故，不再联系');
  });

  it('marks a number as no longer in use without forgetting whose it was', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    const form = formOf((await visitor.get(`/customers/${id}/edit`)).html);
    await visitor.post(`/customers/${id}/edit`, { ...form, dropPhones: ['0'] });
    expect((await customers.factsOf([id]))[0]?.phones).toEqual([]);
    const [outcome] = await letIn(member({ name: '王芳', phone: '13800138000' }));
    expect(outcome).toMatchObject({ kind: 'updated', customerId: id });
    expect((await customers.factsOf([id]))[0]?.phones).toEqual([]);
  });
});

describe('small changes', () => {
  it('note a consent with the words, and the later statement decides', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    await visitor.get(`/customers/${id}`);
    const refused = await visitor.post(`/customers/${id}/consents`, {
      purpose: 'service',
      channel: 'visit',
      state: 'given',
      on: '2026-11-23',
      note: '好',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('这一用途没有这个渠道');
    const empty = await visitor.post(`/customers/${id}/consents`, {
      purpose: 'service',
      channel: 'phone',
      state: 'withdrawn',
      on: '2026-11-24',
      note: '',
    });
    expect(empty.text).toContain('写下顾客的原话');
    await visitor.post(`/customers/${id}/consents`, {
      purpose: 'service',
      channel: 'phone',
      state: 'withdrawn',
      on: '2026-11-23',
      note: '以后别打了',
    });
    expect((await customers.factsOf([id]))[0]?.serviceCall).toBe('withdrawn');
    expect((await visitor.get(`/customers/${id}`)).text).toContain('“以后别打了”');
  });

  it('confirm or refuse a taboo a list proposed; a refused one is not proposed again', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    await visitor.get(`/customers/${id}`);
    await visitor.post(`/customers/${id}/taboos/decide`, { text: '忌花粉', decision: 'confirmed' });
    await visitor.post(`/customers/${id}/taboos/decide`, { text: '忌百合', decision: 'refused' });
    await letIn(madamWang);
    expect((await customers.cardsFor([id])).get(id)?.taboos).toEqual(['花粉过敏', '忌花粉']);
  });

  it('add and drop how to speak', async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    await visitor.get(`/customers/${id}`);
    expect((await visitor.post(`/customers/${id}/notes`, { kind: 'speak', text: '' })).status).toBe(422);
    await visitor.post(`/customers/${id}/notes`, { kind: 'speak', text: '找李先生' });
    expect((await visitor.get(`/customers/${id}`)).text).toContain('找李先生');
    await visitor.post(`/customers/${id}/notes/drop`, { text: '找李先生' });
    expect((await customers.cardsFor([id])).get(id)?.speakNotes).toEqual([]);
  });
});

describe('all contact stopped by a call', () => {
  const stopped = async () => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    await db.transaction((session) =>
      customers.applyCall(
        id,
        [{ kind: 'do-not-disturb', deceased: true, words: '家人说已去世' }],
        { on: TODAY, resultId: 'r-1', actor: people.agentChen },
        session,
      ),
    );
    return id;
  };

  it('is seen by everybody and decided by the leader alone', async () => {
    const id = await stopped();
    expect((await customers.factsOf([id]))[0]).toMatchObject({ doNotContact: true, deceased: false });
    const page = await visitor.get(`/customers/${id}`);
    expect(page.text).toContain('听说顾客已故，电话、贺卡、鲜花已停，待组长确认');
    expect(page.text).toContain('家人说已去世');
    expect(page.html).not.toContain(`/customers/${id}/stop`);
    const decision = { decision: 'confirmed', stopWhy: '已与家人核实' };
    expect((await visitor.post(`/customers/${id}/stop`, decision)).status).toBe(403);
    const closing = { field: 'standing', taskWhy: '处理了' };
    expect((await visitor.post(`/customers/${id}/tasks/close`, closing)).status).toBe(422);

    const he = await office.signIn(people.leaderHe);
    await he.get(`/customers/${id}`);
    const without = await he.post(`/customers/${id}/stop`, { decision: 'confirmed', stopWhy: '' });
    expect(without.text).toContain('写一句原因');
    expect((await he.post(`/customers/${id}/stop`, decision)).location).toBe(`/customers/${id}`);
    expect((await customers.factsOf([id]))[0]).toMatchObject({ doNotContact: true, deceased: true });
    expect((await he.get(`/customers/${id}`)).text).toContain('顾客已故，不再联系');
    expect((await he.post(`/customers/${id}/stop`, decision)).status).toBe(409);
  });

  it('lifted, everything is as it was before the call', async () => {
    const id = await stopped();
    const he = await office.signIn(people.leaderHe);
    await he.get(`/customers/${id}`);
    await he.post(`/customers/${id}/stop`, { decision: 'lifted', stopWhy: '打错了人' });
    expect((await customers.factsOf([id]))[0]).toMatchObject({ doNotContact: false, deceased: false });
    const { text } = await he.get(`/customers/${id}`);
    expect(text).not.toContain('待组长确认');
    expect((await he.get(`/customers/${id}/history/standing`)).text).toContain('正常');
  });

  it('is not edited away', async () => {
    const id = await stopped();
    const form = formOf((await visitor.get(`/customers/${id}/edit`)).html);
    const refused = await visitor.post(`/customers/${id}/edit`, { ...form, standing: 'normal' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('由组长确认或解除');
  });
});

describe('calls on the time line', () => {
  const called = async (
    detail: Record<string, string>,
    kind: 'call' | 'incoming-call' | 'message' = 'call',
  ) => {
    await letIn(madamWang);
    const id = await idOf('王芳');
    const event = { customerId: id, kind, key: 'r-1', on: TODAY, time: '10:12', by: '0301' };
    await history.append([{ _id: 'e-1', ...event, detail: { agent: '0101', ...detail } }]);
    return id;
  };

  it('say why, how it ended, how content the customer was, and who dialled', async () => {
    const id = await called({
      disposition: 'X1',
      dispositionName: '改天再说',
      rules: 'after-purchase,birthday',
      tags: 'complaint,flower',
      csat: '2',
      words: '售货员态度不好',
    });
    const { html, text } = await visitor.get(`/customers/${id}?show=calls`);
    expect(text).toContain('回访 购后 + 生日：改天再说');
    expect(text).toContain('满意度 2');
    expect(text).toContain('售货员态度不好');
    expect(text).toContain('张丽');
    expect(html).toContain('complaint');
  });

  it('messages stand among the calls', async () => {
    const id = await called({ channel: 'wechat', direction: 'out', words: '您好' }, 'message');
    expect((await visitor.get(`/customers/${id}?show=calls`)).text).toContain('发微信');
  });

  it('what was taken back does not stand there any more', async () => {
    const id = await called({ disposition: 'V1' });
    expect(await db.transaction((session) => history.remove(id, 'call', 'r-1', session))).toBe(true);
    expect(await db.transaction((session) => history.remove(id, 'call', 'r-1', session))).toBe(false);
    expect((await history.timeline(id)).entries).toEqual([]);
  });
});
