import type { SheetCustomer } from '../customers/index.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { messagePath, queuePath } from './call-paths.ts';
import {
  filledMessage,
  LONGEST_MESSAGE,
  MESSAGE_PLACEHOLDERS,
  type MessageTemplate,
} from './message-template.ts';
import { sizeWords } from './message-template.view.ts';
import type { TypedMessage, TypedReply } from './message.form.ts';
import { spokenName, writtenName } from './spoken-name.ts';

/** One customer's messages: what may be copied and sent by hand, and what came back (`views/callbacks/message.hbs`). */
export interface MessagePage {
  customerId: string;
  name: string;
  /** Numbers as displayed, in dialling order. */
  phones: { shown: string; owner: string | null }[];
  back: string;
  path: string;
  replyPath: string;
  /** Hidden in the forms: the same form is one entry however often it arrives. */
  submissionId: string;
  replyId: string;
  longest: number;
  /** Templates in use, filled; `shown` is the one in the form. */
  templates: {
    code: string;
    channel: string;
    title: string;
    text: string;
    size: string;
    href: string;
    shown: boolean;
  }[];
  message: FormErrors & { channel: string; channels: Choice[]; template: string; text: string };
  reply: FormErrors & { channels: Choice[]; words: string; optOut: boolean };
}

interface Choice {
  value: string;
  word: string;
  chosen: boolean;
}

export interface MessageInput {
  card: SheetCustomer;
  templates: readonly MessageTemplate[];
  /** Code of the template asked for. */
  chosen: string | null;
  store: string;
  agent: string;
  ids: { message: string; reply: string };
  typed: { message: TypedMessage | null; reply: TypedReply | null };
  errors: { message: FormErrors; reply: FormErrors };
  /** Words for the page, and those in which customers are spoken to. */
  t: Translate;
  spoken: Translate;
}

export function messagePage(input: MessageInput): MessagePage {
  const { card, chosen, typed, errors, t } = input;
  const path = messagePath(card.customerId);
  const inUse = input.templates.filter(({ active }) => active);
  const [forAddress = '', forStore = '', forAgent = ''] = MESSAGE_PLACEHOLDERS;
  const values = {
    [forAddress]: spokenName(card, input.spoken),
    [forStore]: input.store,
    [forAgent]: input.agent,
  };
  const shown = inUse.find(({ code }) => code === (typed.message?.template ?? chosen)) ?? inUse[0];
  const channel = typed.message?.channel ?? shown?.channel ?? 'sms';
  return {
    customerId: card.customerId,
    name: writtenName(card, t),
    phones: card.phones.map(({ shown: number, owner }) => ({ shown: number, owner })),
    back: queuePath(),
    path,
    replyPath: `${path}/reply`,
    submissionId: typed.message?.submissionId ?? input.ids.message,
    replyId: typed.reply?.submissionId ?? input.ids.reply,
    longest: LONGEST_MESSAGE,
    templates: inUse.map(({ code, channel: by, title, text }) => ({
      code,
      channel: t(`messages.channel.${by}`),
      title,
      text: filledMessage(text, values),
      size: sizeWords(filledMessage(text, values), by, t),
      href: `${path}?template=${encodeURIComponent(code)}`,
      shown: code === shown?.code,
    })),
    message: {
      ...errors.message,
      channel,
      channels: choices(channel, t),
      template: shown?.code ?? '',
      text: typed.message?.text ?? (shown === undefined ? '' : filledMessage(shown.text, values)),
    },
    reply: {
      ...errors.reply,
      channels: choices(typed.reply?.channel ?? channel, t),
      words: typed.reply?.words ?? '',
      optOut: typed.reply?.optOut ?? false,
    },
  };
}

function choices(chosen: string, t: Translate): Choice[] {
  return (['sms', 'wechat'] as const).map((value) => ({
    value,
    word: t(`messages.channel.${value}`),
    chosen: value === chosen,
  }));
}
