import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import { dispositionOf, EMPTY_DRAFT } from '../../server/callbacks/disposition-draft.ts';
import { dispositionsPage, type DispositionsInput } from '../../server/callbacks/disposition.view.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';

const moved = dispositionOf('X1', { ...EMPTY_DRAFT, name: '已搬离本市', step: 'days', days: 30 }, true);
const fax = dispositionOf('X2', { ...EMPTY_DRAFT, name: '传真音', step: 'number-ends' }, false);
const at = new Date('2026-11-23T09:02:00+08:00');

const page = (input: Partial<DispositionsInput>) =>
  dispositionsPage({
    version: 2,
    dispositions: [...BUILT_IN_DISPOSITIONS, moved, fax],
    versions: [
      { version: 2, at, by: '0301', change: { what: 'off', code: 'X2' } },
      { version: 1, at, by: '0301', change: { what: 'added', code: 'X1' } },
    ],
    editing: null,
    typed: null,
    errors: NO_ERRORS,
    mayEdit: true,
    nameOf: () => '何建平',
    t: loadWords().in('zh-CN'),
    ...input,
  });

/** One model or several for the views of the dispositions. */
export const samples: Record<string, object | object[]> = {
  'callbacks/dispositions': [
    page({}),
    page({ version: 0, dispositions: BUILT_IN_DISPOSITIONS, versions: [], mayEdit: false }),
    page({
      editing: moved,
      typed: { ...EMPTY_DRAFT, name: '', right: 'yes', complete: true, minutes: -1 },
      errors: {
        errors: {
          name: '填写名称',
          right: '没有人接听',
          complete: '必须是本人',
          counts: '都计次数',
          group: '归 I',
          step: '只能是结束',
          then: '选一种',
        },
        errorList: [{ field: 'name', message: '填写名称' }],
      },
    }),
  ],
};
