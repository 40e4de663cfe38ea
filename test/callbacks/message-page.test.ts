import { beforeEach, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/page.ts';
import { result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks } = scene;

let agent: Visitor;
let customer: string;

/** Somebody of Zhang's sheet who was called in vain this often. */
async function missed(times: number): Promise<string> {
  const call = await scene.next(zhang);
  await callbacks.save(result(call, 'N2'), zhang);
  for (let more = 1; more < times; more += 1) {
    scene.at(`1${String(more)}:00`);
    await callbacks.save(result(await callbacks.open(call.itemId ?? '', zhang), 'N2'), zhang);
  }
  return call.customerId;
}

const idIn = (html: string, at: number) =>
  [...html.matchAll(/name="submissionId" value="([^"]*)"/g)][at]?.[1] ?? '';

beforeEach(async () => {
  await scene.open();
  agent = await scene.visit(zhang);
});

describe('a message after calls in vain', () => {
  it('is filled from a template, sent by hand, and logged once', async () => {
    customer = await missed(2);
    const page = await agent.get(`/calls/message/${customer}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('滨江百货售后服务张慧敏');
    const form = {
      submissionId: idIn(page.html, 0),
      channel: 'sms',
      template: 'missed',
      text: '【滨江百货】您好，今天给您去电未能接通。',
    };
    for (let times = 0; times < 2; times += 1) {
      const answer = await agent.post(`/calls/message/${customer}`, form);
      expect(answer.location).toBe(`/calls/message/${customer}`);
    }
    const sent = (await callbacks.resultsOfCustomer(customer, 10)).filter(
      ({ source }) => source === 'message',
    );
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      disposition: 'SMS',
      direction: 'out',
      source: 'message',
      flags: { counts: false },
    });
  });

  it('waits for the second miss, and says so beside the text with everything kept', async () => {
    customer = await missed(1);
    const page = await agent.get(`/calls/message/${customer}`);
    const answer = await agent.post(`/calls/message/${customer}`, {
      submissionId: idIn(page.html, 0),
      channel: 'wechat',
      template: 'ask-time',
      text: '请问什么时间方便？',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('2 次没拨通以后才发信息');
    expect(answer.html).toContain('请问什么时间方便？</textarea>');
  });

  it('is answered: taken down as an incoming contact, and the channel stopped when asked', async () => {
    customer = await missed(2);
    const page = await agent.get(`/calls/message/${customer}`);
    const form = { submissionId: idIn(page.html, 1), channel: 'sms', words: 'T', optOut: 'on' };
    expect((await agent.post(`/calls/message/${customer}/reply`, form)).status).toBe(303);
    const taken = (await callbacks.resultsOfCustomer(customer, 10)).find(({ source, direction }) => {
      return source === 'message' && direction === 'in';
    });
    expect(taken).toMatchObject({ disposition: 'REPLY', direction: 'in', words: 'T' });
    const again = await agent.post(`/calls/message/${customer}`, {
      submissionId: idIn(page.html, 0),
      channel: 'sms',
      template: '',
      text: '您好',
    });
    expect(again.status).toBe(422);
    expect(again.text).toContain('顾客没有同意用这个方式联系');
  });

  it('keeps an empty answer from being taken down', async () => {
    customer = await missed(1);
    const page = await agent.get(`/calls/message/${customer}`);
    const form = { submissionId: idIn(page.html, 1), channel: 'sms', words: ' ' };
    expect((await agent.post(`/calls/message/${customer}/reply`, form)).status).toBe(422);
    expect((await agent.post(`/calls/message/${customer}`, { channel: 'pigeon' })).status).toBe(422);
  });
});
