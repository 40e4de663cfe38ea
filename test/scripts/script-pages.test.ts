import { beforeAll, describe, expect, it } from 'vitest';
import { openWholeOffice, people, type Page, type Visitor } from '../support/page.ts';

const office = await openWholeOffice();
const { scripts } = office.services;
const deputy = { staffNo: '0302', name: '马莉', roles: ['leader' as const] };
let leader: Visitor;
let purchase = '';

beforeAll(async () => {
  await scripts.seed();
  leader = await office.signIn(people.leaderHe);
  purchase = (await scripts.list()).find(({ title }) => title === '购后回访')!.scriptId;
});

/** Everything the form of a page would send, as a browser without script reads it. */
function formOf({ html }: Page): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  const add = (name: string, value: string) => {
    const known = fields[name];
    fields[name] = known === undefined ? value : [...[known].flat(), value];
  };
  const form = /<form id="script-form"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  for (const [tag, inner = ''] of [
    ...form.matchAll(/<input[^>]*>/g),
    ...form.matchAll(/<textarea[^>]*>([\s\S]*?)<\/textarea>/g),
  ]) {
    const name = attribute(tag, 'name');
    if (name === null || name === '_csrf') continue;
    if (/type="(checkbox|radio)"/.test(tag)) {
      if (/ checked/.test(tag)) add(name, attribute(tag, 'value') ?? 'on');
    } else add(name, tag.startsWith('<textarea') ? decoded(inner) : (attribute(tag, 'value') ?? ''));
  }
  for (const [tag] of form.matchAll(/<select[\s\S]*?<\/select>/g)) {
    const chosen = /<option value="([^"]*)" selected/.exec(tag) ?? /<option value="([^"]*)"/.exec(tag);
    add(attribute(tag, 'name') ?? '', decoded(chosen?.[1] ?? ''));
  }
  return fields;
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag);
  return found === null ? null : decoded(found[1] ?? '');
}

