import type { Question, ScriptText, ScriptVersion } from '../../server/scripts/index.ts';

/** A question with everything a test does not care about left plain. */
export function question(id: string, more: Partial<Question> = {}): Question {
  return {
    id,
    kind: 'yes-no',
    text: `问题 ${id}`,
    required: true,
    options: [],
    scale: null,
    when: null,
    drives: [],
    measures: null,
    ...more,
  };
}

export const options = (...labels: string[]) =>
  labels.map((label, index) => ({ value: `o${String(index + 1)}`, label }));

/** The questionnaire of the picture: satisfied? — if not, with what, and what shall we do — explained? — recommend? */
export function purchaseCall(more: Partial<ScriptText> = {}): ScriptText {
  return {
    title: '购后回访',
    rules: ['after-purchase'],
    attended: null,
    opening:
      '您好，请问是{称呼}吗？我是{店名}的{回访员}。您 {日期}在{柜组}买了{商品}，想听听您的感受，方便吗？',
    closing: '谢谢{称呼}，再见。',
    elsewhere: '您好，请问{称呼}在吗？那我换个时间再打，打扰您了，再见。',
    promises: { complaint: '这件事我马上转{责任部门}，{答复时间}前一定先给您答复。' },
    questions: [
      question('q1', {
        kind: 'scale',
        text: '这件{商品}您还满意吗？',
        scale: { from: 1, to: 5, lowLabel: '非常不满意', highLabel: '非常满意' },
        measures: 'csat',
      }),
      question('q1-1', {
        kind: 'choice',
        text: '主要是哪方面不满意？',
        options: options('做工质量', '尺码', '颜色', '服务'),
        when: { question: 'q1', is: 'at-most', value: 2 },
      }),
      question('q1-2', {
        kind: 'choice',
        text: '真对不起。您希望我们怎么处理？',
        options: [
          { value: 'return', label: '退货' },
          { value: 'exchange', label: '换货' },
          { value: 'nothing', label: '不用' },
        ],
        when: { question: 'q1', is: 'at-most', value: 2 },
        drives: [
          { when: { is: 'one-of', values: ['return'] }, tag: 'complaint', remedy: 'return' },
          { when: { is: 'one-of', values: ['exchange'] }, tag: 'complaint', remedy: 'exchange' },
        ],
      }),
      question('q1-3', {
        kind: 'text',
        text: '最满意的是哪一点？',
        required: false,
        when: { question: 'q1', is: 'at-least', value: 4 },
      }),
      question('q2', {
        kind: 'choice',
        text: '导购讲清楚洗涤和保养了吗？',
        options: options('讲清楚了', '没讲', '记不清'),
      }),
      question('q3', {
        kind: 'scale',
        text: '您愿意介绍朋友来我们这里吗？',
        scale: { from: 0, to: 10, lowLabel: '不愿意', highLabel: '很愿意' },
        measures: 'nps',
      }),
    ],
    ...more,
  };
}

/** A text as it would be published. */
export function published(text: ScriptText, version = 7): ScriptVersion {
  return {
    ...text,
    scriptId: 'script-after-purchase',
    version,
    at: new Date('2026-11-02T09:30:00+08:00'),
    by: '0301',
    note: '第一题改为五分制',
  };
}
