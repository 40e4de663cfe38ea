import { Conflict, InvalidInput, OfficeError, type FieldError } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import {
  fragment,
  json,
  page,
  redirect,
  type Answer,
  type Ask,
  type RouteEntry,
} from '../platform/web/route.ts';
import { answerField } from '../scripts/index.ts';
import { leadsToday } from './call-pages.ts';
import { deskPath, queuePath } from './call-paths.ts';
import type { DeskCall } from './callback.types.ts';
import {
  commandToSave,
  deskModel,
  deskReader,
  deskWorkModel,
  dryRun,
  readAs,
  readDraft,
  type DeskPages,
  type DeskTyped,
} from './desk-page.service.ts';
import { outlookWords } from './desk-then.view.ts';
import type { CommandReading } from './result-command.form.ts';
import { readDesk, type DeskForm } from './result.form.ts';

/** Who calls; whose call it is, is judged with the call. */
const CALLERS: readonly Role[] = ['agent', 'leader', 'clerk'];

/** The page's parts, its own and those that scripts and wishes lend it; what adapts them to the window comes last. */
const DESK_STYLES = [
  'desk-script',
  'wishes-desk',
  'callbacks/desk-customer',
  'callbacks/desk-result',
  'callbacks/desk-details',
  'callbacks/desk-small',
];

/** The call desk: seen, kept while one types, and saved. Everything works by plain forms; scripts only make it quicker. */
export function deskRoutes(pages: DeskPages): RouteEntry[] {
  const { callbacks } = pages;
  const callId = (ask: Ask) => ask.params['id'] ?? '';

  const show = async (ask: Ask, typed: DeskTyped = {}, status = 200): Promise<Answer> => {
    const model = await deskModel(pages, ask, typed);
    const { name, title } = model.customer;
    return page('callbacks/desk', model, {
      status,
      title: ask.t('callbacks.desk.title', { name, title }),
      zone: 'call-desk',
      styles: DESK_STYLES,
    });
  };

  /** The form, which only a page of ours sends. @throws InvalidInput for anything else */
  const formOf = (ask: Ask): DeskForm => {
    const form = readDesk(ask);
    if (form === null) throw new InvalidInput([], 'errors.bad-request');
    return form;
  };

  const conflictOf = (ask: Ask, { call }: DeskCall) => ({
    words: ask.t('callbacks.desk.conflict-at', { version: call.version }),
  });

  /**
   * Keeps what came with the form.
   * @returns null when another window kept something later
   */
  const keep = async (ask: Ask, form: DeskForm): Promise<{ version: number; at: Date } | null> => {
    const version =
      ask.form['mine'] === 'yes' ? (await callbacks.desk(callId(ask), ask.actor)).call.version : form.version;
    try {
      return await callbacks.saveDraft(callId(ask), version, form.draft, ask.actor);
    } catch (error) {
      if (error instanceof Conflict) return null;
      throw error;
    }
  };

  /** A mark of the call (connected, hung up); what was typed is kept along. */
  const marked = (what: 'connected' | 'hung-up'): RouteEntry => ({
    method: 'post',
    path: `${deskPath(':id')}/${what}`,
    roles: CALLERS,
    audit: `calls.${what}`,
    handler: async (ask) => {
      const form = readDesk(ask);
      const kept = form === null ? null : await keep(ask, form);
      await callbacks.mark(callId(ask), what, ask.actor);
      if (!ask.fragment) return redirect(deskPath(callId(ask)));
      const model = await deskModel(pages, ask);
      return fragment('callbacks/desk-progress', { ...model, version: kept?.version ?? model.version });
    },
  });

  return [
    {
      method: 'get',
      path: deskPath(':id'),
      roles: CALLERS,
      audit: 'calls.desk',
      traced: true,
      handler: async (ask) => {
        const kept = await callbacks.desk(callId(ask), ask.actor, { fresh: false });
        // The Back button after saving: the call is over, there is nothing to do here any more.
        return kept.call.state === 'closed'
          ? redirect(queuePath(), 'callbacks.notice.call-over')
          : show(ask, { kept });
      },
    },
    {
      method: 'post',
      path: `${deskPath(':id')}/draft`,
      roles: CALLERS,
      audit: 'calls.draft',
      handler: async (ask) => {
        const form = formOf(ask);
        const kept = await keep(ask, form);
        if (kept === null) {
          const desk = await callbacks.desk(callId(ask), ask.actor);
          const conflict = conflictOf(ask, desk);
          if (ask.wantsJson) return json({ conflict: conflict.words, version: desk.call.version }, 409);
          return show(ask, { form, conflict }, 409);
        }
        if (ask.wantsJson) return json({ version: kept.version, at: kept.at.toISOString() });
        return redirect(deskPath(callId(ask)));
      },
    },
    {
      method: 'post',
      path: `${deskPath(':id')}/heartbeat`,
      roles: CALLERS,
      audit: 'calls.heartbeat',
      byTimer: true,
      handler: async (ask) => {
        const beat = await callbacks.heartbeat(callId(ask), ask.actor);
        // Nobody is signed out in the middle of a call of theirs.
        if (beat.state === 'open') ask.seat.used();
        const words =
          beat.heldBy === null
            ? ask.t('callbacks.desk.lost')
            : ask.t('callbacks.desk.lost-to', { name: beat.heldBy });
        return json({ state: beat.state, ...(beat.state === 'open' ? {} : { words }) });
      },
    },
    marked('connected'),
    marked('hung-up'),
    // Addresses that only a form has: whoever comes there by Back, by reload or by hand is led to the call.
    ...(['result', 'draft'] as const).map((what): RouteEntry => ({
      method: 'get',
      path: `${deskPath(':id')}/${what}`,
      roles: CALLERS,
      audit: `calls.${what}-address`,
      handler: async (ask) => {
        const { call } = await callbacks.desk(callId(ask), ask.actor);
        return redirect(deskPath(call._id));
      },
    })),
    {
      method: 'post',
      path: `${deskPath(':id')}/release`,
      roles: CALLERS,
      audit: 'calls.released',
      traced: true,
      handler: async (ask) => {
        const form = readDesk(ask);
        if (form !== null) await keep(ask, form);
        await callbacks.release(callId(ask), ask.actor);
        return redirect(queuePath(), 'callbacks.notice.released');
      },
    },
    {
      method: 'post',
      path: `${deskPath(':id')}/preview`,
      roles: CALLERS,
      audit: 'calls.preview',
      handler: async (ask) =>
        fragment('callbacks/desk-preview', await deskWorkModel(pages, ask, formOf(ask))),
    },
    {
      method: 'get',
      path: `${deskPath(':id')}/outlook`,
      roles: CALLERS,
      audit: 'calls.outlook',
      handler: async (ask) => json(await outlook(pages, ask)),
    },
    {
      method: 'post',
      path: `${deskPath(':id')}/result`,
      roles: CALLERS,
      audit: 'calls.result',
      handler: async (ask) => save(ask, formOf(ask)),
    },
  ];

  async function save(ask: Ask, form: DeskForm): Promise<Answer> {
    const stored = await callbacks.desk(callId(ask), ask.actor);
    // A call that is over is asked all the same: the same form sent twice is answered like the first time.
    const over = stored.call.state === 'closed';
    if (!over && stored.call.version !== form.version)
      return show(ask, { form, conflict: conflictOf(ask, stored) }, 409);
    const { reading } = await readDraft(pages, ask, { form, kept: stored });
    if (reading.problems.length > 0 && !over)
      return show(ask, { form, refused: new InvalidInput(await allProblems(pages, ask, reading)) }, 422);
    try {
      await callbacks.save(commandToSave(reading, ask), ask.actor);
    } catch (error) {
      if (!(error instanceof OfficeError) || over) throw error;
      return show(ask, { form, refused: error }, error.status);
    }
    return redirect(...(await whereNext(ask, form, stored)));
  }

  /**
   * On to the next one when that was asked for or is this person's way, else back to the queue: for leaders the one they
   * work, for agents their own, also after a call with somebody else's customer.
   */
  async function whereNext(ask: Ask, { then }: DeskForm, { row }: DeskCall): Promise<[string, string?]> {
    const { staffNo } = ask.actor;
    const others = row !== null && row.row.agent !== staffNo && (await leadsToday(pages, ask.actor));
    const other = others ? row.row.agent : undefined;
    const goesOn = then === 'next' || (then === null && (await pages.opensNext(staffNo)));
    if (!goesOn) return [queuePath(other)];
    const call = await callbacks.next(ask.actor, other === undefined ? {} : { queueOf: other });
    return call === null ? [queuePath(other), 'callbacks.notice.nobody-now'] : [deskPath(call._id)];
  }
}

