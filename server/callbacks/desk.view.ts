import type { CallFacts, Customer, CustomerTimeline, SheetCustomer } from '../customers/index.ts';
import { allReasons, type SheetRow } from '../dispatch/index.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { DeskScript } from '../scripts/index.ts';
import type { Department, DeskWishes } from '../wishes/index.ts';
import { deskPath, queuePath } from './call-paths.ts';
import type { DeskCall, Preview, QueueAhead, QueueRow } from './callback.types.ts';
import { deskBanner, type DeskBanner } from './desk-banner.view.ts';
import { deskCustomer, type DeskCustomer } from './desk-customer.view.ts';
import type { DeskReader } from './desk-reader.ts';
import { deskResult, type DeskResult } from './desk-result.view.ts';
import { askedQuestions } from './desk-script-ask.view.ts';
import { deskThen, type DeskThen } from './desk-then.view.ts';
import type { Disposition } from './disposition.ts';
import type { CommandReading } from './result-command.form.ts';
import type { UndoStrip } from './undo-strip.view.ts';

/** The call desk: one call with everything that is needed to make it and to save how it went. */
export interface DeskPage extends DeskWork {
  id: string;
  version: number;
  submissionId: string;
  direction: 'out' | 'in';
  /** Seconds between two signs of life; several fit into the lease. */
  beatSeconds: number;
  progress: DeskProgress;
  timer: DeskTimer;
  banner: DeskBanner | null;
  /** The call is somebody else's, or was changed in another window: said over everything else. */
  lost: { words: string; again: string | null } | null;
  conflict: { words: string } | null;
  customer: DeskCustomer;
  undo: UndoStrip | null;
  next: DeskNext;
  /** Where the undo comes back to. */
  here: string;
}

/** The part that changes with every key: what is asked, what is chosen, what would follow. */
export interface DeskWork extends FormErrors {
  /** Address of the call; its parts lie below it. */
  path: string;
  script: DeskScript | null;
  result: DeskResult;
  wishes: DeskWishes;
  then: DeskThen;
  /** Nobody asked yet whether service calls are welcome: this call does. */
  asksConsent: boolean;
}

/** One quiet line: sheet, place, what is left; no comparison with others. */
export interface DeskProgress {
  sheet: { number: string; href: string } | null;
  place: number | null;
  of: number;
  left: number;
  done: number;
  total: number;
  queue: string;
}

/** `waiting` not connected yet · `talk` since the connection · `wrap` since the hang-up; seconds so far. */
export interface DeskTimer {
  phase: 'waiting' | 'talk' | 'wrap';
  seconds: number;
  shown: string;
  /** Seconds spoken, once hung up. */
  talked: string | null;
}

/** Who comes after this one; the words stand beside `N`. */
export interface DeskNext {
  words: string;
}

export interface DeskWorkFacts {
  desk: DeskCall;
  dispositions: readonly Disposition[];
  reading: CommandReading;
  preview: Preview | null;
  problems: FormErrors;
  script: DeskScript | null;
  wishes: DeskWishes;
  departments: readonly Department[];
  asksConsent: boolean;
}

export function deskWork(facts: DeskWorkFacts, reader: DeskReader): DeskWork {
  const { desk, dispositions, reading, preview, problems, script, wishes, departments, asksConsent } = facts;
  const measures = (figure: 'csat' | 'nps') =>
    desk.script?.questions.some((question) => question.measures === figure) ?? false;
  const asked = askedQuestions(script);
  const result = deskResult(
    {
      draft: desk.call.draft,
      dispositions,
      tags: reading.tags,
      asked,
      measured: { csat: measures('csat'), nps: measures('nps') },
      errors: problems.errors,
    },
    reader,
  );
  return {
    ...problems,
    path: deskPath(desk.call._id),
    script,
    result,
    wishes,
    then: deskThen(result.picked, preview, { departments, asked }, reader),
    asksConsent,
  };
}

export interface DeskFacts {
  desk: DeskCall;
  ahead: QueueAhead;
  customer: Customer;
  card: SheetCustomer;
  callFacts: CallFacts | null;
  timeline: CustomerTimeline;
  undo: UndoStrip | null;
  submissionId: string;
  beatSeconds: number;
  conflict: DeskPage['conflict'];
}

export function deskPage(facts: DeskFacts, work: DeskWork, reader: DeskReader): DeskPage {
  const { desk, ahead, customer, card, callFacts, timeline } = facts;
  const { call, row, lost } = desk;
  const { t } = reader;
  const { draft } = call;
  return {
    ...work,
    id: call._id,
    here: work.path,
    version: call.version,
    submissionId: facts.submissionId,
    direction: call.direction,
    beatSeconds: facts.beatSeconds,
    progress: progressOf(ahead, row, reader),
    timer: timerOf(call, reader),
    // Who rings us is on the line already: when we may dial is no question.
    banner: deskBanner(
      {
        customer,
        facts: callFacts,
        callability: call.direction === 'in' ? null : (row?.callability ?? null),
      },
      reader,
    ),
    lost:
      lost === null
        ? null
        : {
            words: t(lost.to === null ? 'callbacks.desk.lost' : 'callbacks.desk.lost-to', {
              name: lost.to ?? '',
            }),
            again: lost.to === null ? call.itemId : null,
          },
    conflict: facts.conflict,
    customer: deskCustomer({ desk, customer, card, timeline, phone: draft.fields['phone'] ?? null }, reader),
    undo: facts.undo,
    next: { words: nextWords(ahead, reader) },
  };
}

function progressOf(ahead: QueueAhead, row: QueueRow | null, { staffNo }: DeskReader): DeskProgress {
  const { total, done, left } = ahead.counts;
  const sheet = row?.row.sheet ?? null;
  return {
    sheet: sheet === null ? null : { number: sheet, href: `/dispatch/sheet/${sheet}` },
    place: row?.row.place ?? null,
    of: ahead.ofSheet,
    left,
    done,
    total,
    queue: queuePath(ahead.staffNo === staffNo ? undefined : ahead.staffNo),
  };
}

/** Business time between the marks; what runs on is counted on by the page itself. */
function timerOf({ connectedAt, hungUpAt }: DeskCall['call'], { now }: DeskReader): DeskTimer {
  const since = (from: Date, to: Date) => Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1_000));
  if (connectedAt === null) return { phase: 'waiting', seconds: 0, shown: '00:00', talked: null };
  if (hungUpAt === null) {
    const seconds = since(connectedAt, now);
    return { phase: 'talk', seconds, shown: minutesAndSeconds(seconds), talked: null };
  }
  const seconds = since(hungUpAt, now);
  return {
    phase: 'wrap',
    seconds,
    shown: minutesAndSeconds(seconds),
    talked: minutesAndSeconds(since(connectedAt, hungUpAt)),
  };
}

/** `02:13`; an hour and more as `62:05`. */
export function minutesAndSeconds(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `李国庆 先生，购后 3 天；12:15 约李建国 先生` — the row that comes next, and the next agreed time. */
function nextWords({ next, agreed }: QueueAhead, { t, today }: DeskReader): string {
  const called = ({ customer }: SheetRow) =>
    t('callbacks.desk.called', { name: customer.name, title: customer.salutation ?? t(customer.titleKey) });
  return [
    next === null
      ? ''
      : t('callbacks.desk.next-who', {
          who: called(next),
          why: allReasons(next.reasons.slice(0, 1), today, t),
        }),
    agreed === null ? '' : t('callbacks.desk.next-agreed', { at: agreed.at, who: called(agreed.paper) }),
  ]
    .filter((part) => part !== '')
    .join(t('callbacks.queue.semicolon'));
}
