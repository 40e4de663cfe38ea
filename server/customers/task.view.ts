import type { Translate } from '../platform/web/route.ts';
import { STOP_FAULT } from './call-change.ts';
import type { CompletionTask, TaskNote } from './completion-task.ts';
import type { Customer } from './customer.ts';
import type { CustomerFile } from './customer-reading.service.ts';
import { shownName } from './customer-words.view.ts';

export interface TaskLine {
  field: string;
  label: string;
  notes: { word: string; value: string; from: string }[];
  /** The other record, when the task is about one: who, and where both are compared. */
  other: { id: string; name: string; compare: string } | null;
  family: boolean;
  /** All contact is stopped until a leader has decided. */
  stop: boolean;
}

/** Open tasks of a record: what is unusable, differs or has to be judged. */
export function taskLines(file: CustomerFile, { t }: { t: Translate }): TaskLine[] {
  return file.tasks.map((task) => {
    const other = task.notes.map(({ value }) => file.named.get(value)).find((doc) => doc !== undefined);
    return {
      field: task.field,
      label: fieldWord(task.field, t),
      notes: task.notes.map((note) => noteLine(task, note, file.named, t)),
      other:
        other === undefined
          ? null
          : {
              id: other._id,
              name: shownName(other),
              compare: `/customers/${file.customer._id}/merge?with=${other._id}`,
            },
      family: task.field === 'household',
      stop: task.notes.some(({ fault }) => fault === STOP_FAULT) && (file.customer.stop ?? null) !== null,
    };
  });
}

/** Word of a field; parts of cards (`card:VIP….issuedOn`) by their part, consent by its purpose and channel. */
export function fieldWord(field: string, t: Translate): string {
  const part = /^card:[^.]+\.(\w+)$/.exec(field)?.[1];
  if (part !== undefined) return t(`customers.field.${part}`);
  const [, purpose, channel] = /^consent\.(\w+)\.(\w+)$/.exec(field) ?? [];
  if (purpose !== undefined && channel !== undefined) {
    return t('customers.consent.of', {
      purpose: t(`customers.consent-purpose.${purpose}`),
      channel: t(`customers.channel.${channel}`),
    });
  }
  return t(`customers.field.${field.replace(/\..*$/, '')}`);
}

/** Why something is no good; a leader's own disposition that ends a number says no more than that. */
export function faultWords(fault: string, t: Translate): string {
  const key = `customers.fault.${fault}`;
  const words = t(key, { value: '' });
  return words === key ? t('customers.fault.not-in-use') : words;
}

/** One note in words; `named` are customers that notes may be about. */
export function noteLine(
  task: Pick<CompletionTask, 'field'>,
  { kind, value, fault, source, on }: TaskNote,
  named: ReadonlyMap<string, Customer>,
  t: Translate,
): TaskLine['notes'][number] {
  const other = named.get(value);
  const shown = other === undefined ? value : shownName(other);
  return {
    word: fault === null ? t(`customers.task.${kind}`) : faultWords(fault, t),
    value: task.field === 'phones' && kind !== 'check' ? hiddenDigits(shown) : shown,
    from: `${t(`customers.source.${source}`)} ${on}`,
  };
}

/** Also a number that cannot be dialled is somebody's: its middle stays hidden. */
function hiddenDigits(text: string): string {
  return text.length <= 6 ? text : `${text.slice(0, 3)}****${text.slice(-3)}`;
}
