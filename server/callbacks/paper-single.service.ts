import { NotFound } from '../platform/errors.ts';
import type { Ask } from '../platform/web/route.ts';
import { answerField, placesOf, type Question, type ScriptVersion } from '../scripts/index.ts';
import { deskWishes, type DeskWishes } from '../wishes/index.ts';
import { paperPath } from './call-paths.ts';
import type { CallDraft } from './callback.types.ts';
import type { DeskReader } from './desk-reader.ts';
import { deskResult, type DeskResult } from './desk-result.view.ts';
import { askedIn } from './desk-script-ask.view.ts';
import { wishAsk } from './desk-wish-ask.view.ts';
import { answersOfMarks, outcomeOf, tagsOfLetters } from './keyed-marks.ts';
import { keyedRow, type KeyedGround, type KeyedRow } from './paper.form.ts';
import {
  groundOf,
  paperReader,
  rowAt,
  scriptsOf,
  type OpenSheet,
  type PaperPages,
} from './paper-page.service.ts';
import { ATTEMPTS_ON_PAPER, type PaperRow } from './paper-sheet.ts';
import { paperLine, type PaperLine, type RowTyped } from './paper.view.ts';
import { readCommand } from './result-command.form.ts';
import { spokenWords } from './spoken-words.ts';

/** What the result and the tags of the row ask for, in the same parts as on the desk. */
export interface PaperMore {
  path: string;
  result: DeskResult;
  wishes: DeskWishes;
  errors: Record<string, string>;
  asksConsent: boolean;
}

/** One row with everything that may stand on it; works without script. */
export interface PaperSingle extends PaperMore {
  line: PaperLine;
  sheetNo: string;
  sheetPath: string;
  agent: string;
  errorList: { field: string; message: string }[];
  /** Results the row has: what is keyed beside them is decided by a person. */
  already: string[];
  questions: {
    field: string;
    name: string;
    text: string;
    choices: { value: string; label: string; chosen: boolean }[] | null;
    value: string;
  }[];
  outcomes: { value: string; label: string }[];
  previous: string | null;
  next: string | null;
}

const NOTHING_TYPED: CallDraft = { answers: [], disposition: null, tags: [], words: '', fields: {} };

/** The page of one row, as it is or with what was typed and refused. */
export async function singleModel(
  pages: PaperPages,
  ask: Ask,
  open: OpenSheet,
  typed: RowTyped | null,
): Promise<PaperSingle> {
  const row = rowAt(open, ask.params['place']);
  const keyed = typed?.keyed ?? (ask.method === 'POST' ? keyedRow(ask) : null);
  const { more, script, ground } = await moreOf(pages, ask, open, row, keyed, typed);
  const reader = await paperReader(pages, ask, open);
  const as = typed ?? (keyed === null ? null : { keyed, problems: [] });
  const line = paperLine(withRoom(row), script, reader, as);
  const draft = draftOfRow(keyed, ground);
  const at = open.rows.indexOf(row);
  const hrefOf = (each: PaperRow | undefined) =>
    each === undefined ? null : `${more.path.slice(0, more.path.lastIndexOf('/'))}/${each.paper.place}`;
  return {
    ...more,
    line,
    sheetNo: open.sheet.number,
    sheetPath: paperPath(open.sheet.number),
    agent: `${open.sheet.agent.staffNo} ${open.sheet.agent.name}`,
    errorList: line.problems,
    already: row.results.map((result) =>
      ask.t('callbacks.keyed.already', {
        from: ask.t(`callbacks.keyed.from.${result.source}`),
        time: result.time,
        result: reader.resultWord(result.disposition),
        name: result.agentName,
      }),
    ),
    questions: questionFields(script?.questions ?? [], draft, ask),
    outcomes: ground.dispositions
      .filter(({ active }) => active)
      .map(({ code, digit }) => ({
        value: digit === null ? code : String(digit),
        label: reader.resultWord(code),
      })),
    previous: hrefOf(open.rows[at - 1]),
    next: hrefOf(open.rows[at + 1]),
  };
}

/** The part that follows from result and tags. */
export async function singleMore(pages: PaperPages, ask: Ask, open: OpenSheet): Promise<PaperMore> {
  const row = rowAt(open, ask.params['place']);
  return (await moreOf(pages, ask, open, row, keyedRow(ask), null)).more;
}