function decoded(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const edit = async (visitor: Visitor, more: Record<string, string | string[]> = {}) => {
  const page = await visitor.get(`/scripts/${purchase}/edit`);
  return { ...formOf(page), ...more };
};

describe('the list of scripts', () => {
  it('shows what is used for what, and nobody but leader and administrator', async () => {
    const page = await leader.get('/scripts');
    expect(page.status).toBe(200);
    expect(page.text).toContain('在用 10 份');
    expect(page.text).toMatch(/购后回访 购后 8 第 1 版 2026-11-23 08:41 系统自带 在用/);
    expect(page.text).not.toContain('还没有话术');
    const agent = await office.signIn(people.agentChen);
    expect((await agent.get('/scripts')).status).toBe(403);
    expect((await (await office.signIn(people.adminZhao)).get('/scripts')).status).toBe(200);
  });

  it('begins a new one with a name, and says so where it has none', async () => {
    await leader.get('/scripts');
    const refused = await leader.post('/scripts', { title: ' ' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('id="title-error"');
    const begun = await leader.post('/scripts', { title: '店庆致谢' });
    expect(begun.location).toMatch(/^\/scripts\/[0-9a-f]{24}\/edit$/);
    expect((await leader.get('/scripts')).text).toContain('店庆致谢 还没指定 0 还没发布 草稿');
  });
});

describe('one script', () => {
  it('is played by its address, without script and without keeping anything', async () => {
    const path = `/scripts/${purchase}?answer-q1=2&answer-q1-1=quality&answer-q1-2=exchange`;
    const page = await leader.get(path);
    expect(page.text).toContain('因为 Q1 是 2 分（≤ 2），追问 2 题');
    expect(page.text).toContain('换货 要求换货，记为投诉');
    expect(page.text).toContain('Q1.2 → 投诉（要求换货）');
    expect(page.text).toContain('还差 2 题必问：Q2、Q3');
    expect(page.text).toMatch(/我马上转给 ?针织部/);
    expect(page.text).toContain('Q1.3 本次不问：仅当 Q1 ≥ 4');
  });

  it('keeps answers of a left branch in the form and says that they do not count', async () => {
    const page = await leader.get(`/scripts/${purchase}?answer-q1=5&answer-q1-1=quality`);
    expect(page.text).toContain('Q1.1 先前的 1 个回答留着，不计');
    expect(page.html).toContain('<input type="hidden" name="answer-q1-1" value="quality">');
  });

  it('says what is wrong with an answer beside its question', async () => {
    const page = await leader.get(`/scripts/${purchase}?answer-q1=9`);
    expect(page.text).toContain('请填 1 到 5 之间的整数');
  });

  it('is not found when there is none', async () => {
    expect((await leader.get('/scripts/none')).status).toBe(404);
    expect((await leader.get('/scripts/none/edit')).status).toBe(404);
  });

  it('goes out of use and comes back', async () => {
    await leader.get(`/scripts/${purchase}`);
    await leader.post(`/scripts/${purchase}/retire`, { retired: 'yes' });
    const list = await leader.get('/scripts');
    expect(list.text).toContain('这些事由还没有话术，通话页只能自由记录：购后');
    await leader.get(`/scripts/${purchase}`);
    await leader.post(`/scripts/${purchase}/retire`, { retired: 'no' });
    expect((await leader.get('/scripts')).text).not.toContain('这些事由还没有话术');
  });
});

describe('the editor without script', () => {
  it('sends what it shows: saving any script unchanged changes nothing', async () => {
    for (const { scriptId, version } of await scripts.list()) {
      if (version === 0) continue;
      const before = await scripts.draft(scriptId);
      const form = formOf(await leader.get(`/scripts/${scriptId}/edit`));
      expect((await leader.post(`/scripts/${scriptId}/draft`, form)).status).toBe(303);
      expect(await scripts.draft(scriptId)).toEqual(before);
    }
  });

  it('adds a question at the end and goes on in it', async () => {
    const added = await leader.post(
      `/scripts/${purchase}/draft`,
      await edit(leader, { do: 'add', 'new-kind': 'yes-no' }),
    );
    expect(added.location).toBe(`/scripts/${purchase}/edit?at=text-q4`);
    const page = await leader.get(added.location ?? '');
    expect(page.html).toMatch(/<textarea id="text-q4"[^>]* autofocus/);
    expect(page.text).toContain('发布前还有 1 处要补 Q4 还没写问法');
  });

  it('moves it up past a whole branch, the arrow stays in the hand', async () => {
    const moved = await leader.post(`/scripts/${purchase}/draft`, await edit(leader, { do: 'up:q4' }));
    const page = await leader.get(moved.location ?? '');
    expect(page.html).toMatch(/id="up-q4"[^>]* autofocus/);
    const { text } = await scripts.draft(purchase);
    expect(text.questions.map(({ id }) => id).slice(-3)).toEqual(['q4', 'q3', 'q3-1']);
  });

  it('shows the fields of another kind once it is chosen', async () => {
    const changed = await leader.post(
      `/scripts/${purchase}/draft`,
      await edit(leader, { do: 'kind:q4', 'kind-q4': 'scale', 'text-q4': '停车方便吗？' }),
    );
    const page = await leader.get(changed.location ?? '');
    expect(page.html).toMatch(/<select id="kind-q4"[^>]* autofocus/);
    expect(page.html).toContain('name="from-q4" value="1"');
  });

  it('keeps all that was typed and tells what is wrong beside each field', async () => {
    const refused = await leader.post(
      `/scripts/${purchase}/publish`,
      await edit(leader, {
        'to-q4': '十',
        'text-q1': '',
        elsewhere: '{称呼}的生日快到了',
        closing: '再见{天气}',
        note: '',
        rules: [],
      }),
    );
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="十"');
    expect(refused.html).toContain('再见{天气}');
    expect(refused.html).toContain('id="to-q4-error"');
    // A figure that is none cannot be kept, so the rest waits until it is put right.
    const again = await leader.post(`/scripts/${purchase}/publish`, {
      ...formOf(refused),
      'to-q4': '5',
      note: '',
    });
    expect(again.status).toBe(422);
    for (const field of ['text-q1', 'elsewhere', 'closing', 'note', 'rules'])
      expect(again.html, field).toContain(`id="${field}-error"`);
    expect(again.text).toContain('未保存：有 5 处需更正');
    expect((await scripts.versions(purchase))[0]?.version).toBe(1);
    await leader.get(`/scripts/${purchase}/edit`);
    await leader.post(`/scripts/${purchase}/undo`, formOf(await leader.get(`/scripts/${purchase}/edit`)));
  });

  it('publishes with a note; the history tells what changed', async () => {
    const published = await leader.post(
      `/scripts/${purchase}/publish`,
      await edit(leader, { 'text-q2': '怎么洗、怎么存放，导购讲清楚了吗？', note: '说得更具体，加停车一题' }),
    );
    expect(published.location).toBe(`/scripts/${purchase}`);
    const page = await leader.get(`/scripts/${purchase}`);
    expect(page.text).toContain('第 2 版 现行');
    expect(page.text).toContain('说得更具体，加停车一题');
    expect(page.text).toContain('与前一版相比 2 处不同');
    expect(page.text).toMatch(/Q2 改了问法 原来： 怎么使用、怎么保养，导购给您讲清楚了吗？ 改成： 怎么洗/);
    expect(page.text).toMatch(/新加 Q3 改成： 停车方便吗？/);
    const first = await leader.get(`/scripts/${purchase}?version=1`);
    expect(first.text).toContain('第 1 版 旧版');
    expect(first.text).toContain('怎么使用、怎么保养');
  });

  it('plays what is typed before it is saved', async () => {
    const draft = await scripts.draft(purchase);
    const page = await leader.post(
      `/scripts/${purchase}/try`,
      await edit(leader, { 'text-q2': '导购怎么样？', 'answer-q1': '5' }),
    );
    expect(page.status).toBe(200);
    expect(page.text).toContain('已答 1/5');
    expect(page.text).toContain('导购怎么样？');
    expect(await scripts.draft(purchase)).toEqual(draft);
  });

  it('forgets a draft that is thrown away, until that is taken back', async () => {
    await leader.post(`/scripts/${purchase}/draft`, await edit(leader, { closing: '改坏了。' }));
    const form = await edit(leader);
    await leader.post(`/scripts/${purchase}/discard`, form);
    expect((await scripts.draft(purchase)).text.closing).not.toBe('改坏了。');
    await leader.post(`/scripts/${purchase}/undo`, await edit(leader));
    expect((await scripts.draft(purchase)).text.closing).toBe('改坏了。');
    await leader.post(`/scripts/${purchase}/discard`, await edit(leader));
  });
});

describe('two leaders in one editor', () => {
  it('see what the other one changed, keep what they typed, and decide', async () => {
    const other = await office.signIn(deputy);
    const mine = await edit(leader, {
      opening: '您好，请问是{称呼}吗？我是{店名}的。',
      'text-q2': '讲清楚了吗？',
    });
    await other.post(`/scripts/${purchase}/draft`, {
      ...formOf(await other.get(`/scripts/${purchase}/edit`)),
      closing: '谢谢{称呼}。',
    });
    const late = await leader.post(`/scripts/${purchase}/draft`, mine);
    expect(late.status).toBe(409);
    expect(late.text).toContain('马莉 在 08:41 先存了这份草稿');
    expect(late.text).toMatch(/结束语 原来： 谢谢\{称呼\}。小票.* 改成： 谢谢\{称呼\}。/);
    expect(late.html).toContain('我是{店名}的。');
    expect((await scripts.draft(purchase)).text.closing).toBe('谢谢{称呼}。');
    // Saving again is a decision now: the form carries the other one's version.
    expect((await leader.post(`/scripts/${purchase}/draft`, formOf(late))).status).toBe(303);
    expect((await scripts.draft(purchase)).text.opening).toBe('您好，请问是{称呼}吗？我是{店名}的。');
  });
});

describe('the editor with script', () => {
  it('saves by itself and hears what it needs for the next save', async () => {
    const form = await edit(leader, { closing: '自己存的。' });
    const asked = { accept: 'application/json' };
    const saved = await leader.post(`/scripts/${purchase}/draft`, form, asked);
    const { draftVersion } = JSON.parse(saved.html) as { draftVersion: number };
    expect(draftVersion).toBe((await scripts.draft(purchase)).draftVersion);
    const stale = await leader.post(`/scripts/${purchase}/draft`, { ...form, closing: '又改。' }, asked);
    expect(stale.status).toBe(409);
  });

  it('gets the questionnaire alone when it is played', async () => {
    const part = await leader.post(`/scripts/${purchase}/try`, await edit(leader), { 'hx-request': 'true' });
    expect(part.html).not.toContain('<html');
    expect(part.html).toContain('id="desk-script-body"');
    const answered = await leader.get(`/scripts/${purchase}?answer-q1=5`, { 'hx-request': 'true' });
    expect(answered.html).not.toContain('<html');
  });
});
