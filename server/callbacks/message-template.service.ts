import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../platform/errors.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { makeMessageTemplateModel } from './message-template.model.ts';
import { BUILT_IN_TEMPLATES, templateProblems, type MessageTemplate } from './message-template.ts';

/** Templates of messages, as data of the leader. */
export interface MessageTemplates {
  /** All of them with the version of the book; version 0 until a leader changes something. */
  current(): Promise<{ version: number; templates: MessageTemplate[] }>;
  /** Changes one. @throws InvalidInput (title, text), NotFound, Conflict when the book changed since `basedOn` */
  save(command: { basedOn: number; template: MessageTemplate }, actor: Actor): Promise<number>;
}

export function makeMessageTemplates({
  db,
  clock,
  audit,
}: {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
}): MessageTemplates {
  const model = makeMessageTemplateModel(db);
  const current: MessageTemplates['current'] = async () => {
    const { version, templates } = (await model.latest()) ?? {
      version: 0,
      templates: [...BUILT_IN_TEMPLATES],
    };
    return { version, templates };
  };

  return {
    current,
    save: async ({ basedOn, template }, actor) => {
      const problems = templateProblems(template);
      if (problems.length > 0) throw new InvalidInput(problems);
      const now = await current();
      if (!now.templates.some(({ code }) => code === template.code))
        throw new NotFound('callbacks.errors.template.unknown');
      if (now.version !== basedOn) throw new Conflict('callbacks.errors.template.changed-meanwhile');
      const { code, channel, title, text, active } = template;
      const kept = { code, channel, title: title.trim(), text: text.trim(), active };
      const version = now.version + 1;
      await db.transaction(async (session) => {
        const saved = await model.insert(
          {
            version,
            templates: now.templates.map((one) => (one.code === code ? kept : one)),
            at: clock.now(),
            by: actor.staffNo,
          },
          session,
        );
        if (!saved) throw new Conflict('callbacks.errors.template.changed-meanwhile');
        await audit.record(
          {
            actor,
            event: 'message-template.changed',
            subject: { kind: 'message-template', id: code },
            detail: { version },
          },
          session,
        );
      });
      return version;
    },
  };
}
