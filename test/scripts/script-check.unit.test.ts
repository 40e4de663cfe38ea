import { describe, expect, it } from 'vitest';
import { completeProblems, type Question, type ScriptText } from '../../server/scripts/index.ts';
import { options, purchaseCall, question } from './a-script.ts';

const problems = (more: Partial<ScriptText>) =>
  completeProblems(purchaseCall(more)).map(({ field, message }) => [
    field,
    message.replace('scripts.errors.', ''),
  ]);

const asking = (...questions: Question[]) => problems({ questions });

const scale = (from: number, to: number) => ({ from, to, lowLabel: '', highLabel: '' });

describe('a script that is to be published', () => {
  it('is complete as the leader of the picture wrote it', () => {
    expect(completeProblems(purchaseCall())).toEqual([]);
  });

  it('has a name, a reason to call, opening, closing and words for somebody else', () => {
    expect(problems({ title: '购', rules: [], opening: ' ', closing: '', elsewhere: '' })).toEqual([
      ['title', 'title'],
      ['rules', 'rules-none'],
      ['opening', 'empty'],
      ['elsewhere', 'empty'],
      ['closing', 'empty'],
    ]);
  });

  it('may be bound to promises and retries, for those that go on with no other call', () => {
    expect(problems({ rules: ['promised', 'retry'] })).toEqual([]);
  });

  it('asks who came only of an activity', () => {
    expect(problems({ attended: true })).toEqual([['attended', 'attended']]);
    expect(problems({ attended: true, rules: ['activity'] })).toEqual([]);
  });

  it('knows its placeholders, and where each of them may stand', () => {
    expect(problems({ opening: '您好{稱呼}，{天气}不错' })).toEqual([['opening', 'placeholder-unknown']]);
    expect(problems({ opening: '{责任部门}会答复您' })).toEqual([['opening', 'placeholder-place']]);
    expect(problems({ closing: '{责任部门}会在{答复时间}前答复您' })).toEqual([]);
    expect(problems({ promises: { flower: '{送花时间}给您送{花篮}' } })).toEqual([
      ['promise-flower', 'placeholder-unknown'],
    ]);
  });
});

describe('words for somebody else who answers', () => {
  it.each([
    ['{称呼}买的东西到了', 'elsewhere-telltale'],
    ['请转告{称呼}，她的{商品}', 'elsewhere-placeholder'],
    ['{称呼}快过生日了', 'elsewhere-telltale'],
    ['这里是售后服务', 'elsewhere-telltale'],
    ['我找{称呼}，她是我们的 VIP', 'elsewhere-telltale'],
  ])('reveal nothing: %s', (elsewhere, message) => {
    expect(problems({ elsewhere })).toEqual([['elsewhere', message]]);
  });

  it('may say whom we look for and who calls', () => {
    expect(problems({ elsewhere: '您好，我是滨江百货的{回访员}，请问{称呼}在吗？' })).toEqual([]);
  });
});

