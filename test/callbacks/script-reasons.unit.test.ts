import { expect, it } from 'vitest';
import { scriptReasons } from '../../server/callbacks/script-reasons.ts';

it('a retry asks what was to be asked at first, and only then what can be asked of anybody', () => {
  const detail = { retries: 'activity', attended: false } as const;
  expect(scriptReasons([{ rule: 'retry', detail }])).toEqual([
    { rule: 'activity', attended: false },
    { rule: 'retry', attended: false },
  ]);
});

it('a promise without an earlier call, and every other reason, stand for themselves', () => {
  expect(
    scriptReasons([
      { rule: 'promised', detail: { promisedBy: '李红梅' } },
      { rule: 'birthday', detail: {} },
    ]),
  ).toEqual([
    { rule: 'promised', attended: null },
    { rule: 'birthday', attended: null },
  ]);
});
