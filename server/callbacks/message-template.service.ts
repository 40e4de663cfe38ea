import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
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
  /** A new one of the leader's. @throws InvalidInput, Conflict as {@link MessageTemplates.save} @returns its code */
  add(command: { basedOn: number; template: Omit<MessageTemplate, 'code'> }, actor: Actor): Promise<string>;
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

  /** Writes the next version of the book, in which `template` stands changed or at the end. */
  const keep = async (
    now: Awaited<ReturnType<MessageTemplates['current']>>,
    template: MessageTemplate,
    actor: Actor,
  ): Promise<number> => {
    const { code, channel, title, text, active } = template;
    const kept = { code, channel, title: title.trim(), text: text.trim(), active };
    const known = now.templates.some((one) => one.code === code);
    const version = now.version + 1;
    await db.transaction(async (session) => {
      const saved = await model.insert(
        {
          version,
          templates: known
            ? now.templates.map((one) => (one.code === code ? kept : one))
            : [...now.templates, kept],
          at: clock.now(),
          by: actor.staffNo,
        },
        session,
      );
      if (!saved) throw new Conflict('callbacks.errors.template.changed-meanwhile');
      await audit.record(
        {
          actor,
          event: known ? 'message-template.changed' : 'message-template.added',
          subject: { kind: 'message-template', id: code },
          detail: { version },
        },
        session,
      );
    });
    return version;
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
      return keep(now, template, actor);
    },
    add: async ({ basedOn, template }, actor) => {
      const problems = templateProblems(template);
      if (problems.length > 0) throw new InvalidInput(problems);
      const now = await current();
      if (now.version !== basedOn) throw new Conflict('callbacks.errors.template.changed-meanwhile');
      const code = newId();
      await keep(now, { ...template, code }, actor);
      return code;
    },
  };
}
