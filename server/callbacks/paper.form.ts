import type { SheetSnapshot } from '../dispatch/index.ts';
import type { FieldError } from '../platform/errors.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { answerField, type ScriptVersion } from '../scripts/index.ts';
import type { CallDraft, ResultCommand } from './callback.types.ts';
import type { Disposition } from './disposition.ts';
import { answersOfMarks, outcomeOf, tagsOfLetters } from './keyed-marks.ts';
import { ATTEMPTS_ON_PAPER, type PaperRow } from './paper-sheet.ts';
import { readCommand, type CommandGround } from './result-command.form.ts';
import { draftOf, type Sent } from './result.form.ts';
import { readTime } from './typed-when.ts';

/** An attempt as it was keyed: digit (or code, or words) and time, as typed. */
export interface KeyedAttempt {
  /** Place among the attempts on paper: 1 or 2. */
  n: number;
  /** Hidden in the form: the result's id, so that the same form is one result however often it arrives. */
  submissionId: string;
  outcome: string;
  time: string;
}

/** A row of a sheet as it was keyed; everything as typed. */
export interface KeyedRow {
  /** One entry for each attempt the form had room for. */
  attempts: KeyedAttempt[];
  /** One character a question. */
  marks: string;
  /** Letters of the tags. */
  letters: string;
  draft: CallDraft;
}

/** What a keyed row is read against. */
export interface KeyedGround extends Omit<CommandGround, 'call' | 'submissionId' | 'script' | 'now'> {
  row: PaperRow;
  sheet: Pick<SheetSnapshot, 'number' | 'day' | 'agent'>;
  script: ScriptVersion | null;
  now: { today: BusinessDate; time: string; at: Date };
  resultWord: (code: string) => string;
}

/** A row read as the results it holds, one for each attempt. */
export interface KeyedReading {
  commands: ResultCommand[];
  problems: FieldError[];
  /** Nothing was written on the row. */
  blank: boolean;
}

/** Fields of the grid that are not the desk's. */
const OWN_FIELDS = /^(outcome|time|submission)-\d$|^(marks|letters|back)$/;

const SUBMISSION = /^[0-9a-f-]{24,36}$/;

/**
 * Takes the form apart; nothing typed is refused.
 * @returns null when it is not ours
 */
export function keyedRow(sent: Sent): KeyedRow | null {
  const draft = draftOf(sent);
  const field = (name: string) => (sent.form[name] ?? '').normalize('NFKC').trim();
  const attempts = Array.from({ length: ATTEMPTS_ON_PAPER }, (_attempt, at) => ({
    n: at + 1,
    submissionId: field(`submission-${at + 1}`),
    outcome: field(`outcome-${at + 1}`),
    time: field(`time-${at + 1}`),
  })).filter(({ submissionId }) => submissionId !== '');
  if (attempts.length === 0 || attempts.some(({ submissionId }) => !SUBMISSION.test(submissionId)))
    return null;
  return {
    attempts,
    marks: field('marks'),
    letters: field('letters'),
    draft: {
      ...draft,
      fields: Object.fromEntries(Object.entries(draft.fields).filter(([name]) => !OWN_FIELDS.test(name))),
    },
  };
}

