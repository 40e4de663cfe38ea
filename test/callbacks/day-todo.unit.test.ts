import { expect, it } from 'vitest';
import { dayTodo } from '../../server/callbacks/day-todo.view.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { sampleDay } from './day-sample.ts';

const today = businessDate('2026-11-23');

/** What is said of the agreed time 09:45 that nobody kept. */
function late(time: string, on = today): string | undefined {
  const lines = dayTodo(sampleDay(), {
    t: loadWords().in('zh-CN'),
    today: on,
    now: new Date(`${on}T${time}+08:00`),
    time: time.slice(0, 5),
    cards: new Map(),
    roster: new Map(),
    mayAct: true,
  });
  return lines.map(({ title }) => title).find((title) => title.startsWith('约访 09:45'));
}

it.each([
  ['10:06:00', '已过 21 分'],
  ['10:06:59', '已过 21 分'],
  ['18:35:00', '已过 530 分'],
])('at %s an agreed time that passed is said to be %s over', (time, over) => {
  expect(late(time)).toContain(over);
});

it('one of an earlier day was missed, however long ago', () => {
  const missed = late('10:06:00', businessDate('2026-11-24'));
  expect(missed).toContain('没有拨');
  expect(missed).not.toContain('分');
});
