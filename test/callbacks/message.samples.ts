import { BUILT_IN_TEMPLATES } from '../../server/callbacks/message-template.ts';
import { messagePage } from '../../server/callbacks/message.view.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';

const t = loadWords().in('zh-CN');

const base: Parameters<typeof messagePage>[0] = {
  card: {
    customerId: 'c1',
    name: '王芳',
    addressName: '王芳',
    titleKey: 'customers.title.female',
    salutation: null,
    pinyin: null,
    phones: [
      { key: '+8613800138000', shown: '138 0013 8000', dial: '13800138000', type: 'mobile', owner: null },
    ],
    level: null,
    taboos: [],
    speakNotes: [],
    callWindow: null,
    cardNo: 'VIP00017850',
  },
  templates: BUILT_IN_TEMPLATES,
  chosen: null,
  store: '滨江百货',
  agent: '周丽娜',
  ids: { message: '0b6f0f0e-8b1c-4a5e-9d55-0c2a7d1f3e90', reply: '1b6f0f0e-8b1c-4a5e-9d55-0c2a7d1f3e91' },
  typed: { message: null, reply: null },
  errors: { message: NO_ERRORS, reply: NO_ERRORS },
  t,
  spoken: t,
};

/** One customer's messages: as opened, refused by a rule, and without templates. */
export const samples: Record<string, object | object[]> = {
  'callbacks/message': [
    messagePage(base),
    messagePage({
      ...base,
      typed: {
        message: { submissionId: base.ids.message, channel: 'wechat', template: 'ask-time', text: '您好' },
        reply: null,
      },
      errors: {
        message: {
          errors: { text: '2 次没拨通以后才发信息' },
          errorList: [{ field: 'text', message: '2 次没拨通以后才发信息' }],
        },
        reply: NO_ERRORS,
      },
    }),
    messagePage({ ...base, templates: [] }),
  ],
};
