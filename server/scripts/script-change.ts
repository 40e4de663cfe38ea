import { isDeepStrictEqual } from 'node:util';
import { placesOf } from './question-tree.ts';
import { SCRIPT_TAGS } from './script-check.ts';
import type { Question, ScriptTag, ScriptText } from './script.types.ts';

/** Parts of a question that can differ. */
export type QuestionPart =
  'text' | 'kind' | 'options' | 'scale' | 'required' | 'when' | 'drives' | 'measures';

/** One difference between two texts of a script; questions are the same when their ids are. */
export type ScriptChange =
  | { what: 'title' | 'rules' | 'attended' | 'opening' | 'closing' | 'elsewhere'; from: string; to: string }
  | { what: 'promise'; tag: ScriptTag; from: string; to: string }
  | { what: 'added' | 'removed'; id: string; number: string; text: string }
  | { what: 'moved'; id: string; from: string; to: string; text: string }
  | { what: 'question'; id: string; number: string; text: string; was: string; parts: QuestionPart[] };

/** What changed from one text to the next, head first, then question by question in the new order. */
export function scriptChanges(before: ScriptText, after: ScriptText): ScriptChange[] {
  return [...headChanges(before, after), ...questionChanges(before.questions, after.questions)];
}

function headChanges(before: ScriptText, after: ScriptText): ScriptChange[] {
  const texts = {
    title: [before.title, after.title],
    rules: [before.rules.join(), after.rules.join()],
    attended: [String(before.attended), String(after.attended)],
    opening: [before.opening, after.opening],
    elsewhere: [before.elsewhere, after.elsewhere],
    closing: [before.closing, after.closing],
  } as const;
  const head = (Object.keys(texts) as (keyof typeof texts)[]).flatMap((what): ScriptChange[] => {
    const [from, to] = texts[what];
    return from === to ? [] : [{ what, from, to }];
  });
  const promises = SCRIPT_TAGS.flatMap((tag): ScriptChange[] => {
    const [from, to] = [before.promises?.[tag] ?? '', after.promises?.[tag] ?? ''];
    return from === to ? [] : [{ what: 'promise', tag, from, to }];
  });
  return [...head, ...promises];
}

function questionChanges(before: readonly Question[], after: readonly Question[]): ScriptChange[] {
  const [old, now] = [placesOf(before), placesOf(after)];
  const was = new Map(before.map((question) => [question.id, question]));
  const stay = new Set(after.map(({ id }) => id));
  const moved = movedAmong(
    before.map(({ id }) => id).filter((id) => stay.has(id)),
    after.map(({ id }) => id).filter((id) => was.has(id)),
  );
  const changes = after.flatMap((question): ScriptChange[] => {
    const { id, text } = question;
    const number = now.get(id)?.number ?? '';
    const earlier = was.get(id);
    if (earlier === undefined) return [{ what: 'added', id, number, text }];
    const parts = differingParts(earlier, question);
    return [
      ...(moved.has(id)
        ? [{ what: 'moved' as const, id, from: old.get(id)?.number ?? '', to: number, text }]
        : []),
      ...(parts.length > 0
        ? [{ what: 'question' as const, id, number, text, was: earlier.text, parts }]
        : []),
    ];
  });
  const removed = before
    .filter(({ id }) => !stay.has(id))
    .map(({ id, text }): ScriptChange => ({ what: 'removed', id, number: old.get(id)?.number ?? '', text }));
  return [...changes, ...removed];
}

/** Ids outside the longest run that kept its order: the fewest questions whose moving explains the new order. */
function movedAmong(before: readonly string[], after: readonly string[]): Set<string> {
  const place = new Map(before.map((id, index) => [id, index]));
  const runs: string[][] = [];
  for (const id of after) {
    const here = place.get(id) ?? 0;
    const longest = runs
      .filter((run) => (place.get(run.at(-1) ?? '') ?? -1) < here)
      .reduce<string[]>((best, run) => (run.length > best.length ? run : best), []);
    runs.push([...longest, id]);
  }
  const kept = new Set(runs.reduce<string[]>((best, run) => (run.length > best.length ? run : best), []));
  return new Set(after.filter((id) => !kept.has(id)));
}

const PARTS: readonly QuestionPart[] = [
  'text',
  'kind',
  'options',
  'scale',
  'required',
  'when',
  'drives',
  'measures',
];

function differingParts(before: Question, after: Question): QuestionPart[] {
  return PARTS.filter((part) => !isDeepStrictEqual(before[part], after[part]));
}