async function moreOf(
  pages: PaperPages,
  ask: Ask,
  open: OpenSheet,
  row: PaperRow,
  keyed: KeyedRow | null,
  typed: RowTyped | null,
): Promise<{ more: PaperMore; script: ScriptVersion | null; ground: KeyedGround }> {
  const { customers, clock } = pages;
  const [[script = null], customer, cards, wishGround] = await Promise.all([
    scriptsOf(pages, [row]),
    customers.get(row.row.customerId),
    customers.cardsFor([row.row.customerId]),
    pages.wishes.ground(),
  ]);
  const card = customer === null ? undefined : cards.get(customer._id);
  if (customer === null || card === undefined) throw new NotFound('callbacks.errors.no-such-customer');
  const ground = await groundOf(pages, ask, open, row, script, keyed?.draft.words ?? '');
  const reader: DeskReader = {
    ...(await paperReader(pages, ask, open)),
    spoken: spokenWords(),
    today: clock.today(),
    time: clock.time(),
    now: clock.now(),
    staffNo: ask.actor.staffNo,
    outsidePrefix: '',
  };
  const draft = draftOfRow(keyed, ground);
  const reading = readCommand(draft, {
    ...ground,
    submissionId: '',
    call: {
      _id: '',
      direction: 'out',
      customerId: row.row.customerId,
      itemId: row.row.itemId,
      script: null,
      connectedAt: null,
      hungUpAt: null,
    },
  });
  const problems = typed?.problems ?? [];
  const errors = Object.fromEntries(
    problems.toReversed().map(({ field, message, values }) => [field, ask.t(message, values)]),
  );
  const measures = (script?.questions ?? []).map((question) => question.measures);
  const desk = { row: { row: row.row, paper: row.paper }, call: { draft } };
  const more: PaperMore = {
    path: `${paperPath(open.sheet.number)}/${row.paper.place}`,
    result: deskResult(
      {
        draft,
        dispositions: ground.dispositions,
        tags: reading.tags,
        asked: askedIn(reading.state),
        measured: { csat: measures.includes('csat'), nps: measures.includes('nps') },
        errors,
      },
      reader,
    ),
    wishes: deskWishes(
      wishAsk(
        { desk, customer, card, ground: wishGround, reading, problems, addressLine: customers.addressLine },
        reader,
      ),
      ask.t,
    ),
    errors,
    asksConsent: customer.facts.serviceCall === 'not-asked',
  };
  return { more, script, ground };
}

/** What was keyed as one draft: marks are answers, letters are tags, the last attempt's result is the result. */
function draftOfRow(keyed: KeyedRow | null, { script, dispositions, resultWord }: KeyedGround): CallDraft {
  if (keyed === null) return NOTHING_TYPED;
  const { draft, marks, letters, attempts } = keyed;
  const outcome = attempts.findLast((attempt) => attempt.outcome !== '')?.outcome ?? '';
  const answered = new Set(draft.answers.map(({ question }) => question));
  const marked = answersOfMarks(marks, script?.questions ?? []).answers;
  return {
    ...draft,
    disposition: outcomeOf(outcome, dispositions, resultWord)?.code ?? null,
    answers: [...draft.answers, ...marked.filter(({ question }) => !answered.has(question))],
    tags: [...new Set([...draft.tags, ...tagsOfLetters(letters).tags])],
  };
}

/** A row that is done is opened to be put right: the new result stands beside the old one until a person decides. */
function withRoom(row: PaperRow): PaperRow {
  if (row.results.length < ATTEMPTS_ON_PAPER && row.state !== 'done') return row;
  return { ...row, state: 'open', results: [] };
}

function questionFields(
  questions: readonly Question[],
  draft: CallDraft,
  ask: Ask,
): PaperSingle['questions'] {
  const places = placesOf(questions);
  return questions.map((question) =>
    questionField(question, `Q${places.get(question.id)?.number ?? ''}`, draft, ask),
  );
}

function questionField(
  { id, kind, text, options, scale }: Question,
  name: string,
  draft: CallDraft,
  { t }: Ask,
): PaperSingle['questions'][number] {
  const value = draft.answers.find(({ question }) => question === id)?.value ?? '';
  const choice = (code: string, label: string) => ({ value: code, label, chosen: code === value });
  const figures = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_figure, step) =>
      choice(String(from + step), String(from + step)),
    );
  const choices = {
    choice: () => options.map((option) => choice(option.value, option.label)),
    'yes-no': () => [choice('yes', t('callbacks.keyed.yes')), choice('no', t('callbacks.keyed.no'))],
    scale: () => (scale === null ? null : figures(scale.from, scale.to)),
    number: () => null,
    text: () => null,
  };
  return { field: answerField(id), name, text, choices: choices[kind](), value };
}