/** Reads a keyed row. What was said and wished for belongs to the last attempt; the earlier one only tells how it ended. */
export function readKeyed(keyed: KeyedRow, ground: KeyedGround): KeyedReading {
  const { script, sheet } = ground;
  const problems: FieldError[] = [];
  const first = keyed.attempts[0]?.n ?? 1;
  const written = keyed.attempts.filter(({ outcome, time }) => outcome !== '' || time !== '');
  const { marks, letters } = keyed;
  const said =
    marks !== '' || letters !== '' || keyed.draft.words.trim() !== '' || keyed.draft.answers.length > 0;
  if (written.length === 0)
    return {
      commands: [],
      problems: said ? [wrong(`outcome-${first}`, 'no-outcome')] : [],
      blank: !said,
    };
  const answered = answersOfMarks(marks, script?.questions ?? []);
  const tagged = tagsOfLetters(letters);
  problems.push(...answered.problems);
  if (tagged.unknown !== '') problems.push(wrong('letters', 'no-such-tag', { letters: tagged.unknown }));
  let before = '';
  const commands = written.flatMap(({ submissionId, outcome, time: typed, n }, at) => {
    const disposition = outcomeOf(outcome, ground.dispositions, ground.resultWord);
    const time = readTime(typed);
    if (disposition === null)
      problems.push(
        outcome === ''
          ? wrong(`outcome-${n}`, 'no-outcome')
          : wrong(`outcome-${n}`, 'no-such-outcome', { typed: outcome }),
      );
    if (time === null) problems.push(wrong(`time-${n}`, 'time', { typed }));
    else if (sheet.day === ground.now.today && time > ground.now.time)
      problems.push(wrong(`time-${n}`, 'time-to-come', { time, now: ground.now.time }));
    else if (time <= before) problems.push(wrong(`time-${n}`, 'time-order', { time, before }));
    before = time ?? before;
    const last = at === written.length - 1;
    const draft = last ? lastDraft(keyed, answered.answers, tagged.tags) : EMPTY_DRAFT;
    const reading = readCommand(
      { ...draft, disposition: disposition?.code ?? null },
      {
        ...ground,
        submissionId,
        script: last ? script : null,
        now: momentOf(ground, time),
        call: callOf(ground),
      },
    );
    problems.push(...reading.problems.filter(({ field }) => field !== 'disposition').map(onGrid));
    return disposition === null || time === null
      ? []
      : [commandOf(reading.command, disposition, time, ground)];
  });
  return { commands: problems.length > 0 ? [] : commands, problems: firstOfEach(problems), blank: false };
}

function commandOf(
  command: ResultCommand,
  { code }: Disposition,
  time: string,
  { row: { row, paper }, sheet, script }: KeyedGround,
): ResultCommand {
  return {
    ...command,
    source: 'paper',
    callId: null,
    itemId: row.itemId,
    customerId: row.customerId,
    disposition: code,
    time,
    agent: sheet.agent.staffNo,
    onPaper: { sheet: sheet.number, place: paper.place },
    script: script === null ? null : { scriptId: script.scriptId, version: script.version },
  };
}

function lastDraft(
  { draft }: KeyedRow,
  answers: CallDraft['answers'],
  tags: CallDraft['tags'],
): Omit<CallDraft, 'disposition'> {
  const inWords = new Set(draft.answers.map(({ question }) => question));
  return {
    ...draft,
    // Typed in words on the row's own page counts before a mark.
    answers: [...draft.answers, ...answers.filter(({ question }) => !inWords.has(question))],
    tags: [...new Set([...draft.tags, ...tags])],
  };
}

const EMPTY_DRAFT = { answers: [], tags: [], words: '', fields: {} };

/** The row has no call of the desk; what is read off one is empty. */
function callOf({ row: { row } }: KeyedGround): CommandGround['call'] {
  return {
    _id: '',
    direction: 'out',
    customerId: row.customerId,
    itemId: row.itemId,
    script: null,
    connectedAt: null,
    hungUpAt: null,
  };
}

/** Agreed times are judged from the moment of the call, not from when it was keyed. */
function momentOf({ sheet, now }: KeyedGround, time: string | null): CommandGround['now'] {
  return { today: sheet.day, time: time ?? now.time, at: now.at };
}

/** Answers have one field for all of them. */
function onGrid(problem: FieldError): FieldError {
  return problem.field.startsWith(answerField('')) ? { ...problem, field: 'marks' } : problem;
}

/** A refusal of the service, with its fields as the grid has them. */
export function refusedOnGrid(fields: readonly FieldError[]): FieldError[] {
  return fields.map((problem) =>
    onGrid(problem.field === 'time' ? { ...problem, field: 'time-1' } : withoutDots(problem)),
  );
}

/** Fields of other parts are named with dots, fields of the form cannot be. */
function withoutDots(problem: FieldError): FieldError {
  return { ...problem, field: problem.field.replaceAll('.', '-') };
}

function firstOfEach(problems: readonly FieldError[]): FieldError[] {
  return problems.filter(({ field }, at) => problems.findIndex((one) => one.field === field) === at);
}

function wrong(field: string, key: string, values?: Record<string, string | number>): FieldError {
  return { field, message: `callbacks.keyed.errors.${key}`, ...(values === undefined ? {} : { values }) };
}
