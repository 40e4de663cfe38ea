import type { Translate } from '../platform/web/route.ts';
import type { ScriptText } from './script.types.ts';

/** A field of the editor with what is wrong with it. */
export interface EditorField {
  name: string;
  label: string;
  value: string;
  error: string | null;
}

export interface EditorChoice {
  value: string;
  label: string;
  chosen: boolean;
}

/** One question in the editor: a line of the outline that opens into its fields. */
export interface EditorQuestion {
  id: string;
  number: string;
  depth: number;
  open: boolean;
  /** The one field of it that takes the focus when the page comes, null for none. */
  focus: 'text' | 'kind' | 'when' | 'up' | 'down' | null;
  /** Something is wrong in it. */
  wrong: boolean;
  line: { text: string; kind: string; condition: string; sets: string };
  mayMove: { up: boolean; down: boolean };
  text: EditorField;
  kind: EditorField & { choices: EditorChoice[] };
  required: { name: string; on: boolean };
  when: EditorField & {
    choices: EditorChoice[];
    measure: { is: string; choices: EditorChoice[]; figure: EditorField } | null;
    answers: { name: string; choices: EditorChoice[] } | null;
  };
  options: { place: number; label: EditorField; valueName: string; value: string; sets: EditorSets }[];
  yesNo: { place: number; word: string; sets: EditorSets }[];
  scale: {
    from: EditorField;
    to: EditorField;
    low: EditorField;
    high: EditorField;
    measures: EditorField & { choices: EditorChoice[] };
  } | null;
  bounds: { word: string; figure: EditorField; sets: EditorSets }[];
}

/** What an answer sets: nothing, a complaint with or without what is asked for, or another tag. */
export interface EditorSets {
  name: string;
  label: string;
  error: string | null;
  choices: {
    nothing: EditorChoice;
    complaint: EditorChoice;
    remedies: EditorChoice[];
    others: EditorChoice[];
  };
}

export interface QuestionReader {
  text: ScriptText;
  /** Fields as typed when the page comes back. */
  typed: Readonly<Record<string, string>> | null;
  errors: ReadonlyMap<string, string>;
  /** Field to go on at. */
  at: string | null;
  t: Translate;
}

export type MakeField = (name: string, label: string, value: string, place?: number) => EditorField;

/** Labelled fields of one question with their errors. */
export function fieldsOf({ errors, t }: QuestionReader, number: string): MakeField {
  return (name, label, value, place) => ({
    name,
    label: t(`scripts.editor.label.${label}`, { number, ...(place === undefined ? {} : { place }) }),
    value,
    error: errors.get(name) ?? null,
  });
}

/** A figure as it was typed: what is no figure could not be read into the text, and must not be lost. */
export function figuresOf({ typed }: QuestionReader, field: MakeField): MakeField {
  return (name, label, value, place) => field(name, label, typed?.[name] ?? value, place);
}