/** What each result that saves with one key would lead to, in the words of its second line. */
async function outlook(pages: DeskPages, ask: Ask): Promise<Record<string, string>> {
  const [draft, reader] = await Promise.all([readDraft(pages, ask), deskReader(pages, ask)]);
  const { desk, dispositions, reading } = draft;
  const words: Record<string, string> = {};
  for (const { code, digit, asks, active } of dispositions) {
    if (!active || digit === null || asks !== 'nothing') continue;
    const chosen = { ...desk, call: { ...desk.call, draft: { ...desk.call.draft, disposition: code } } };
    const as = readAs(pages, { ...draft, desk: chosen }, reading.command.submissionId);
    const preview = await dryRun(pages, as, ask);
    const said = preview === null ? '' : outlookWords(preview, reader);
    if (said !== '') words[code] = said;
  }
  return words;
}

/** What the form says, and what the save would say: everything at once, so that nothing has to be mended twice. */
async function allProblems(pages: DeskPages, ask: Ask, reading: CommandReading): Promise<FieldError[]> {
  const preview = await dryRun(pages, reading, ask);
  const missing = (preview?.missing ?? []).map((question) => ({
    field: answerField(question),
    message: 'callbacks.errors.unanswered',
  }));
  const all: FieldError[] = [...reading.problems, ...(preview?.problems ?? []), ...missing];
  return all.filter(({ field }, at) => all.findIndex((other) => other.field === field) === at);
}
