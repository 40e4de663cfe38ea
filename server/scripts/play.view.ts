import type { Translate } from '../platform/web/route.ts';
import { numberOf } from './condition.view.ts';
import { deskScript, type DeskScript } from './desk-script.view.ts';
import type { Placeholders } from './placeholder.ts';
import { scriptState } from './script-state.ts';
import { checkAnswers } from './answer.ts';
import type { Answer, ScriptVersion } from './script.types.ts';

/** A questionnaire being played through outside a call (`views/scripts/play.hbs`). */
export interface Play {
  script: DeskScript;
  /** What a save would begin with: tags set, figures, what is still missing. */
  leads: { icon: 'tag' | 'star' | 'check' | 'warning'; tone: '' | 'ok' | 'warn'; words: string }[];
  /** Something is answered: it can be begun again. */
  begun: boolean;
}

/** @param call what the placeholders stand for in the example */
export function playOf(
  script: ScriptVersion,
  answers: readonly Answer[],
  call: Placeholders,
  t: Translate,
): Play {
  const state = scriptState(script, answers);
  const errors = Object.fromEntries(
    checkAnswers(script, answers).map(({ field, message, values }) => [field, t(message, values)]),
  );
  const leads: Play['leads'] = state.drives.map(({ question, tag, remedy }) => ({
    icon: 'tag',
    tone: '',
    words: t('scripts.play.sets', {
      number: numberOf(question, script.questions),
      sets:
        remedy === null
          ? t(`scripts.tag.${tag}`)
          : t('scripts.play.remedy', { remedy: t(`scripts.remedy.${remedy}`) }),
    }),
  }));
  if (state.csat !== null)
    leads.push({ icon: 'star', tone: '', words: t('scripts.play.csat', { value: state.csat }) });
  if (state.nps !== null)
    leads.push({ icon: 'star', tone: '', words: t('scripts.play.nps', { value: state.nps }) });
  const left = state.missing.map((id) => numberOf(id, script.questions));
  leads.push(
    left.length === 0
      ? { icon: 'check', tone: 'ok', words: t('scripts.play.complete') }
      : {
          icon: 'warning',
          tone: 'warn',
          words: t('scripts.play.missing', {
            count: left.length,
            numbers: left.join(t('scripts.list-comma')),
          }),
        },
  );
  return {
    script: deskScript(script, answers, call, t, { errors }),
    leads,
    begun: answers.length > 0,
  };
}
