import type { Placeholders } from '../placeholder.ts';

/** Whom previews are spoken or written to, and by whom; nobody of them exists. */
export const EXAMPLE_PERSON = { address: '王女士', agent: '周丽娜' } as const;

/** An invented call for the preview, so that the words can be read as they will be said. */
export const EXAMPLE_CALL: Placeholders = {
  ...EXAMPLE_PERSON,
  item: '羊绒衫',
  counter: '针织部',
  date: '11 月 20 日',
  event: '秋季护肤课堂',
  ticket: 'YJ-0871',
  years: '3',
  department: '针织部',
  reply: '明天上午 10 点',
  flowers: '周三下午 2 点到 5 点',
  bouquet: '香槟玫瑰',
  visit: '周六上午 10 点',
};
