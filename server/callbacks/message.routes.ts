import { randomUUID } from 'node:crypto';
import type { CustomerService } from '../customers/index.ts';
import type { Clock } from '../platform/clock.ts';
import { InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import { fieldErrors, NO_ERRORS, ruleErrors, type FormErrors } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { messagePath } from './call-paths.ts';
import type { Callbacks } from './callback.types.ts';
import type { MessageTemplates } from './message-template.service.ts';
import { readMessage, readReply, type TypedMessage, type TypedReply } from './message.form.ts';
import { messagePage } from './message.view.ts';
import { spokenWords } from './spoken-words.ts';

const CALLERS: readonly Role[] = ['agent', 'leader', 'clerk'];

/** What the page of one customer's messages stands on. */
export interface MessagePages {
  callbacks: Pick<Callbacks, 'logMessage' | 'logReply'>;
  messageTemplates: Pick<MessageTemplates, 'current'>;
  customers: Pick<CustomerService, 'get' | 'cardsFor'>;
  clock: Pick<Clock, 'today'>;
  /** Name of the store, as customers know it. */
  store: string;
}

/** 短信·微信: after calls in vain a message is copied from a template, sent by hand and logged; answers are taken down. */
export function messageRoutes({
  callbacks,
  messageTemplates,
  customers,
  clock,
  store,
}: MessagePages): RouteEntry[] {
  const show = async (
    ask: Ask,
    typed: { message?: TypedMessage; reply?: TypedReply } = {},
    error: unknown = null,
  ): Promise<Answer> => {
    const customerId = ask.params['customerId'] ?? '';
    const customer = await customers.get(customerId);
    if (customer === null) throw new NotFound('customers.errors.no-such-customer');
    const card = (await customers.cardsFor([customer._id])).get(customer._id);
    if (card === undefined) throw new NotFound('customers.errors.no-such-customer');
    const { templates } = await messageTemplates.current();
    const errors = errorsOf(error, typed.message === undefined ? 'words' : 'text', ask);
    const model = messagePage({
      card,
      templates,
      chosen: ask.query['template'] ?? null,
      store,
      agent: ask.actor.name,
      ids: { message: randomUUID(), reply: randomUUID() },
      typed: { message: typed.message ?? null, reply: typed.reply ?? null },
      errors: {
        message: typed.message === undefined ? NO_ERRORS : errors,
        reply: typed.reply === undefined ? NO_ERRORS : errors,
      },
      t: ask.t,
      spoken: spokenWords(),
    });
    return page('callbacks/message', model, {
      title: ask.t('messages.send.title', { name: model.name }),
      zone: 'message',
      styles: ['callbacks/templates'],
      status: error === null ? 200 : 422,
    });
  };

  const correctable = async (
    ask: Ask,
    typed: { message?: TypedMessage; reply?: TypedReply },
    work: () => Promise<unknown>,
    notice: string,
  ): Promise<Answer> => {
    try {
      await work();
      return redirect(messagePath(ask.params['customerId'] ?? ''), notice);
    } catch (error) {
      if (error instanceof InvalidInput || error instanceof RuleBroken) return show(ask, typed, error);
      throw error;
    }
  };

  return [
    {
      method: 'get',
      path: messagePath(':customerId'),
      roles: CALLERS,
      audit: 'calls.message-page',
      traced: true,
      handler: (ask) => show(ask),
    },
    {
      method: 'post',
      path: messagePath(':customerId'),
      roles: CALLERS,
      audit: 'calls.message-sent',
      handler: async (ask) => {
        const message = readMessage(ask.form);
        if (message === null) throw new InvalidInput([], 'errors.bad-request');
        const customerId = ask.params['customerId'] ?? '';
        const itemId = `${customerId}/${clock.today()}`;
        const work = () => callbacks.logMessage({ ...message, customerId, itemId }, ask.actor);
        return correctable(ask, { message }, work, 'messages.send.logged');
      },
    },
    {
      method: 'post',
      path: `${messagePath(':customerId')}/reply`,
      roles: CALLERS,
      audit: 'calls.reply-taken',
      handler: async (ask) => {
        const reply = readReply(ask.form);
        if (reply === null) throw new InvalidInput([], 'errors.bad-request');
        const customerId = ask.params['customerId'] ?? '';
        const work = () => callbacks.logReply({ ...reply, customerId }, ask.actor);
        return correctable(ask, { reply }, work, 'messages.send.reply-logged');
      },
    },
  ];
}

function errorsOf(error: unknown, field: string, { t }: Ask): FormErrors {
  if (error === null) return NO_ERRORS;
  return error instanceof RuleBroken ? ruleErrors(error, field, t) : fieldErrors(error, t);
}
