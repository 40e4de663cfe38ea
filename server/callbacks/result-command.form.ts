import type { CallChange, CallDoors, Channel, ConsentState, Purpose } from '../customers/index.ts';
import type { FieldError } from '../platform/errors.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { checkAnswers, scriptState, type ScriptState, type ScriptVersion } from '../scripts/index.ts';
import type { WishDetail } from '../wishes/index.ts';
import type { CallDraft, OpenCall, OutcomeTag, ResultCommand } from './callback.types.ts';
import type { Disposition } from './disposition.ts';
import { tagsOf, whyNotField, type CallTags } from './driven-tags.ts';
import {
  drivenBefore,
  readAppointment,
  readBestTime,
  readSatisfaction,
  wrong,
  type Reading,
} from './result.form.ts';
import {
  readCorrections,
  readDoNotDisturb,
  readServiceConsent,
  readSuppression,
} from './told-changes.form.ts';

/** What a draft is read against. */
export interface CommandGround {
  submissionId: string;
  call: Pick<OpenCall, '_id' | 'direction' | 'customerId' | 'itemId' | 'script' | 'connectedAt' | 'hungUpAt'>;
  dispositions: readonly Disposition[];
  script: ScriptVersion | null;
  now: { today: BusinessDate; time: string; at: Date };
  correctionProblem: CallDoors['correctionProblem'];
  /** The wishes of these tags as typed. */
  readWishes(
    fields: Readonly<Record<string, string>>,
    tags: readonly OutcomeTag[],
    drives: ScriptState['drives'],
  ): Reading<WishDetail[]>;
  /** What the customer said so far. */
  consentOf(purpose: Purpose, channel: Channel): ConsentState;
}

/** A draft read as a result. */
export interface CommandReading {
  command: ResultCommand;
  disposition: Disposition | null;
  tags: CallTags;
  state: ScriptState | null;
  /** Tags that an answer had set and the agent took back, with the reason; to be kept with the notes. */
  takenBack: { tag: OutcomeTag; why: string }[];
  /** Everything that stands in the way of saving; the command is still good for a dry run. */
  problems: FieldError[];
}

/** Reads what was typed on the desk as the result it would become. Nothing derived is taken from outside. */
export function readCommand(draft: CallDraft, ground: CommandGround): CommandReading {
  const { call, script, now } = ground;
  const disposition =
    ground.dispositions.find(({ code, active }) => active && code === draft.disposition) ?? null;
  const state = script === null ? null : scriptState(script, draft.answers);
  const tags = tagsOf(draft.tags, drivenBefore(draft), state?.drives ?? []);
  const detail = readDetail(draft, disposition, now);
  const corrections = tags.tags.includes('correction')
    ? readCorrections(draft, (field, value) => ground.correctionProblem(field, value, now.today))
    : { value: [], problems: [] };
  const wishes = ground.readWishes(draft.fields, tags.tags, state?.drives ?? []);
  const satisfaction = readSatisfaction(draft);
  const takenBack = tags.takenBack.map((tag) => ({
    tag,
    why: (draft.fields[whyNotField(tag)] ?? '').trim(),
  }));
  return {
    command: {
      submissionId: ground.submissionId,
      source: call.direction === 'in' ? 'incoming' : 'screen',
      customerId: call.customerId,
      callId: call._id,
      itemId: call.itemId,
      disposition: disposition?.code ?? '',
      time: null,
      agent: null,
      phone: draft.fields['phone'] ?? null,
      answers: draft.answers,
      script: call.script,
      tags: tags.tags,
      csat: state?.csat ?? satisfaction.value.csat,
      nps: state?.nps ?? satisfaction.value.nps,
      words: draft.words.trim(),
      appointment: detail.appointment.value,
      resumeAt: disposition?.asks === 'interruption' ? resumeAt(draft, state) : null,
      bestTime: readBestTime(draft),
      suppress: detail.suppress.value,
      corrections: [...corrections.value, ...(detail.disturb.value === null ? [] : [detail.disturb.value])],
      consents: consentsTold(draft, wishes.value, ground),
      wishes: wishes.value,
      ...durations(call, now.at),
    },
    disposition,
    tags,
    state,
    takenBack,
    problems: [
      ...(disposition === null ? [wrong('disposition', 'choose-result')] : []),
      ...detail.appointment.problems,
      ...detail.suppress.problems,
      ...detail.disturb.problems,
      ...takenBack.flatMap(({ tag, why }) => (why === '' ? [wrong(whyNotField(tag), 'why-not')] : [])),
      ...(script === null ? [] : checkAnswers(script, draft.answers)),
      ...corrections.problems,
      ...wishes.problems,
      ...satisfaction.problems,
    ],
  };
}

/** What the disposition asks for; details of others are left alone, whatever stands in them. */
function readDetail(draft: CallDraft, disposition: Disposition | null, now: CommandGround['now']) {
  const nothing = { value: null, problems: [] };
  const asks = disposition?.asks ?? 'nothing';
  return {
    appointment:
      asks === 'appointment' || asks === 'interruption'
        ? readAppointment(draft, now, asks === 'appointment')
        : nothing,
    suppress: asks === 'channels' ? readSuppression(draft) : nothing,
    disturb: asks === 'do-not-disturb' ? readDoNotDisturb(draft) : nothing,
  };
}

/** Where an interrupted call goes on: the question chosen, else the first one without an answer. */
function resumeAt({ fields }: CallDraft, state: ScriptState | null): string | null {
  const asked = (state?.questions ?? []).filter((row) => row.state !== 'skipped');
  const chosen = asked.find(({ question }) => question.id === fields['resume-at']);
  return (chosen ?? asked.find((row) => row.state === 'current'))?.question.id ?? null;
}

/** The call asks for flowers and cards themselves: what is wished for is welcome, unless it was on record already. */
function consentsTold(draft: CallDraft, wishes: readonly WishDetail[], ground: CommandGround): CallChange[] {
  const told = readServiceConsent(draft);
  const asked = [
    ['flower', 'flowers', 'visit'],
    ['card', 'cards', 'post'],
  ] as const;
  return [
    ...(told === null ? [] : [told]),
    ...asked.flatMap(([kind, purpose, channel]): CallChange[] =>
      wishes.some((wish) => wish.kind === kind) && ground.consentOf(purpose, channel) !== 'given'
        ? [{ kind: 'consent', purpose, channel, state: 'given', words: '' }]
        : [],
    ),
  ];
}

/** Seconds spoken, and seconds of wrap-up since; null for what was not marked. */
function durations(
  { connectedAt, hungUpAt }: Pick<OpenCall, 'connectedAt' | 'hungUpAt'>,
  at: Date,
): Pick<ResultCommand, 'talkSeconds' | 'wrapUpSeconds'> {
  const seconds = (from: Date, to: Date) => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000));
  return {
    talkSeconds: connectedAt === null ? null : seconds(connectedAt, hungUpAt ?? at),
    wrapUpSeconds: hungUpAt === null ? null : seconds(hungUpAt, at),
  };
}
