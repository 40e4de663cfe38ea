import { loadWords } from '../../server/platform/i18n.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';
import { BUILT_IN_TEMPLATES } from '../../server/callbacks/message-template.ts';
import { templatesPage } from '../../server/callbacks/message-template.view.ts';

const t = loadWords().in('zh-CN');
const example = { address: '王女士', store: '滨江百货', agent: '周丽娜' };

/** The leader's page: with a new one to write, with one that is wrong, and without any. */
export const samples: Record<string, object | object[]> = {
  'callbacks/templates': [
    templatesPage({
      version: 0,
      templates: BUILT_IN_TEMPLATES,
      editing: null,
      typed: null,
      errors: NO_ERRORS,
      example,
      t,
    }),
    templatesPage({
      version: 3,
      templates: BUILT_IN_TEMPLATES.map((one) => ({ ...one, active: false })),
      editing: 'missed',
      typed: { channel: 'wechat', title: '', text: '{天气}', active: false },
      errors: {
        errors: { title: '请写名称，最多 20 个字', text: '不认识 {天气}' },
        errorList: [
          { field: 'title', message: '请写名称，最多 20 个字' },
          { field: 'text', message: '不认识 {天气}' },
        ],
      },
      example,
      t,
    }),
    templatesPage({
      version: 0,
      templates: [],
      editing: null,
      typed: null,
      errors: NO_ERRORS,
      example,
      t,
    }),
  ],
};
