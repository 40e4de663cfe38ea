import { describe, expect, it } from 'vitest';
import { loadWords } from '../../server/platform/i18n.ts';
import { deskScript, type DeskScript } from '../../server/scripts/index.ts';
import { published, purchaseCall } from './a-script.ts';

const t = loadWords().in('zh-CN');
const call = { address: '王女士', store: '滨江百货', agent: '周丽娜', item: '羊绒衫', counter: '针织部' };

const shown = (answers: Record<string, string>, extra: Parameters<typeof deskScript>[4] = {}) =>
  deskScript(
    published(purchaseCall()),
    Object.entries(answers).map(([question, value]) => ({ question, value })),
    call,
    t,
    extra,
  );

const said = (pieces: DeskScript['closing']) => pieces.map(({ text }) => text).join('');
const numbers = (items: DeskScript['items']): unknown[] =>
  items.map(({ branch, question }) => (branch === null ? question.number : numbers(branch.items)));

describe('the script on the call desk', () => {
  it('says the opening whole until something is answered, then in one line', () => {
    expect(shown({}).opening.open).toBe(true);
    expect(shown({ q1: '4' }).opening.open).toBe(false);
    expect(said(shown({}).opening.pieces)).toContain('您好，请问是王女士吗？我是滨江百货的周丽娜。');
  });

  it('shows what is not known as something to say', () => {
    const open = shown({}).opening.pieces.filter(({ kind }) => kind === 'open');
    expect(open.map(({ text }) => text)).toEqual(['日期']);
  });

  it('gathers follow-ups under the answer that brought them, and counts only what belongs to the call', () => {
    const { items, progress, skipped } = shown({ q1: '2', 'q1-1': 'o1' });
    expect(numbers(items)).toEqual(['Q1', ['Q1.1', 'Q1.2'], 'Q2', 'Q3']);
    expect(items[1]?.branch?.because).toBe('因为 Q1 是 2 分（≤ 2），追问 2 题');
    expect(progress).toBe('已答 2/5');
    expect(skipped).toEqual(['Q1.3 本次不问：仅当 Q1 ≥ 4']);
    expect(shown({}).later).toEqual(['Q1.1、Q1.2 视情况再问：仅当 Q1 ≤ 2', 'Q1.3 视情况再问：仅当 Q1 ≥ 4']);
  });

  it('says in words what was answered and what that sets', () => {
    const { items } = shown({ q1: '2', 'q1-2': 'exchange' });
    expect(items[0]?.question).toMatchObject({ answer: '2 分 不满意', low: true, state: 'answered' });
    expect(items[1]?.branch?.items[1]?.question).toMatchObject({
      answer: '换货',
      sets: '要求换货，记为投诉',
      low: true,
    });
  });

  it('gives each option its key, ten points the letter X', () => {
    const { items } = shown({ q1: '4' });
    const nps = items.at(-1)?.question;
    expect(nps?.options.map(({ key }) => key).join('')).toBe('0123456789X');
    expect(nps).toMatchObject({ input: 'scale', field: 'answer-q3' });
    expect(items[0]?.question?.options.map(({ key }) => key).join('')).toBe('12345');
  });

  it('keeps fields of answers that do not count, once each', () => {
    const { unused, items } = shown({ q1: '5', 'q1-1': 'o1', q2: 'o9', q8: 'gone' });
    expect(unused?.fields.map(({ name }) => name)).toEqual(['answer-q1-1', 'answer-q8']);
    // An answer that does not fit stands in its own field, to be put right there.
    expect(items.some(({ question }) => question?.field === 'answer-q2')).toBe(true);
  });

  it('rebuilds the closing words from the tags of the call and what was agreed', () => {
    const agreed = { ...call, department: '针织部', reply: '明天上午 09:46' };
    const answers = [
      { question: 'q1', value: '2' },
      { question: 'q1-2', value: 'exchange' },
    ];
    const script = published(purchaseCall());
    const closing = (tags?: ('complaint' | 'flower')[]) =>
      said(deskScript(script, answers, agreed, t, tags === undefined ? {} : { tags }).closing);
    expect(closing()).toBe('这件事我马上转针织部，明天上午 09:46前一定先给您答复。谢谢王女士，再见。');
    // The agent took the complaint back.
    expect(closing([])).toBe('谢谢王女士，再见。');
  });

  it('tells the errors of a refused save beside their questions', () => {
    const { items } = shown({}, { errors: { 'answer-q2': '请从所列的选项里选。' } });
    expect(items.find(({ question }) => question?.id === 'q2')?.question?.error).toBe('请从所列的选项里选。');
  });
});
