import { expect, it } from 'vitest';
import { columnWords, resultCells } from '../../server/callbacks/result-cells.view.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import type { ScriptVersion } from '../../server/scripts/index.ts';
import { purchaseCall, question } from '../scripts/a-script.ts';
import { picturedResult } from './queue-sample.ts';

const t = loadWords().in('zh-CN');

const asked: ScriptVersion = {
  scriptId: 's',
  version: 1,
  at: new Date('2026-11-01T00:00:00Z'),
  by: '0301',
  note: '',
  ...purchaseCall({
    questions: [
      question('q1', {
        kind: 'scale',
        text: '满意吗',
        scale: { from: 1, to: 5, lowLabel: '不满意', highLabel: '满意' },
      }),
      question('q2', { text: '送货准时吗' }),
      question('q3', { text: '要发票吗' }),
      question('q4', { kind: 'choice', text: '怎么通知', options: [{ value: 'sms', label: '发短信' }] }),
    ],
  }),
};

it('writes answers in words: yes and no, labels of options; points stay figures', () => {
  const answers = Object.entries({ q1: '4', q2: 'yes', q3: 'no', q4: 'sms' }).map(([question, value]) => ({
    question,
    value,
  }));
  const cells = resultCells(
    {
      result: picturedResult({ _id: 'r1', itemId: 'i1', answers }),
      card: undefined,
      keys: new Map(),
      asked,
      masked: false,
    },
    { t, resultWord: (code) => code },
  );
  expect(cells[columnWords(t).indexOf('问卷回答')]).toBe(
    '满意吗：4；送货准时吗：是；要发票吗：否；怎么通知：发短信',
  );
});
