import { InvalidInput, NotFound } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import { fieldErrors, NO_ERRORS } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { readBookVersion, readTemplate } from './message-template.form.ts';
import type { MessageTemplates } from './message-template.service.ts';
import type { MessageTemplate } from './message-template.ts';
import { templatesPage } from './message-template.view.ts';

const LEADERS: readonly Role[] = ['leader', 'admin'];

/** Templates of text and WeChat messages, for the leader: list, form with preview, new ones, those out of use. */
export function messageTemplateRoutes({
  messageTemplates,
  example,
}: {
  messageTemplates: MessageTemplates;
  /** Who the preview is written to and by. */
  example: { address: string; store: string; agent: string };
}): RouteEntry[] {
  const show = async (
    ask: Ask,
    editing: string | null,
    refused: { typed: Omit<MessageTemplate, 'code'>; error: unknown } | null = null,
  ): Promise<Answer> => {
    const book = await messageTemplates.current();
    if (editing !== null && !book.templates.some(({ code }) => code === editing))
      throw new NotFound('callbacks.errors.template.unknown');
    const model = templatesPage({
      ...book,
      editing,
      typed: refused?.typed ?? null,
      errors: refused === null ? NO_ERRORS : fieldErrors(refused.error, ask.t),
      example,
      t: ask.t,
    });
    return page('callbacks/templates', model, {
      title: ask.t('messages.title'),
      zone: 'templates',
      status: refused === null ? 200 : 422,
    });
  };

  /** Saves, or shows the page again with what was typed and what is wrong with it. */
  const correctable = async (ask: Ask, code: string | null): Promise<Answer> => {
    const typed = readTemplate(ask.form);
    const basedOn = readBookVersion(ask.form);
    try {
      if (code === null) await messageTemplates.add({ basedOn, template: typed }, ask.actor);
      else await messageTemplates.save({ basedOn, template: { ...typed, code } }, ask.actor);
      return redirect('/callbacks/templates', 'messages.notice.saved');
    } catch (error) {
      if (error instanceof InvalidInput) return show(ask, code, { typed, error });
      throw error;
    }
  };

  return [
    {
      method: 'get',
      path: '/callbacks/templates',
      roles: LEADERS,
      audit: 'message-template.list',
      handler: (ask) => show(ask, ask.query['code'] ?? null),
    },
    {
      method: 'post',
      path: '/callbacks/templates',
      roles: LEADERS,
      audit: 'message-template.add',
      handler: (ask) => correctable(ask, null),
    },
    {
      method: 'post',
      path: '/callbacks/templates/:code',
      roles: LEADERS,
      audit: 'message-template.save',
      handler: (ask) => correctable(ask, ask.params['code'] ?? ''),
    },
  ];
}
