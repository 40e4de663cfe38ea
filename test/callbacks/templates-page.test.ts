import { describe, expect, it } from 'vitest';
import { sizeWords } from '../../server/callbacks/message-template.view.ts';
import { openWholeOffice, people } from '../support/page.ts';

const office = await openWholeOffice();
const { messageTemplates } = office.services;
const leader = await office.signIn(people.leaderHe);

describe('message templates', () => {
  it('stand by channel, filled as the customer gets them, for the leader alone', async () => {
    const page = await leader.get('/callbacks/templates');
    expect(page.status).toBe(200);
    expect(page.text).toContain('两次未接通');
    expect(page.text).toContain('【滨江百货】王女士您好，我是滨江百货售后服务周丽娜');
    expect(page.text).toMatch(/\d+ 字，1 条短信/);
    expect((await (await office.signIn(people.agentChen)).get('/callbacks/templates')).status).toBe(403);
    expect((await leader.get('/callbacks/templates?code=none')).status).toBe(404);
  });

  it('keep what was typed and say what is wrong beside it', async () => {
    await leader.get('/callbacks/templates');
    const refused = await leader.post('/callbacks/templates', {
      basedOn: '0',
      channel: 'wechat',
      title: '',
      text: '{天气}不错',
    });
    expect(refused.status).toBe(422);
    for (const part of ['id="title-error"', 'id="text-error"', '{天气}不错', 'value="wechat" checked'])
      expect(refused.html).toContain(part);
    expect((await messageTemplates.current()).version).toBe(0);
  });

  it('take a new one, change it and put it out of use', async () => {
    await leader.get('/callbacks/templates');
    const fields = { channel: 'sms', title: '节后再联系', text: '{称呼}您好，节后再给您去电。' };
    const added = await leader.post('/callbacks/templates', { ...fields, basedOn: '0', active: 'on' });
    expect(added.status).toBe(303);
    const { version, templates } = await messageTemplates.current();
    const own = templates.at(-1)!;
    expect(own).toMatchObject({ ...fields, active: true });
    await leader.get(`/callbacks/templates?code=${own.code}`);
    const changed = await leader.post(`/callbacks/templates/${own.code}`, {
      ...fields,
      text: '{称呼}您好，假日后再给您去电。',
      basedOn: String(version),
    });
    expect(changed.status).toBe(303);
    const now = (await messageTemplates.current()).templates.at(-1);
    expect(now).toMatchObject({ code: own.code, active: false });
    expect((await leader.get('/callbacks/templates')).text).toContain('节后再联系 停用');
  });

  it('are not changed over a change made meanwhile', async () => {
    await leader.get('/callbacks/templates');
    const stale = await leader.post('/callbacks/templates/missed', {
      basedOn: '0',
      channel: 'sms',
      title: '两次未接通',
      text: '您好。',
    });
    expect(stale.status).toBe(409);
  });
});

describe('how long a text message is', () => {
  it.each([
    [70, 1],
    [71, 2],
    [134, 2],
    [135, 3],
  ])('%i characters are sent in %i', (count, parts) => {
    expect(sizeWords('字'.repeat(count), 'sms', translate)).toBe(
      `messages.size.sms ${String(count)} ${String(parts)}`,
    );
  });
});

function translate(key: string, values: Record<string, string | number> = {}): string {
  return [key, ...Object.values(values)].join(' ');
}
