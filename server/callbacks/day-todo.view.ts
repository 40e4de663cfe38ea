import { storeInstant, storeTimeOf } from '../platform/business-date.ts';
import { reasonText } from '../roster/index.ts';
import type { CallDay } from './call-day.types.ts';
import { dayPath, INCOMING_PATH, PAPER_PATH, paperPath } from './call-paths.ts';
import { rowInQueue } from './day-calls.view.ts';
import { DUTY } from './day-part.ts';
import { minutesBetween, nameOfCard, type DayReader } from './day-reader.ts';
import { placesWords } from './paper-list.view.ts';

/** Something of the day that needs somebody, with one verb. */
export interface TodoLine {
  tone: 'bad' | 'warn';
  title: string;
  detail: string;
  href: string;
  verb: string;
  /** The one filled button of the board: hand over what an absent agent holds. */
  first: boolean;
}

type Made = Omit<TodoLine, 'first' | 'verb'> & { verb: string };

/** Graver things first; among equals in the order in which the leader goes through them. */
export function dayTodo(day: CallDay, reader: DayReader): TodoLine[] {
  const lines = [
    ...absentLines(day, reader),
    ...appointmentTodo(day, reader),
    ...sheetLines(day, reader),
    ...countedLines(day, reader),
    ...openedTodo(day, reader),
    ...blockedLines(day, reader),
  ].toSorted((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
  const { t } = reader;
  return lines.map((line, at) => ({
    ...line,
    verb: t(`callbacks.day.verb.${line.verb}`),
    first: at === 0 && line.verb === 'hand-over',
  }));
}

function absentLines(
  { day, agents, appointments }: CallDay,
  { t, roster, mayAct, today }: DayReader,
): Made[] {
  if (day !== today) return [];
  return agents
    .filter(({ present, left }) => !present && left > 0)
    .map(({ staffNo, name, left }) => {
      const times = appointments
        .filter(({ agent, state }) => agent === staffNo && state !== 'kept')
        .map(({ at }) => at);
      return {
        tone: 'bad',
        title: t('callbacks.day.todo.absent', {
          name,
          reason: reasonText(roster.get(staffNo)?.reason ?? null, t),
          people: left,
        }),
        detail:
          times.length === 0
            ? t('callbacks.day.todo.absent-text')
            : t('callbacks.day.todo.absent-times', { times: times.join(t('callbacks.day.comma')) }),
        href: mayAct
          ? `${dayPath(day)}/hand-over/${staffNo}`
          : `${dayPath(day)}/rows?of=left&agent=${staffNo}`,
        verb: mayAct ? 'hand-over' : 'look',
      };
    });
}

function appointmentTodo({ day, appointments, agents }: CallDay, reader: DayReader): Made[] {
  const { t, now, today } = reader;
  const byNo = new Map(agents.map((agent) => [agent.staffNo, agent]));
  return appointments
    .filter(({ state }) => state === 'late' || state === 'due')
    .flatMap(({ itemId, customerId, agent, at, state }): Made[] => {
      const owner = byNo.get(agent);
      const onCall = owner?.onCall ?? null;
      // One that is due and whose owner is free is being taken care of.
      if (state === 'due' && onCall === null) return [];
      const name = owner?.name ?? agent;
      // A day that is over has no minute: what was not kept was missed.
      const how = state === 'late' && day !== today ? 'missed' : state;
      return [
        {
          tone: state === 'late' ? 'bad' : 'warn',
          title: t(`callbacks.day.todo.appointment-${how}`, {
            at,
            who: nameOfCard(customerId, reader),
            minutes: minutesBetween(storeInstant(day, at), now),
          }),
          detail:
            onCall === null
              ? t('callbacks.day.todo.owner', { name })
              : t('callbacks.day.todo.owner-on-call', {
                  name,
                  since: storeTimeOf(onCall.since),
                  minutes: minutesBetween(onCall.since, now),
                }),
          href: itemId === null ? `/customers/${customerId}` : rowInQueue(agent, itemId),
          verb: 'look',
        },
      ];
    });
}

/** Paper must be back at 17:00; sheets of people on duty have until the end of it. */
export function isOverdue(
  staffNo: string,
  { day, agents }: Pick<CallDay, 'day' | 'agents'>,
  { time, today }: Pick<DayReader, 'time' | 'today'>,
): boolean {
  const duty = agents.some((agent) => agent.staffNo === staffNo && agent.duty);
  return day < today || time >= (duty ? DUTY.to : DUTY.from);
}

function sheetLines(day: CallDay, reader: DayReader): Made[] {
  const { t } = reader;
  return day.openSheets
    .filter(({ agent }) => isOverdue(agent, day, reader))
    .map(({ number, agentName, open, carried }) => ({
      tone: 'bad',
      title: t('callbacks.day.todo.sheet', { number, name: agentName, count: open.length + carried.length }),
      detail: [
        ...(open.length === 0 ? [] : [t('callbacks.keyed.open-rows', { places: placesWords(open, t) })]),
        ...(carried.length === 0
          ? []
          : [t('callbacks.keyed.carried-rows', { places: placesWords(carried, t) })]),
      ].join(t('callbacks.queue.semicolon')),
      href: paperPath(number),
      verb: 'key-back',
    }));
}

function countedLines({ conflicts, unknownCallers }: CallDay, { t }: DayReader): Made[] {
  return [
    ...(conflicts === 0
      ? []
      : [
          {
            tone: 'warn' as const,
            title: t('callbacks.day.todo.conflicts', { count: conflicts }),
            detail: t('callbacks.day.todo.conflicts-text'),
            href: PAPER_PATH,
            verb: 'decide',
          },
        ]),
    ...(unknownCallers === 0
      ? []
      : [
          {
            tone: 'warn' as const,
            title: t('callbacks.day.todo.unknown', { count: unknownCallers }),
            detail: t('callbacks.day.todo.unknown-text'),
            href: `${INCOMING_PATH}/unknown`,
            verb: 'look',
          },
        ]),
  ];
}

function openedTodo({ day, openedWithoutResult }: CallDay, { t }: DayReader): Made[] {
  const [first] = openedWithoutResult;
  if (first === undefined) return [];
  return [
    {
      tone: 'warn',
      title: t('callbacks.day.todo.opened', { count: openedWithoutResult.length }),
      detail: t('callbacks.day.todo.opened-text', {
        names: [...new Set(openedWithoutResult.map(({ agentName }) => agentName))].join(
          t('callbacks.day.comma'),
        ),
      }),
      href: `${dayPath(day)}/rows?of=opened`,
      verb: 'look',
    },
  ];
}

/** Numbers that block us again: another line or a message is needed. */
function blockedLines({ blocked }: CallDay, reader: DayReader): Made[] {
  const { t } = reader;
  return (blocked ?? []).map(({ customerId, agentName, times }) => ({
    tone: 'warn',
    title: t('callbacks.day.todo.blocked', { who: nameOfCard(customerId, reader), count: times }),
    detail: t('callbacks.day.todo.blocked-text', { name: agentName }),
    href: `/customers/${customerId}`,
    verb: 'look',
  }));
}
