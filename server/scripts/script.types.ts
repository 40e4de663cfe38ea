import type { RuleCode } from '../dispatch/index.ts';
import type { Actor } from '../platform/roles.ts';

/** What an answer may set by itself; the same codes as the outcome tags of a call. */
export type ScriptTag =
  'complaint' | 'suggestion' | 'praise' | 'flower' | 'card' | 'correction' | 'department' | 'visit';

/** What a customer may ask for; any of them makes a complaint of what was said (domain.md §3 Tickets). */
export type Remedy = 'return' | 'exchange' | 'repair' | 'compensation';

export type QuestionKind = 'choice' | 'scale' | 'yes-no' | 'number' | 'text';

/** When a question is asked: only if an earlier one was answered like this. */
export type Condition =
  | { question: string; is: 'one-of'; values: string[] }
  | { question: string; is: 'at-most' | 'at-least'; value: number };

/** What follows from an answer: a tag, with the remedy asked for where there is one. */
export interface Drive {
  when: { is: 'one-of'; values: string[] } | { is: 'at-most' | 'at-least'; value: number };
  tag: ScriptTag;
  remedy: Remedy | null;
}

export interface Question {
  /** `q1`, `q1-1`; stable within a script, so that answers survive a new version. */
  id: string;
  kind: QuestionKind;
  text: string;
  required: boolean;
  /** `choice` only; `value` is stored, one to nine of them so that a digit answers. */
  options: { value: string; label: string }[];
  /** `scale` only. */
  scale: { from: number; to: number; lowLabel: string; highLabel: string } | null;
  when: Condition | null;
  drives: Drive[];
  /** The figure this answer counts for; CSAT needs a scale 1–5, NPS one of 0–10. */
  measures: 'csat' | 'nps' | null;
}

/** What one version of a script says and asks. Texts may hold the placeholders of `placeholder.ts`: {称呼} {商品} {店名} … */
export interface ScriptText {
  title: string;
  /** Rules whose calls use it; the customer's best-ranked reason decides. */
  rules: RuleCode[];
  /** For activity calls: own script for those who came and those who did not; null for everybody. */
  attended: boolean | null;
  opening: string;
  closing: string;
  /** Words when somebody else answers; must not hold a placeholder of what was bought or why we call. */
  elsewhere: string;
  questions: Question[];
  /** Sentences that the closing words begin with when the call has these tags; {责任部门} {答复时间} {送花时间} … */
  promises?: Partial<Record<ScriptTag, string>>;
}

/** A published version: never changed, so that what was asked can always be shown. */
export interface ScriptVersion extends ScriptText {
  scriptId: string;
  version: number;
  at: Date;
  by: string;
  note: string;
}

/** A script as the product brings it along. */
export interface SeedScript {
  note: string;
  text: ScriptText;
}

export interface ScriptSummary {
  scriptId: string;
  title: string;
  rules: string[];
  /** Latest published version, 0 while there is only a draft. */
  version: number;
  questions: number;
  hasDraft: boolean;
  retired: boolean;
  at: Date | null;
  by: string | null;
}

/** A question's answer as stored with a result: text of the value, empty strings are not stored. */
export interface Answer {
  question: string;
  value: string;
}

/** What the answers so far lead to. Pure; made by `scriptState(script, answers)`. */
export interface ScriptState {
  /** In order; `waiting` questions come later, `current` is the first unanswered one. */
  questions: {
    question: Question;
    state: 'answered' | 'current' | 'waiting' | 'skipped';
    value: string | null;
    /** Words of the value: label of the option, the text itself; `yes` and `no` are put in words by the view. */
    shown: string | null;
    depth: number;
    /** The condition in force when it hangs on another question. */
    because: Condition | null;
    /** Whether it belongs to this call: `open` while the question it hangs on is not answered. */
    asked: 'yes' | 'no' | 'open';
  }[];
  /** Required ones not answered. */
  missing: string[];
  /** Answers to questions that are not asked any more (不计); kept, not counted. */
  unused: Answer[];
  drives: { question: string; tag: ScriptTag; remedy: Remedy | null }[];
  csat: number | null;
  nps: number | null;
}

/** What is being worked on; a copy of the latest version while nobody has changed anything. */
export interface ScriptDraft {
  text: ScriptText;
  /** Version it was begun from, 0 for a new script. */
  basedOn: number;
  /** Grows with every change and publishing; a save names the one it read. */
  draftVersion: number;
  /** Highest question number ever used in this script; a removed question's id never comes back. */
  lastQuestion: number;
  /** When and by whom the draft was last changed; null while it is only a copy. */
  at: Date | null;
  by: string | null;
  /** Whether the last change can be taken back. */
  undoable: boolean;
}

/** A question's answer as the form names it and what is wrong with it. */
export interface AnswerProblem {
  field: string;
  message: string;
  values?: Record<string, string | number>;
}

/** The scripts' one door. */
export interface Scripts {
  /**
   * The script for a call: by the first of the reasons that has one, promises and retries last; null when none is
   * bound.
   */
  forCall(reasons: readonly { rule: RuleCode; attended?: boolean | null }[]): Promise<ScriptVersion | null>;
  /** A published version; null when unknown. */
  version(scriptId: string, version: number): Promise<ScriptVersion | null>;
  list(): Promise<ScriptSummary[]>;
  versions(scriptId: string): Promise<ScriptVersion[]>;
  /** The draft, or a copy of the latest version to begin one. @throws NotFound */
  draft(scriptId: string): Promise<ScriptDraft>;
  /** A new script with an empty draft. */
  create(title: string, actor: Actor): Promise<string>;
  /** @throws Conflict when the draft changed since it was read, InvalidInput naming the fields. */
  saveDraft(
    command: { scriptId: string; draftVersion: number; text: ScriptText },
    actor: Actor,
  ): Promise<number>;
  /** Publishes the draft as the next version. @throws InvalidInput when it is not complete */
  publish(command: { scriptId: string; draftVersion: number; note: string }, actor: Actor): Promise<number>;
  /** Takes the last change of the draft back. @throws Conflict when the draft changed since, or has nothing to take back */
  undoDraft(command: { scriptId: string; draftVersion: number }, actor: Actor): Promise<number>;
  /** Throws the draft away; the latest version stands. @throws Conflict when the draft changed since */
  discardDraft(command: { scriptId: string; draftVersion: number }, actor: Actor): Promise<void>;
  /** Out of use or back. @throws RuleBroken when another script has taken its reasons meanwhile */
  retire(scriptId: string, retired: boolean, actor: Actor): Promise<void>;
  /** Brings the built-in scripts for reasons that this office never had one for; of a new office that is all of them. */
  seed(): Promise<void>;
}
