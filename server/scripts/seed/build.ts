import type { Condition, Drive, Question, Remedy, ScriptTag, ScriptText } from '../script.types.ts';

/** Short forms for writing scripts as data. */

type More = Partial<Pick<Question, 'required' | 'when' | 'measures'>>;
/** Value, label, and what the answer sets. */
type Option = readonly [value: string, label: string, sets?: ScriptTag | Remedy];

const REMEDIES: readonly string[] = ['return', 'exchange', 'repair', 'compensation'] satisfies Remedy[];

export function choice(id: string, text: string, options: readonly Option[], more: More = {}): Question {
  return {
    ...plain(id, 'choice', text),
    options: options.map(([value, label]) => ({ value, label })),
    drives: drivesOf(options),
    ...more,
  };
}

export function yesNo(
  id: string,
  text: string,
  sets: { yes?: ScriptTag; no?: ScriptTag } = {},
  more: More = {},
): Question {
  const drives = (['yes', 'no'] as const).flatMap((value) => {
    const tag = sets[value];
    return tag === undefined ? [] : [driveTo(tag, { is: 'one-of', values: [value] })];
  });
  return { ...plain(id, 'yes-no', text), drives, ...more };
}

export function words(id: string, text: string, more: More = {}): Question {
  return { ...plain(id, 'text', text), required: false, ...more };
}

/** Satisfaction, 1 to 5. */
export function satisfaction(id: string, text: string): Question {
  return {
    ...plain(id, 'scale', text),
    scale: { from: 1, to: 5, lowLabel: '非常不满意', highLabel: '非常满意' },
    measures: 'csat',
  };
}

/** Recommendation, 0 to 10. */
export function recommendation(id: string): Question {
  return {
    ...plain(
      id,
      'scale',
      '要是亲戚朋友想买东西，您有多愿意推荐他们来{店名}？十分是非常愿意，零分是完全不愿意。',
    ),
    scale: { from: 0, to: 10, lowLabel: '完全不愿意', highLabel: '非常愿意' },
    measures: 'nps',
  };
}

export function ifOneOf(question: string, ...values: string[]): { when: Condition } {
  return { when: { question, is: 'one-of', values } };
}

export function ifAtMost(question: string, value: number): { when: Condition } {
  return { when: { question, is: 'at-most', value } };
}

export function ifAtLeast(question: string, value: number): { when: Condition } {
  return { when: { question, is: 'at-least', value } };
}

/** Says nothing to whoever else answers but that we look for somebody and shall try again. */
export const ELSEWHERE =
  '您好，请问{称呼}现在方便接电话吗？……不在也没关系，我换个时间再打给{称呼}就好，不用转告什么。打扰您了，再见。';

/** What is promised at the end, by what the call led to. */
export const PROMISES: NonNullable<ScriptText['promises']> = {
  complaint: '您说的这件事，我马上转给{责任部门}，{答复时间}前一定先给您一个答复。',
  suggestion: '您的意见我都记下来了，会原原本本转给{责任部门}。',
  praise: '您的表扬我一定带到，先替同事谢谢您。',
  flower: '{送花时间}给您送一束{花束}，到时候请您留意接收。',
  card: '贺卡这两天就寄出，请您留意信箱。',
  correction: '您的资料我这就改过来。',
  department: '这件事我请{责任部门}直接跟您联系。',
  visit: '{到店时间}我们在店里等您，到了报您的名字就行。',
};

function plain(id: string, kind: Question['kind'], text: string): Question {
  return {
    id,
    kind,
    text,
    required: true,
    options: [],
    scale: null,
    when: null,
    drives: [],
    measures: null,
  };
}

/** One drive for each thing set, with all the answers that set it, as the editor keeps them. */
function drivesOf(options: readonly Option[]): Drive[] {
  const setting = options.flatMap(([, , sets]) => (sets === undefined ? [] : [sets]));
  return [...new Set(setting)].map((sets) => {
    const values = options.filter(([, , own]) => own === sets).map(([value]) => value);
    return driveTo(sets, { is: 'one-of', values });
  });
}

function driveTo(sets: ScriptTag | Remedy, when: Drive['when']): Drive {
  return isRemedy(sets) ? { when, tag: 'complaint', remedy: sets } : { when, tag: sets, remedy: null };
}

function isRemedy(sets: ScriptTag | Remedy): sets is Remedy {
  return REMEDIES.includes(sets);
}
