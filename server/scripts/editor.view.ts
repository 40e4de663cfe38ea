import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { changeLines, type ChangeLine } from './change.view.ts';
import { FIELD } from './editor-field.ts';
import type { EditorChoice, EditorField, EditorQuestion } from './question-fields.ts';
import { editorQuestions } from './editor-question.view.ts';
import { AGREED, SPOKEN, written } from './placeholder.ts';
import type { Play } from './play.view.ts';
import type { ScriptChange } from './script-change.ts';
import { BINDABLE_RULES, completeProblems, LONGEST, QUESTION_KINDS, SCRIPT_TAGS } from './script-check.ts';
import type { ScriptDraft, ScriptText } from './script.types.ts';

/** The editor of a draft (`views/scripts/editor.hbs`). */
export interface EditorPage {
  id: string;
  heading: string;
  draftVersion: number;
  /** `第 3 版起的草稿，10:42 何建平 改` */
  state: string;
  /** Version that publishing makes. */
  next: number;
  /** What still stands in the way of publishing; shown as a list, nothing is red before somebody tries. */
  todo: { field: string; words: string }[];
  errorList: { field: string; message: string }[];
  conflict: { words: string; changes: ChangeLine[] } | null;
  title: EditorField;
  rules: { error: string | null; choices: EditorChoice[] };
  attended: EditorField & { choices: EditorChoice[] };
  speech: (EditorField & { hint: string; rows: number })[];
  promises: EditorField[];
  promised: number;
  promisesOpen: boolean;
  placeholders: string[];
  closingPlaceholders: string[];
  questions: EditorQuestion[];
  questionsError: string | null;
  kinds: EditorChoice[];
  longest: typeof LONGEST;
  note: EditorField;
  play: Play;
  undoable: boolean;
  /** There is a version to go back to and a draft to throw away. */
  discardable: boolean;
}

export interface EditorInput {
  id: string;
  draft: ScriptDraft;
  /** What is shown: the draft, or what was typed and could not be saved. */
  text: ScriptText;
  typed: Readonly<Record<string, string>> | null;
  errors: readonly FieldError[];
  /** Somebody else changed the draft meanwhile: what they have that this form has not. */
  conflict: { draft: ScriptDraft; changes: ScriptChange[] } | null;
  /** Name of the field to go on at. */
  at: string | null;
  play: Play;
  nameOf: (staffNo: string) => string;
  t: Translate;
}

export function editorPage(input: EditorInput): EditorPage {
  const { draft, text, typed, t, conflict } = input;
  const told = input.errors.map(({ field, message, values }) => ({ field, message: t(message, values) }));
  const errors = new Map(told.map(({ field, message }) => [field, message]));
  const field = (name: string, label: string, value: string): EditorField => ({
    name,
    label,
    value,
    error: errors.get(name) ?? null,
  });
  const promises = SCRIPT_TAGS.map((tag) =>
    field(FIELD.promise(tag), t(`scripts.tag.${tag}`), text.promises?.[tag] ?? ''),
  );
  return {
    id: input.id,
    heading: t('scripts.editor.title', { title: draft.text.title }),
    draftVersion: draft.draftVersion,
    state: stateWords(draft, input.nameOf, t),
    next: draft.basedOn + 1,
    todo: completeProblems(text).map(({ field: name, message, values }) => ({
      field: name,
      words: t(message, values),
    })),
    errorList: told,
    conflict:
      conflict === null
        ? null
        : {
            words: conflictWords(conflict.draft, input.nameOf, t),
            changes: changeLines(conflict.changes, t),
          },
    title: field('title', t('scripts.editor.label.title'), text.title),
    rules: {
      error: errors.get('rules') ?? null,
      choices: BINDABLE_RULES.map((code) => ({
        value: code,
        label: t(`dispatch.lead.${code}`),
        chosen: text.rules.includes(code),
      })),
    },
    attended: {
      ...field('attended', t('scripts.editor.label.attended'), ''),
      choices: ([null, true, false] as const).map((attended) => ({
        value: attended === null ? '' : attended ? 'came' : 'absent',
        label: t(`scripts.attended.${String(attended)}`),
        chosen: text.attended === attended,
      })),
    },
    speech: (['opening', 'elsewhere', 'closing'] as const).map((name) => ({
      ...field(name, t(`scripts.editor.label.${name}`), text[name]),
      hint: t(`scripts.editor.hint.${name}`),
      rows: name === 'opening' ? 3 : 2,
    })),
    promises,
    promised: promises.filter(({ value }) => value !== '').length,
    promisesOpen: promises.some(({ error }) => error !== null),
    placeholders: SPOKEN.map(written),
    closingPlaceholders: AGREED.map(written),
    questions: editorQuestions({ text, typed, errors, at: input.at, t }),
    questionsError: errors.get('questions') ?? null,
    kinds: QUESTION_KINDS.map((value) => ({
      value,
      label: t(`scripts.kind.${value}`),
      chosen: value === 'choice',
    })),
    longest: LONGEST,
    note: field('note', t('scripts.editor.label.note'), typed?.['note'] ?? ''),
    play: input.play,
    undoable: draft.undoable,
    discardable: draft.at !== null && draft.basedOn > 0,
  };
}

function stateWords(draft: ScriptDraft, nameOf: EditorInput['nameOf'], t: Translate): string {
  const { at, by, basedOn } = draft;
  if (at === null || by === null) return t('scripts.editor.unchanged', { version: basedOn });
  const when = `${businessDateOf(at).slice(5)} ${storeTimeOf(at)}`;
  return basedOn === 0
    ? t('scripts.editor.new', { at: when, name: nameOf(by) })
    : t('scripts.editor.draft', { version: basedOn, at: when, name: nameOf(by) });
}

function conflictWords(
  { at, by, basedOn }: ScriptDraft,
  nameOf: EditorInput['nameOf'],
  t: Translate,
): string {
  return at === null || by === null
    ? t('scripts.editor.conflict-published', { version: basedOn })
    : t('scripts.editor.conflict', { name: nameOf(by), at: storeTimeOf(at) });
}
