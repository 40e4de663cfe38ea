import { LANGUAGES, loadWords } from '../../server/platform/i18n.ts';
import { playOf } from '../../server/scripts/play.view.ts';
import { listPage, scriptPage } from '../../server/scripts/script.view.ts';
import { editorPage, type EditorInput } from '../../server/scripts/editor.view.ts';
import { completeProblems, type ScriptText } from '../../server/scripts/index.ts';
import { EXAMPLE_CALL } from '../../server/scripts/seed/example.ts';
import { scriptChanges } from '../../server/scripts/script-change.ts';
import { published, purchaseCall, question } from './a-script.ts';

const t = loadWords().in(LANGUAGES[0]!);
const call = { ...EXAMPLE_CALL, store: '滨江百货' };
const nameOf = () => '何建平';

/** Every kind of question, a branch in a branch, an answer of each kind, and one that does not count. */
const everything = purchaseCall({
  questions: [
    ...purchaseCall().questions,
    question('q4', { kind: 'number', text: '一个月来几次？' }),
    question('q5', {
      text: '资料对吗？',
      drives: [{ when: { is: 'one-of', values: ['no'] }, tag: 'correction', remedy: null }],
    }),
    question('q5-1', {
      kind: 'text',
      text: '哪里不对？',
      when: { question: 'q5', is: 'one-of', values: ['no'] },
    }),
  ],
});
const answers = Object.entries({
  q1: '2',
  'q1-1': 'o1',
  'q1-2': 'exchange',
  'q1-3': '手感好',
  q3: '9',
  q4: '几次',
  q5: 'no',
}).map(([id, value]) => ({ question: id, value }));

const playing = (text: ScriptText, given = answers) => playOf(published(text), given, call, t);

const summary = {
  scriptId: 'x1',
  title: '购后回访',
  rules: ['after-purchase'],
  version: 7,
  questions: 6,
  hasDraft: true,
  retired: false,
  at: new Date('2026-11-02T09:30:00+08:00'),
  by: '0301',
};

const versions = [
  published(everything, 7),
  published(purchaseCall({ opening: '您好。', promises: {}, attended: true, rules: ['activity'] }), 6),
];

const editor = (more: Partial<EditorInput> = {}) =>
  editorPage({
    id: 'x1',
    draft: {
      text: everything,
      basedOn: 7,
      draftVersion: 12,
      lastQuestion: 5,
      at: new Date('2026-11-23T10:42:07+08:00'),
      by: '0302',
      undoable: true,
    },
    text: everything,
    typed: null,
    errors: [],
    conflict: null,
    at: 'text-q1-2',
    play: playing(everything),
    nameOf,
    t,
    ...more,
  });

const unfinished = purchaseCall({
  title: '新',
  rules: [],
  closing: '',
  elsewhere: '{称呼}的生日',
  promises: { flower: '{花篮}' },
  questions: [
    question('q1', { kind: 'choice', text: '' }),
    question('q2', { kind: 'scale', when: { question: 'q9', is: 'one-of', values: [] } }),
    question('q3', { when: { question: 'q2', is: 'at-most', value: 9 } }),
  ],
});

export const samples: Record<string, object | object[]> = {
  'scripts/list': [
    listPage(
      [
        summary,
        { ...summary, version: 0, at: null, by: null, rules: [] },
        { ...summary, hasDraft: false, retired: true, rules: ['birthday'] },
      ],
      null,
      nameOf,
      t,
    ),
    listPage([], { title: '', errors: [{ field: 'title', message: '名称请写 2 到 40 个字。' }] }, nameOf, t),
  ],
  'scripts/script': [
    scriptPage(summary, { shown: versions[0]!, versions, play: playing(everything) }, nameOf, t),
    scriptPage(
      { ...summary, retired: true },
      { shown: versions[1]!, versions, play: playing(purchaseCall({ questions: [] }), []) },
      nameOf,
      t,
    ),
    scriptPage({ ...summary, version: 0 }, { shown: null, versions: [], play: null }, nameOf, t),
  ],
  'scripts/play': { play: playing(everything) },
  'scripts/editor': [
    editor(),
    editor({
      text: unfinished,
      typed: { 'when-value-q3': '九', note: '' },
      errors: [
        ...completeProblems(unfinished),
        { field: 'when-value-q3', message: 'scripts.errors.figure' },
        { field: 'note', message: 'scripts.errors.note' },
      ],
    }),
    editor({
      conflict: {
        draft: { ...editorDraft(), at: new Date('2026-11-23T10:41:00+08:00'), by: '0302' },
        changes: scriptChanges(everything, versions[1]!),
      },
    }),
    editor({ conflict: { draft: editorDraft(), changes: [] }, draft: editorDraft() }),
  ],
};

function editorDraft() {
  return {
    text: everything,
    basedOn: 8,
    draftVersion: 13,
    lastQuestion: 5,
    at: null,
    by: null,
    undoable: false,
  };
}
