import { lastQuestionOf } from './draft-edit.ts';
import type { ScriptText, ScriptVersion } from './script.types.ts';

/** A script with its draft; what was published lies apart and never changes. */
export interface ScriptHead {
  _id: string;
  /** Title, rules and number of questions of the latest version; of the draft while there is no version. */
  title: string;
  rules: string[];
  questions: number;
  /** Latest published version, 0 while there is only a draft. */
  version: number;
  publishedAt: Date | null;
  publishedBy: string | null;
  retired: boolean;
  draft: ScriptText | null;
  /** Draft before its last change; `text` null when there was none. */
  before: { text: ScriptText | null } | null;
  basedOn: number;
  draftVersion: number;
  draftAt: Date | null;
  draftBy: string | null;
  lastQuestion: number;
}

/** A script that is new: nothing published, nothing drafted. */
export function headFor(scriptId: string, text: ScriptText): ScriptHead {
  return {
    _id: scriptId,
    title: text.title,
    rules: text.rules,
    questions: text.questions.length,
    version: 0,
    publishedAt: null,
    publishedBy: null,
    retired: false,
    draft: null,
    before: null,
    basedOn: 0,
    draftVersion: 1,
    draftAt: null,
    draftBy: null,
    lastQuestion: lastQuestionOf(text.questions),
  };
}

/** What a head says once this text is its latest version. */
export function publishedAs(text: ScriptText, version: number, { at, by }: { at: Date; by: string }) {
  return {
    title: text.title,
    rules: text.rules,
    questions: text.questions.length,
    version,
    publishedAt: at,
    publishedBy: by,
    draft: null,
    before: null,
    basedOn: version,
    draftAt: null,
    draftBy: null,
  };
}

/** The text of a version, without where it stands in the history. */
export function textOf(version: ScriptVersion): ScriptText {
  const { scriptId: _scriptId, version: _version, at: _at, by: _by, note: _note, ...text } = version;
  return text;
}

/** A script in the audit trail. */
export function subjectOf(scriptId: string) {
  return { kind: 'script', id: scriptId };
}
