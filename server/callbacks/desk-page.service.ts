import { currentConsent, type CallDoors, type Customers } from '../customers/index.ts';
import { InvalidInput, OfficeError } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { fieldErrors, NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import type { Ask } from '../platform/web/route.ts';
import type { Workstations } from '../staff/index.ts';
import { deskWishes, readWishes, type Wishes } from '../wishes/index.ts';
import { callWords, type CallPages } from './call-pages.ts';
import type { DeskCall, Preview, ResultCommand } from './callback.types.ts';
import { deskPage, type DeskPage } from './desk.view.ts';
import type { DeskReader } from './desk-reader.ts';
import { scriptOf } from './desk-script-ask.view.ts';
import { wishAsk } from './desk-wish-ask.view.ts';
import { readCommand, type CommandReading } from './result-command.form.ts';
import type { DeskForm } from './result.form.ts';
import { undoStrip, type UndoStrip } from './undo-strip.view.ts';

/** What the desk is drawn from and answers to. */
export interface DeskPages extends CallPages {
  customers: CallPages['customers'] &
    Pick<Customers, 'reading'> &
    Pick<CallDoors, 'callFacts' | 'correctionProblem' | 'addressLine'>;
  wishes: Pick<Wishes, 'ground'>;
  workstations: Pick<Workstations, 'outsidePrefix'>;
  /** How long a call is held without a sign of life, milliseconds. */
  leaseMs: number;
  /** Whether the next call opens by itself after this person saved one. */
  opensNext(staffNo: string): Promise<boolean>;
}

/** Signs of life within one lease: a lost one or two cost nobody the customer. */
const BEATS_A_LEASE = 6;

/** What came with the request instead of what is kept. */
export interface DeskTyped {
  form?: DeskForm;
  /** Why it was not saved. */
  refused?: OfficeError;
  conflict?: DeskPage['conflict'];
}

/** The whole desk of a call. @throws NotFound when it is not the reader's call */
export async function deskModel(pages: DeskPages, ask: Ask, typed: DeskTyped = {}): Promise<DeskPage> {
  const { callbacks, customers } = pages;
  const desk = withTyped(await callbacks.desk(ask.params['id'] ?? '', ask.actor), typed.form);
  const { call, row } = desk;
  const [queue, customer, cards, facts, timeline, dispositions, undo, ground, reader] = await Promise.all([
    callbacks.queue(call.day, row?.row.agent ?? ask.actor.staffNo),
    customers.reading.wanted(call.customerId),
    customers.cardsFor([call.customerId]),
    customers.callFacts([call.customerId], call.day),
    customers.reading.timeline(call.customerId),
    callbacks.dispositions(),
    callbacks.undoable(ask.actor),
    pages.wishes.ground(),
    deskReader(pages, ask),
  ]);
  const card = cards.get(customer._id) ?? [...cards.values()][0];
  if (card === undefined) throw new RangeError('a customer on the desk has a card for sheets');
  const reading = await readDraft(pages, desk, typed.form?.submissionId ?? newId());
  const refused = typed.refused instanceof InvalidInput ? withoutDots(typed.refused) : typed.refused;
  const wrongFields = refused instanceof InvalidInput ? refused.fields : [];
  const problems = problemsOf(refused, ask);
  return deskPage(
    {
      desk,
      queue,
      customer,
      card,
      callFacts: facts.get(customer._id) ?? null,
      timeline,
      dispositions,
      reading,
      script: scriptOf({ desk, card, ground, reading, errors: problems.errors }, reader),
      wishes: deskWishes(
        wishAsk(
          {
            desk,
            customer,
            card,
            ground,
            reading,
            problems: wrongFields,
            addressLine: customers.addressLine,
          },
          reader,
        ),
        ask.t,
      ),
      beatSeconds: Math.max(1, Math.round(pages.leaseMs / BEATS_A_LEASE / 1_000)),
      preview: await dryRun(pages, reading, ask),
      undo: undo === null ? null : await stripOf(pages, undo, reader),
      submissionId: reading.command.submissionId,
      problems,
      conflict: typed.conflict ?? null,
    },
    reader,
  );
}

/** What was typed, read as the result it would become. */
export async function readDraft(
  pages: DeskPages,
  desk: DeskCall,
  submissionId: string,
): Promise<CommandReading> {
  const { callbacks, customers, clock } = pages;
  const { call, script } = desk;
  const [dispositions, customer] = await Promise.all([
    callbacks.dispositions(),
    customers.reading.wanted(call.customerId),
  ]);
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
export function withTyped(desk: DeskCall, form: DeskForm | undefined): DeskCall {
  if (form === undefined) return desk;
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
function problemsOf(refused: OfficeError | undefined, ask: Ask): FormErrors {
  if (refused === undefined) return NO_ERRORS;
  if (refused instanceof InvalidInput) return fieldErrors(refused, ask.t);
  const message = ask.t(refused.message, refused.values);
  return { errors: { disposition: message }, errorList: [{ field: 'disposition', message }] };
}

/** Fields of other parts are named with dots, fields of the form cannot be. */
function withoutDots({ fields }: InvalidInput): InvalidInput {
  return new InvalidInput(fields.map((each) => ({ ...each, field: each.field.replaceAll('.', '-') })));
}
