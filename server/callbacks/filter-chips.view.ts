import type { Translate } from '../platform/web/route.ts';
import type { ResultFilter } from './callback.types.ts';
import { FILTER_PARTS, filterQuery, type FilterPart } from './results.form.ts';

/** What the chips' words need besides the filter. */
export interface ChipsInput {
  filter: ResultFilter;
  agents: readonly { staffNo: string; name: string }[];
  /** Name of the customer whose results are asked for. */
  customerName: string | null;
  /** The reader's own results: the agent is no choice. */
  own: boolean;
}

interface ChipsReader {
  t: Translate;
  resultWord: (code: string) => string;
}

/** A chosen part of the filter in words. */
export interface FilterChip {
  part: FilterPart;
  word: string;
}

export function filterChips(input: ChipsInput, reader: ChipsReader): FilterChip[] {
  const chosen = filterQuery(input.filter);
  return FILTER_PARTS.filter((part) => chosen.has(part) && !(input.own && part === 'agent')).map((part) => ({
    part,
    word: chipWord(part, input, reader),
  }));
}

function chipWord(
  part: FilterPart,
  { filter, agents, customerName }: ChipsInput,
  { t, resultWord }: ChipsReader,
): string {
  const list = (values: readonly string[] | undefined, word: (value: string) => string) =>
    (values ?? []).map(word).join(t('callbacks.results.comma'));
  const flag = (value: boolean | undefined) =>
    t(`callbacks.results.${part}.${value === true ? 'yes' : 'no'}`);
  switch (part) {
    case 'from':
      return t('callbacks.results.chip.from', { day: filter.from ?? '' });
    case 'to':
      return t('callbacks.results.chip.to', { day: filter.to ?? '' });
    case 'agent':
      return agents.find(({ staffNo }) => staffNo === filter.agent)?.name ?? filter.agent ?? '';
    case 'customer':
      return customerName ?? t('callbacks.results.chip.customer');
    case 'disposition':
      return list(filter.disposition, resultWord);
    case 'tag':
      return list(filter.tag, (tag) => t(`callbacks.tag.${tag}`));
    case 'rule':
      return list(filter.rule, (rule) => t(`dispatch.lead.${rule}`));
    case 'source':
      return t(`callbacks.results.source.${filter.source ?? 'screen'}`);
    case 'sheet':
      return filter.sheet ?? '';
    case 'reached':
    case 'valid':
    case 'undone':
      return flag(filter[part]);
  }
}
