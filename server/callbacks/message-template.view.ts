import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import {
  filledMessage,
  LONGEST_MESSAGE,
  MESSAGE_PLACEHOLDERS,
  type MessageTemplate,
} from './message-template.ts';

/** Characters of a text message; of two and more, some are used up for putting the parts together. */
const SMS_PART = { single: 70, joined: 67 } as const;

/** The leader's page of message templates (`views/callbacks/templates.hbs`). */
export interface TemplatesPage {
  version: number;
  channels: { channel: MessageTemplate['channel']; word: string; lines: TemplateLine[] }[];
  form: TemplateForm;
}

export interface TemplateLine {
  code: string;
  href: string;
  title: string;
  /** As the invented customer of the preview would get it. */
  text: string;
  size: string;
  active: boolean;
  shown: boolean;
}

export interface TemplateForm extends FormErrors {
  /** Empty for a new one. */
  code: string;
  action: string;
  heading: string;
  channels: { value: string; word: string; chosen: boolean }[];
  title: string;
  text: string;
  active: boolean;
  longest: number;
  placeholders: string[];
  preview: string;
  size: string;
  /** What the page's script fills placeholders with, and how it counts. */
  values: string;
  saidSize: { sms: string; wechat: string };
}

export interface TemplatesInput {
  version: number;
  templates: readonly MessageTemplate[];
  /** Code of the one in the form, null for a new one. */
  editing: string | null;
  typed: Omit<MessageTemplate, 'code'> | null;
  errors: FormErrors;
  example: { address: string; store: string; agent: string };
  t: Translate;
}

export function templatesPage(input: TemplatesInput): TemplatesPage {
  const { templates, editing, t } = input;
  const values = exampleValues(input.example);
  return {
    version: input.version,
    channels: (['sms', 'wechat'] as const).map((channel) => ({
      channel,
      word: t(`messages.channel.${channel}`),
      lines: templates
        .filter((one) => one.channel === channel)
        .map(({ code, title, text, active }) => ({
          code,
          href: `/callbacks/templates?code=${encodeURIComponent(code)}`,
          title,
          text: filledMessage(text, values),
          size: sizeWords(filledMessage(text, values), channel, t),
          active,
          shown: code === editing,
        })),
    })),
    form: formOf(input, values),
  };
}

function formOf(
  { templates, editing, typed, errors, t }: TemplatesInput,
  values: Record<string, string>,
): TemplateForm {
  const saved = templates.find(({ code }) => code === editing);
  const { channel, title, text, active } = typed ?? saved ?? EMPTY;
  const preview = filledMessage(text, values);
  return {
    ...errors,
    code: editing ?? '',
    action: editing === null ? '/callbacks/templates' : `/callbacks/templates/${encodeURIComponent(editing)}`,
    heading: saved === undefined ? t('messages.add') : t('messages.change', { title: saved.title }),
    channels: (['sms', 'wechat'] as const).map((value) => ({
      value,
      word: t(`messages.channel.${value}`),
      chosen: value === channel,
    })),
    title,
    text,
    active,
    longest: LONGEST_MESSAGE,
    placeholders: MESSAGE_PLACEHOLDERS.map((word) => `{${word}}`),
    preview,
    size: sizeWords(preview, channel, t),
    values: JSON.stringify(values),
    saidSize: {
      sms: t('messages.size.sms', { count: '{count}', parts: '{parts}' }),
      wechat: t('messages.size.wechat', { count: '{count}' }),
    },
  };
}

const EMPTY: Omit<MessageTemplate, 'code'> = { channel: 'sms', title: '', text: '', active: true };

/** `92 字，2 条短信` */
export function sizeWords(text: string, channel: MessageTemplate['channel'], t: Translate): string {
  const count = Array.from(text).length;
  if (channel === 'wechat') return t('messages.size.wechat', { count: String(count) });
  const parts = count <= SMS_PART.single ? 1 : Math.ceil(count / SMS_PART.joined);
  return t('messages.size.sms', { count: String(count), parts: String(parts) });
}

/** Values by the words that stand between the braces. */
function exampleValues({ address, store, agent }: TemplatesInput['example']): Record<string, string> {
  const [forAddress = '', forStore = '', forAgent = ''] = MESSAGE_PLACEHOLDERS;
  return { [forAddress]: address, [forStore]: store, [forAgent]: agent };
}
