import { Conflict, InvalidInput } from '../platform/errors.ts';
import type { Actor } from '../platform/roles.ts';
import type { DispatchService } from './dispatch.types.ts';
import { STANDING_RULES, type DispatchParts } from './parts.service.ts';
import type { DispatchRules } from './rule.ts';
import { rulesProblems } from './rules-check.ts';
import type { makeSurvey } from './survey.service.ts';

/** Rules as data: the version in force, earlier ones, trials, and new versions. */
export function makeRulesDesk(parts: DispatchParts, survey: ReturnType<typeof makeSurvey>) {
  const { rulesStore, clock, audit } = parts;

  const save: DispatchService['rules']['save'] = async (command, actor: Actor) => {
    const problems = rulesProblems(command.rules, command);
    if (problems.length > 0) throw new InvalidInput(problems);
    const current = await parts.currentRules();
    if (current.version !== command.basedOn) throw new Conflict('dispatch.errors.rules-changed');
    const saved: DispatchRules = {
      version: current.version + 1,
      rules: command.rules,
      fillShare: command.fillShare,
      frequencyCapDays: command.frequencyCapDays,
      ageingDays: current.ageingDays,
      at: clock.now(),
      by: actor.staffNo,
      note: command.note.trim(),
    };
    if (!(await rulesStore.insert(saved))) throw new Conflict('dispatch.errors.rules-changed');
    await audit.record({
      actor,
      event: 'dispatch.rules-saved',
      subject: { kind: 'dispatch-rules', id: `v${String(saved.version)}` },
      ...(saved.note === '' ? {} : { why: saved.note }),
      detail: { version: saved.version },
    });
    return saved;
  };

  const rules: DispatchService['rules'] = {
    current: () => parts.currentRules(),
    versions: async () =>
      [...(await rulesStore.all()), STANDING_RULES].map(({ version, at, by, note }) => ({
        version,
        at,
        by,
        note,
      })),
    tryChange: survey.tryChange,
    save,
  };

  const backlog: DispatchService['backlog'] = {
    preview: survey.preview,
    saveQuotas: async ({ basedOn, quotas }, actor) => {
      const current = await parts.currentRules();
      return save(
        {
          basedOn,
          rules: current.rules.map((rule) => {
            const quota = quotas[rule.code];
            return quota === undefined ? rule : { ...rule, dailyQuota: quota };
          }),
          fillShare: current.fillShare,
          frequencyCapDays: current.frequencyCapDays,
          note: '',
        },
        actor,
      );
    },
  };
  return { rules, backlog };
}
