import { randomUUID } from 'node:crypto';
import { Conflict, InvalidInput, NotFound } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import { fieldErrors, NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import { fragment, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { callWords, leadsToday, mustLead, type CallPages } from './call-pages.ts';
import { deskPath, INCOMING_PATH } from './call-paths.ts';
import { readCallerWords, readDone, readPicked, readUnknownCaller } from './incoming.form.ts';
import { foundCallers, unknownLine, type FoundCallers, type IncomingReader } from './incoming.view.ts';
import type { UnknownCallers } from './unknown-caller.service.ts';

/** Whoever may pick up the telephone. */
const ANSWERING: readonly Role[] = ['agent', 'clerk', 'leader'];

/** Callers shown at once: as many as there are digits. */
const CALLERS_SHOWN = 9;
/** Words of fewer characters find half the office. */
const SHORTEST_WORDS = 2;
const UNKNOWN_SHOWN = 50;

const UNKNOWN_PATH = `${INCOMING_PATH}/unknown`;

/** 来电登记: who is calling, the same desk with the direction reversed, and callers we do not know. */
export function incomingRoutes(pages: CallPages & { unknownCallers: UnknownCallers }): RouteEntry[] {
  const { callbacks, customers, clock, unknownCallers } = pages;

  const readerOf = async (ask: Ask): Promise<IncomingReader> => ({
    t: ask.t,
    today: clock.today(),
    staffNo: ask.actor.staffNo,
    ...(await callWords(pages, ask)),
  });

  const find = async (ask: Ask, words: string): Promise<FoundCallers> => {
    const length = Array.from(words).length;
    const callers =
      length > 0 && length < SHORTEST_WORDS ? [] : await callbacks.callers(words, CALLERS_SHOWN);
    const cards = await customers.cardsFor(callers.map(({ customerId }) => customerId));
    return foundCallers(words, callers, cards, await readerOf(ask));
  };

  const show = async (
    ask: Ask,
    problems: FormErrors = NO_ERRORS,
    typed: Record<string, string> = {},
  ): Promise<Answer> => {
    const words = readCallerWords(ask.query);
    const digits = words.replace(/[\s-]/g, '');
    const model = {
      ...(await find(ask, words)),
      ...problems,
      leads: await leadsToday(pages, ask.actor),
      waiting: await unknownCallers.open(),
      unknown: {
        submissionId: typed['submissionId'] ?? randomUUID(),
        phone: typed['phone'] ?? (/^\d{5,}$/.test(digits) ? digits : ''),
        name: typed['name'] ?? '',
        words: typed['words'] ?? '',
      },
    };
    return page('callbacks/incoming', model, {
      title: ask.t('callbacks.incoming.title'),
      zone: 'incoming',
      status: problems.errorList.length === 0 ? 200 : 422,
    });
  };

  return [
    {
      method: 'get',
      path: INCOMING_PATH,
      roles: ANSWERING,
      audit: 'incoming.page',
      traced: true,
      handler: (ask) => show(ask),
    },
    {
      method: 'get',
      path: `${INCOMING_PATH}/found`,
      roles: ANSWERING,
      audit: 'incoming.found',
      traced: true,
      handler: async (ask) =>
        fragment('callbacks/incoming-found', await find(ask, readCallerWords(ask.query))),
    },
    {
      method: 'post',
      path: `${INCOMING_PATH}/take`,
      roles: ANSWERING,
      audit: 'incoming.taken',
      traced: true,
      handler: async (ask) => {
        const customerId = readPicked(ask.form);
        if (customerId === '') throw new NotFound('callbacks.incoming.errors.no-such-customer');
        try {
          const call = await callbacks.openIncoming(customerId, ask.actor);
          return redirect(deskPath(call._id));
        } catch (error) {
          const open = ownOpenCall(error);
          if (open === null) throw error;
          // Whoever rings waits: the way to the call that is in the way is one step, not a page of its own.
          return redirect(deskPath(open), 'callbacks.notice.finish-first');
        }
      },
    },
    {
      method: 'post',
      path: UNKNOWN_PATH,
      roles: ANSWERING,
      audit: 'incoming.unknown-noted',
      traced: true,
      handler: async (ask) => {
        const note = readUnknownCaller(ask.form);
        try {
          if (note === null)
            throw new InvalidInput([{ field: 'words', message: 'callbacks.incoming.errors.too-long' }]);
          await callbacks.noteUnknown(note, ask.actor);
        } catch (error) {
          return show(ask, fieldErrors(error, ask.t), ask.form);
        }
        return redirect(INCOMING_PATH, 'callbacks.notice.unknown-noted');
      },
    },
    {
      method: 'get',
      path: UNKNOWN_PATH,
      roles: ANSWERING,
      audit: 'incoming.unknown-list',
      traced: true,
      handler: (ask) => showUnknown(ask),
    },
    {
      method: 'post',
      path: `${UNKNOWN_PATH}/:id/done`,
      roles: ANSWERING,
      audit: 'incoming.unknown-done',
      handler: async (ask) => {
        await mustLead(pages, ask.actor);
        try {
          await unknownCallers.takenCareOf(ask.params['id'] ?? '', readDone(ask.form), ask.actor);
        } catch (error) {
          return showUnknown(ask, fieldErrors(error, ask.t));
        }
        return redirect(UNKNOWN_PATH, 'callbacks.notice.unknown-done');
      },
    },
  ];

  async function showUnknown(ask: Ask, problems: FormErrors = NO_ERRORS): Promise<Answer> {
    await mustLead(pages, ask.actor);
    const state = ask.query['state'] === 'done' ? 'done' : 'open';
    const [open, listed, reader] = await Promise.all([
      unknownCallers.open(),
      unknownCallers.list({ state, before: null, limit: UNKNOWN_SHOWN }),
      readerOf(ask),
    ]);
    const model = {
      ...problems,
      tabs: (['open', 'done'] as const).map((key) => ({
        word: ask.t(`callbacks.incoming.state.${key}`),
        count: key === 'open' ? open : null,
        href: key === 'open' ? UNKNOWN_PATH : `${UNKNOWN_PATH}?state=done`,
        current: key === state,
      })),
      state,
      rows: listed.map((caller) => ({
        ...unknownLine(caller, reader),
        typed: ask.params['id'] === caller._id ? (ask.form['done'] ?? '') : '',
      })),
    };
    return page('callbacks/incoming-unknown', model, {
      title: ask.t('callbacks.incoming.unknown-title'),
      zone: 'unknown-callers',
      status: problems.errorList.length === 0 ? 200 : 422,
    });
  }
}

/** The caller's own call that has no result yet, when that is what is wrong. */
function ownOpenCall(error: unknown): string | null {
  if (!(error instanceof Conflict) || error.message !== 'callbacks.errors.own-call-open') return null;
  const id = error.values['call'];
  return typeof id === 'string' && id !== '' ? id : null;
}
