import type { FieldError } from '../platform/errors.ts';

/** Words for a text or WeChat message that is sent by hand after calls in vain. */
export interface MessageTemplate {
  code: string;
  /** Which channel it is written for. */
  channel: 'sms' | 'wechat';
  title: string;
  /** Placeholders {称呼} {店名} {回访员}; nothing of what was bought or why we call. */
  text: string;
  active: boolean;
}

/** The templates of a new office, until the leader writes others over them. */
export const BUILT_IN_TEMPLATES: readonly MessageTemplate[] = [
  {
    code: 'missed',
    channel: 'sms',
    title: '两次未接通',
    text: '【{店名}】{称呼}您好，我是{店名}售后服务{回访员}，今天给您去电未能接通。您方便时可回电，或回复方便接听的时间。不需要联系请回复T。',
    active: true,
  },
  {
    code: 'ask-time',
    channel: 'wechat',
    title: '约接听时间',
    text: '{称呼}您好，我是{店名}售后服务{回访员}。想听听您对我们服务的意见，请问什么时间给您打电话方便？不需要联系请告诉我，我们不再打扰。',
    active: true,
  },
  {
    code: 'blocked',
    channel: 'sms',
    title: '来电被拦截',
    text: '【{店名}】{称呼}您好，我们的来电可能被手机拦截。我是{店名}售后服务{回访员}，稍后会再给您去电，敬请接听。不需要联系请回复T。',
    active: true,
  },
];

/** A text message of three parts still arrives as one. */
export const LONGEST_MESSAGE = 200;
const LONGEST_TITLE = 20;
const PLACEHOLDER = /\{([^{}]*)\}/g;
export const MESSAGE_PLACEHOLDERS: readonly string[] = ['称呼', '店名', '回访员'];

/** What is wrong with a template as typed; empty when it may be kept. */
export function templateProblems({ title, text }: Pick<MessageTemplate, 'title' | 'text'>): FieldError[] {
  const wrong = (field: string, key: string, values?: FieldError['values']): FieldError => ({
    field,
    message: `callbacks.errors.template.${key}`,
    ...(values === undefined ? {} : { values }),
  });
  const length = Array.from(text).length;
  const unknown = [...text.matchAll(PLACEHOLDER)].find(
    ([, name = '']) => !MESSAGE_PLACEHOLDERS.includes(name),
  );
  return [
    ...(title.trim() === '' || Array.from(title).length > LONGEST_TITLE
      ? [wrong('title', 'title', { most: LONGEST_TITLE })]
      : []),
    ...(text.trim() === '' || length > LONGEST_MESSAGE
      ? [wrong('text', 'text', { most: LONGEST_MESSAGE })]
      : []),
    ...(unknown === undefined ? [] : [wrong('text', 'placeholder', { name: unknown[0] })]),
  ];
}

/** The message as it is copied; a placeholder without a value stays, so that it is seen before it is sent. */
export function filledMessage(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values[name] ?? whole);
}
