import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import {
  draftOf,
  EMPTY_DRAFT,
  LONGEST_NAME,
  maySwitch,
  OWN_GROUPS,
  OWN_STEPS,
  seconds,
  type DispositionDraft,
} from './disposition-draft.ts';
import { dispositionWords } from './disposition-words.ts';
import type { DispositionVersion } from './disposition.model.ts';
import type { Disposition, NextStep } from './disposition.ts';

/** One line of the list. */
export interface DispositionLine {
  code: string;
  digit: number | null;
  name: string;
  flags: { letter: string; state: 'yes' | 'part' | 'no'; word: string }[];
  group: string;
  step: string;
  active: boolean;
  builtIn: boolean;
  /** Where a leader's own one is changed; null for a built-in one. */
  editHref: string | null;
  switchHref: string | null;
}

interface Choice {
  value: string;
  word: string;
  chosen: boolean;
}

/** Everything about one draft as the form shows it. */
export interface DraftForm extends FormErrors {
  action: string;
  /** Code that is changed; null for a new one. */
  code: string | null;
  basedOn: number;
  name: string;
  longest: number;
  answered: boolean;
  complete: boolean;
  counts: boolean;
  rights: Choice[];
  groups: Choice[];
  steps: Choice[];
  seconds: Choice[];
  minutes: string;
  days: string;
}

export interface DispositionsPage {
  version: number;
  builtIn: DispositionLine[];
  own: DispositionLine[];
  versions: { version: number; at: string; by: string; what: string; current: boolean }[];
  /** Null for readers who may not change anything. */
  form: DraftForm | null;
  mayEdit: boolean;
}

export interface DispositionsInput {
  version: number;
  dispositions: readonly Disposition[];
  versions: readonly Pick<DispositionVersion, 'version' | 'at' | 'by' | 'change'>[];
  /** The one that is changed, null for the form of a new one. */
  editing: Disposition | null;
  /** Typed and refused; null to show what is stored. */
  typed: DispositionDraft | null;
  errors: FormErrors;
  mayEdit: boolean;
  nameOf: (staffNo: string) => string;
  t: Translate;
}

const PATH = '/callbacks/dispositions';

export function dispositionsPage(input: DispositionsInput): DispositionsPage {
  const { dispositions, version, versions, mayEdit, nameOf, t } = input;
  const word = dispositionWords(dispositions, t);
  const line = (one: Disposition) => dispositionLine(one, word, mayEdit, t);
  return {
    version,
    builtIn: dispositions
      .filter(({ builtIn }) => builtIn)
      .toSorted((a, b) => (a.digit ?? 10) - (b.digit ?? 10))
      .map(line),
    own: dispositions.filter(({ builtIn }) => !builtIn).map(line),
    versions: versions.map((saved) => ({
      version: saved.version,
      at: `${businessDateOf(saved.at)} ${storeTimeOf(saved.at)}`,
      by: nameOf(saved.by),
      what: t(`callbacks.dispositions.changed.${saved.change.what}`, {
        code: saved.change.code,
        name: word(saved.change.code),
      }),
      current: saved.version === version,
    })),
    form: mayEdit ? draftForm(input, word) : null,
    mayEdit,
  };
}

/** What happens after a disposition, in a few words. */
export function stepWords(step: NextStep, word: (code: string) => string, t: Translate): string {
  return t(`callbacks.step.${step.kind}`, {
    minutes: 'minutes' in step ? step.minutes : '',
    days: step.kind === 'days' ? step.days : '',
    then: step.kind === 'days' ? word(step.then) : '',
  });
}

function dispositionLine(
  one: Disposition,
  word: (code: string) => string,
  mayEdit: boolean,
  t: Translate,
): DispositionLine {
  const { code, digit, active, builtIn, group, next } = one;
  return {
    code,
    digit,
    name: word(code),
    flags: flagsOf(one, t),
    group: group === null ? t('callbacks.response-group.none') : t(`callbacks.response-group.${group}`),
    step: stepWords(next, word, t),
    active,
    builtIn,
    editHref: mayEdit && !builtIn ? `${PATH}/${code}` : null,
    switchHref: mayEdit && maySwitch(one) ? `${PATH}/${code}/active` : null,
  };
}

/** A R C F N in the order of the reference; partly complete, right person unknown and "the number only" stand between. */
function flagsOf(
  { answered, right, complete, final, counts }: Disposition,
  t: Translate,
): DispositionLine['flags'] {
  const flag = (letter: string, state: 'yes' | 'part' | 'no', key = state as string) => ({
    letter,
    state,
    word: t(`callbacks.dispositions.flag.${letter}.${key}`),
  });
  const third = { yes: 'yes', no: 'no', part: 'part', unknown: 'part', number: 'part' } as const;
  return [
    flag('A', answered ? 'yes' : 'no'),
    flag('R', third[right]),
    flag('C', third[complete]),
    flag('F', third[final]),
    flag('N', counts ? 'yes' : 'no'),
  ];
}

function draftForm(
  { dispositions, version, editing, typed, errors, t }: DispositionsInput,
  word: (code: string) => string,
): DraftForm {
  const draft = typed ?? (editing === null ? EMPTY_DRAFT : draftOf(editing));
  const choice = (value: string, text: string, chosen: string): Choice => ({
    value,
    word: text,
    chosen: value === chosen,
  });
  const shown = (value: number) => (value < 0 ? '' : String(value));
  return {
    ...errors,
    action: editing === null ? PATH : `${PATH}/${editing.code}`,
    code: editing?.code ?? null,
    basedOn: version,
    name: draft.name,
    longest: LONGEST_NAME,
    answered: draft.answered,
    complete: draft.complete,
    counts: draft.counts,
    rights: (['no', 'yes', 'unknown'] as const).map((value) =>
      choice(value, t(`callbacks.dispositions.right.${value}`), draft.right),
    ),
    groups: [...OWN_GROUPS, 'none'].map((value) =>
      choice(value, t(`callbacks.response-group.${value}`), draft.group ?? 'none'),
    ),
    steps: OWN_STEPS.map((value) => choice(value, t(`callbacks.dispositions.step.${value}`), draft.step)),
    seconds: seconds(dispositions).map(({ code }) => choice(code, word(code), draft.then)),
    minutes: shown(draft.minutes),
    days: shown(draft.days),
  };
}