describe('its questions', () => {
  it('have words, and options that differ', () => {
    expect(
      asking(
        question('q1', { text: ' ' }),
        question('q2', { kind: 'choice', options: options('好') }),
        question('q3', { kind: 'choice', options: options('好', '好', '') }),
      ),
    ).toEqual([
      ['text-q1', 'question-empty'],
      ['label-q2-1', 'options'],
      ['label-q3-2', 'option-twice'],
      ['label-q3-3', 'option-label'],
    ]);
  });

  it('have ids of their own', () => {
    expect(asking(question('q1'), question('q1'))).toContainEqual(['questions', 'ids']);
    expect(asking(question('first'))).toEqual([['questions', 'ids']]);
  });

  it('have a scale that a digit can answer', () => {
    for (const bounds of [scale(5, 1), scale(3, 3), scale(1, 11), scale(0.5, 3)])
      expect(asking(question('q1', { kind: 'scale', scale: bounds }))).toEqual([['from-q1', 'scale']]);
    expect(asking(question('q1', { kind: 'scale' }))).toEqual([['from-q1', 'scale']]);
  });

  it('measure satisfaction from 1 to 5 and recommendation from 0 to 10, once each', () => {
    const measured = (id: string, measures: 'csat' | 'nps', from: number, to: number) =>
      question(id, { kind: 'scale', scale: scale(from, to), measures });
    expect(asking(measured('q1', 'csat', 0, 10), measured('q2', 'nps', 1, 5))).toEqual([
      ['measures-q1', 'csat'],
      ['measures-q2', 'nps'],
    ]);
    expect(asking(measured('q1', 'csat', 1, 5), measured('q2', 'csat', 1, 5))).toEqual([
      ['measures-q1', 'measures-twice'],
      ['measures-q2', 'measures-twice'],
    ]);
  });

  it('hang only on earlier questions that are there, and never on themselves in a circle', () => {
    const on = (id: string): Question['when'] => ({ question: id, is: 'one-of', values: ['no'] });
    expect(asking(question('q1', { when: on('q9') }))).toEqual([['when-q1', 'when-unknown']]);
    expect(asking(question('q1', { when: on('q2') }), question('q2'))).toEqual([['when-q1', 'when-later']]);
    expect(asking(question('q1', { when: on('q1') }))).toEqual([['when-q1', 'when-circle']]);
    expect(asking(question('q1', { when: on('q2') }), question('q2', { when: on('q1') }))).toEqual([
      ['when-q1', 'when-circle'],
      ['when-q2', 'when-circle'],
    ]);
    // Hanging on a circle is not being in it: only those that can put it right are told.
    const [, , third] = asking(
      question('q1', { when: on('q2') }),
      question('q2', { when: on('q1') }),
      question('q3', { when: on('q1') }),
    );
    expect(third).toBeUndefined();
  });

  it('hang on an answer that can be given', () => {
    const rated = question('q1', { kind: 'scale', scale: scale(1, 5) });
    const chosen = question('q2', { kind: 'choice', options: options('甲', '乙') });
    const told = question('q3', { kind: 'text' });
    const hanging = (when: Question['when']) => asking(rated, chosen, told, question('q4', { when }));
    expect(hanging({ question: 'q1', is: 'at-most', value: 0 })).toEqual([['when-value-q4', 'when-never']]);
    expect(hanging({ question: 'q1', is: 'one-of', values: ['1'] })).toEqual([['when-q4', 'when-kind']]);
    expect(hanging({ question: 'q2', is: 'one-of', values: ['o3'] })).toEqual([['when-q4', 'when-value']]);
    expect(hanging({ question: 'q2', is: 'one-of', values: [] })).toEqual([['when-q4', 'when-empty']]);
    expect(hanging({ question: 'q3', is: 'one-of', values: ['好'] })).toEqual([['when-q4', 'when-kind']]);
    expect(hanging({ question: 'q2', is: 'one-of', values: ['o2'] })).toEqual([]);
  });

  it('ask for a remedy only as a complaint, and set nothing that cannot be answered', () => {
    const wanting = (drive: Partial<Question['drives'][number]>) =>
      asking(
        question('q1', {
          kind: 'choice',
          options: options('退货', '不用'),
          drives: [{ when: { is: 'one-of', values: ['o1'] }, tag: 'complaint', remedy: 'return', ...drive }],
        }),
      );
    expect(wanting({})).toEqual([]);
    expect(wanting({ tag: 'praise' })).toEqual([['drive-q1-1', 'drive-remedy']]);
    expect(wanting({ when: { is: 'one-of', values: ['o7'] } })).toEqual([['kind-q1', 'drive-value']]);
    expect(wanting({ when: { is: 'at-most', value: 2 } })).toEqual([['most-q1', 'drive-kind']]);
  });

  it('are named by the number people see', () => {
    const [problem] = completeProblems(
      purchaseCall({
        questions: [
          question('q5'),
          question('q9', { text: '', when: { question: 'q5', is: 'one-of', values: ['no'] } }),
        ],
      }),
    );
    expect(problem?.values).toMatchObject({ number: 'Q1.1' });
  });
});
