import {
  callFactsOf,
  currentConsent,
  sheetCustomerOf,
  type CallDoors,
  type Customers,
  type SheetCustomer,
} from '../customers/index.ts';
import { InvalidInput, OfficeError } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { fieldErrors, NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import type { Ask } from '../platform/web/route.ts';
import type { Workstations } from '../staff/index.ts';
import { deskWishes, readWishes, type WishGround, type Wishes } from '../wishes/index.ts';
import { callWords, type CallPages } from './call-pages.ts';
import type { DeskCall, Preview, ResultCommand } from './callback.types.ts';
import { deskPage, deskWork, type DeskPage, type DeskWork } from './desk.view.ts';
import type { DeskReader } from './desk-reader.ts';
import { scriptOf } from './desk-script-ask.view.ts';
import { wishAsk } from './desk-wish-ask.view.ts';
import type { Disposition } from './disposition.ts';
import { readCommand, type CommandReading } from './result-command.form.ts';
import type { DeskForm } from './result.form.ts';
import { spokenWords } from './spoken-words.ts';
import { undoStrip, type UndoStrip } from './undo-strip.view.ts';

/** What the desk is drawn from and answers to. */
export interface DeskPages extends CallPages {
  customers: CallPages['customers'] &
    Pick<Customers, 'reading'> &
    Pick<CallDoors, 'correctionProblem' | 'addressLine'>;
  wishes: Pick<Wishes, 'ground'>;
  workstations: Pick<Workstations, 'outsidePrefix'>;
  /** How long a call is held without a sign of life, milliseconds. */
  leaseMs: number;
  /** Whether the next call opens by itself after this person saved one. */
  opensNext: (staffNo: string) => Promise<boolean>;
}

/** Signs of life within one lease: a lost one or two cost nobody the customer. */
const BEATS_A_LEASE = 6;

/** What came with the request instead of what is kept. */
export interface DeskTyped {
  form?: DeskForm;
  /** Why it was not saved. */
  refused?: OfficeError;
  conflict?: DeskPage['conflict'];
  /** The call as it was read for this request. */
  kept?: DeskCall;
}

/** What a draft is read against, and how it reads. */
export interface DeskDraft {
  desk: DeskCall;
  dispositions: readonly Disposition[];
  reading: CommandReading;
}

/** A call of the reader with what was typed, read as the result it would become. @throws NotFound when it is not theirs */
export async function readDraft(
  pages: DeskPages,
  ask: Ask,
  { form, kept: known }: Pick<DeskTyped, 'form' | 'kept'> = {},
): Promise<DeskDraft> {
  const { callbacks } = pages;
  const kept = known ?? (await callbacks.desk(ask.params['id'] ?? '', ask.actor));
  const desk = form === undefined ? kept : withTyped(kept, form);
  const dispositions = await callbacks.dispositions();
  const reading = readAs(pages, { desk, dispositions }, form?.submissionId ?? newId());
  return { desk, dispositions, reading };
}

/** The same draft with another result chosen. */
export function readAs(
  { customers, clock }: DeskPages,
  { desk: { call, customer, script }, dispositions }: Omit<DeskDraft, 'reading'>,
  submissionId: string,
): CommandReading {
  return readCommand(call.draft, {
    submissionId,
    call,
    dispositions,
    script,
    now: { today: clock.today(), time: clock.time(), at: clock.now() },
    correctionProblem: (field, value, today) => customers.correctionProblem(field, value, today),
    readWishes: (fields, tags, drives) =>
      readWishes(fields, tags, {
        words: call.draft.words,
        remedy: drives.find(({ remedy }) => remedy !== null)?.remedy ?? null,
      }),
    consentOf: (purpose, channel) => currentConsent(customer.consents, purpose, channel),
  });
}

/** The whole desk of a call. */
export async function deskModel(pages: DeskPages, ask: Ask, typed: DeskTyped = {}): Promise<DeskPage> {
  const { callbacks, customers } = pages;
  const draft = await readDraft(pages, ask, typed);
  const { desk } = draft;
  const { call, customer, row } = desk;
  const reader = await deskReader(pages, ask);
  const [ahead, timeline, undo, work] = await Promise.all([
    callbacks.ahead(call.day, row?.row.agent ?? ask.actor.staffNo, call.itemId),
    customers.reading.timeline(call.customerId),
    callbacks.undoable(ask.actor),
    workOf(pages, ask, draft, reader, typed.refused),
  ]);
  return deskPage(
    {
      desk,
      ahead,
      customer,
      card: work.card,
      callFacts: callFactsOf(customer, call.day),
      timeline,
      undo: undo === null ? null : await stripOf(pages, undo, reader),
      submissionId: draft.reading.command.submissionId,
      beatSeconds: Math.max(1, Math.round(pages.leaseMs / BEATS_A_LEASE / 1_000)),
      conflict: typed.conflict ?? null,
    },
    work,
    reader,
  );
}

/** Only what changes while one types: the script, details, what would follow. */
export async function deskWorkModel(pages: DeskPages, ask: Ask, form: DeskForm): Promise<DeskWork> {
  const [draft, reader] = await Promise.all([readDraft(pages, ask, { form }), deskReader(pages, ask)]);
  return workOf(pages, ask, draft, reader);
}

async function workOf(
  pages: DeskPages,
  ask: Ask,
  { desk, dispositions, reading }: DeskDraft,
  reader: DeskReader,
  refused?: OfficeError,
): Promise<DeskWork & { card: SheetCustomer }> {
  const [ground, preview] = await Promise.all([pages.wishes.ground(), dryRun(pages, reading, ask)]);
  const card = sheetCustomerOf(desk.customer);
  return {
    card,
    ...workView(pages, { desk, dispositions, reading, card, ground, preview, refused }, reader),
  };
}

function workView(
  { customers }: DeskPages,
  facts: DeskDraft & {
    card: SheetCustomer;
    ground: WishGround;
    preview: Preview | null;
    refused: OfficeError | undefined;
  },
  reader: DeskReader,
): DeskWork {
  const { desk, reading, card, ground } = facts;
  const { customer } = desk;
  const refused = facts.refused instanceof InvalidInput ? withoutDots(facts.refused) : facts.refused;
  const problems = problemsOf(refused, reader);
  const ask = wishAsk(
    {
      desk,
      customer,
      card,
      ground,
      reading,
      problems: refused instanceof InvalidInput ? refused.fields : [],
      addressLine: (address) => customers.addressLine(address),
    },
    reader,
  );
  return deskWork(
    {
      desk,
      dispositions: facts.dispositions,
      reading,
      preview: facts.preview,
      problems,
      script: scriptOf({ desk, card, ground, reading, errors: problems.errors }, reader),
      wishes: deskWishes(ask, reader.t),
      departments: ground.departments,
      asksConsent: customer.facts.serviceCall === 'not-asked',
    },
    reader,
  );
}

/** The command to save: with the reasons for tags taken back among the notes, where the results list shows them. */
export function commandToSave({ command, takenBack }: CommandReading, { t }: Ask): ResultCommand {
  const reasons = takenBack.map(({ tag, why }) =>
    t('callbacks.desk.taken-back', { tag: t(`callbacks.tag.${tag}`), why }),
  );
  return { ...command, words: [command.words, ...reasons].filter((part) => part !== '').join('\n') };
}

/** What saving would do; null while nothing is chosen or the row cannot take a result any more. */
export async function dryRun(pages: DeskPages, reading: CommandReading, ask: Ask): Promise<Preview | null> {
  if (reading.disposition === null) return null;
  try {
    return await pages.callbacks.preview(commandToSave(reading, ask), ask.actor);
  } catch (error) {
    if (error instanceof OfficeError) return null;
    throw error;
  }
}

/** The call as it stands on the page: what came with the form instead of what is kept. */
function withTyped(desk: DeskCall, form: DeskForm): DeskCall {
  return { ...desk, call: { ...desk.call, draft: form.draft, version: form.version } };
}

export async function deskReader(pages: DeskPages, ask: Ask): Promise<DeskReader> {
  const { clock, workstations } = pages;
  const [words, outsidePrefix] = await Promise.all([
    callWords(pages, ask),
    workstations.outsidePrefix(ask.seat.device),
  ]);
  return {
    ...words,
    t: ask.t,
    spoken: spokenWords(),
    today: clock.today(),
    time: clock.time(),
    now: clock.now(),
    staffNo: ask.actor.staffNo,
    outsidePrefix,
  };
}

async function stripOf(
  { customers }: DeskPages,
  last: NonNullable<Awaited<ReturnType<CallPages['callbacks']['undoable']>>>,
  reader: DeskReader,
): Promise<UndoStrip> {
  const { customerId } = last.result;
  return undoStrip(last, (await customers.cardsFor([customerId])).get(customerId), reader);
}

/** Every problem beside its field; a rule of the office stands over the form. */
function problemsOf(refused: OfficeError | undefined, { t }: DeskReader): FormErrors {
  if (refused === undefined) return NO_ERRORS;
  if (refused instanceof InvalidInput) return fieldErrors(refused, t);
  const message = t(refused.message, refused.values);
  return { errors: { disposition: message }, errorList: [{ field: 'disposition', message }] };
}

/** Fields of other parts are named with dots, fields of the form cannot be. */
function withoutDots({ fields }: InvalidInput): InvalidInput {
  return new InvalidInput(fields.map((each) => ({ ...each, field: each.field.replaceAll('.', '-') })));
}
