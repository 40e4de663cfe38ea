import type { Translate } from '../platform/web/route.ts';
import type { TimelineEntry } from '../service-history/index.ts';
import { TIMELINE_GROUPS, type CustomerTimeline } from './customer-reading.service.ts';

export interface TimelineLine {
  id: string;
  /** Year heading, when it is the first of its year. */
  year: string | null;
  day: string;
  on: string;
  icon: string;
  /** Pine for contacts, red for complaints, none otherwise. */
  tone: string;
  fact: string;
  tag: { word: string; tone: string } | null;
  amountFen: number | null;
  who: string;
  detail: string | null;
}

export interface TimelinePage {
  chips: { word: string; count: number; href: string; current: boolean }[];
  lines: TimelineLine[];
  /** Address of older entries, null at the end. */
  older: string | null;
  /** Address of the newest entries, when these are older ones. */
  newest: string | null;
}

/** Sign of each kind of entry, and its colour: pine for contacts, red for complaints. */
export const TIMELINE_ICONS: Record<TimelineEntry['kind'], { icon: string; tone: string }> = {
  purchase: { icon: 'bag', tone: '' },
  return: { icon: 'undo', tone: '' },
  activity: { icon: 'calendar', tone: '' },
  award: { icon: 'star', tone: '' },
  suggestion: { icon: 'chat', tone: '' },
  call: { icon: 'phone', tone: 'contact' },
  'incoming-call': { icon: 'phone-in', tone: 'contact' },
  message: { icon: 'chat', tone: 'contact' },
  flower: { icon: 'flower', tone: '' },
  card: { icon: 'mail', tone: '' },
  gift: { icon: 'gift', tone: '' },
  ticket: { icon: 'file', tone: 'complaint' },
  visit: { icon: 'pin', tone: '' },
  merged: { icon: 'people', tone: '' },
};

/** The time line as lines of text. */
export function timelinePage(
  timeline: CustomerTimeline,
  customerId: string,
  { t, nameOf }: { t: Translate; nameOf: (staffNo: string) => string },
): TimelinePage {
  const { group, counts, entries, next, first } = timeline;
  const base = `/customers/${customerId}`;
  const href = (chosen: string, before?: string) => {
    const query = new URLSearchParams({
      ...(chosen === 'all' ? {} : { show: chosen }),
      ...(before === undefined ? {} : { before }),
    }).toString();
    return query === '' ? base : `${base}?${query}`;
  };
  let year = '';
  return {
    chips: TIMELINE_GROUPS.map((key) => ({
      word: t(`customers.timeline.${key}`),
      count: counts[key],
      href: href(key),
      current: key === group,
    })),
    lines: entries.map((entry) => {
      const isNewYear = entry.on.slice(0, 4) !== year;
      year = entry.on.slice(0, 4);
      return lineOf(entry, isNewYear ? year : null, timeline, t, nameOf);
    }),
    older: next === null ? null : href(group, next),
    newest: first ? null : href(group),
  };
}

function lineOf(
  entry: TimelineEntry,
  year: string | null,
  timeline: CustomerTimeline,
  t: Translate,
  nameOf: (staffNo: string) => string,
): TimelineLine {
  const { id, on, detail, amountFen, by } = entry;
  const draft = timeline.suggestions.get(detail['draftId'] ?? '');
  return {
    id,
    year,
    on,
    day: on.slice(5),
    ...signOf(entry),
    fact: timelineFact(entry, t),
    tag: tagOf(entry, t),
    amountFen,
    who:
      amountFen === null
        ? nameOf(detail['agent'] ?? by)
        : t('customers.timeline.receipt', { no: detail['receiptNo'] ?? '' }),
    detail: draft?.text ?? detail['words'] ?? null,
  };
}

/** A call in which the customer complained is red among the calls. */
function signOf({ kind, detail }: TimelineEntry): { icon: string; tone: string } {
  const complaint = codes(detail['tags']).includes('complaint');
  return { ...TIMELINE_ICONS[kind], ...(complaint ? { tone: 'complaint' } : {}) };
}

/** What happened, in words: 购买 女装三柜，羊绒衫 1 件; 回访 购后：有效回访. */
export function timelineFact({ kind, detail }: Pick<TimelineEntry, 'kind' | 'detail'>, t: Translate): string {
  switch (kind) {
    case 'purchase':
    case 'return':
      return t(`customers.event.${kind}`, {
        counter: detail['counter'] ?? '',
        item: detail['item'] ?? '',
        quantity: detail['quantity'] ?? '',
      });
    case 'activity':
      return detail['event'] ?? '';
    case 'award': {
      const [event, prize] = [detail['event'] ?? '', detail['prize'] ?? ''];
      return prize === ''
        ? t('customers.event.award', { event })
        : t('customers.event.award-prize', { event, prize });
    }
    case 'call':
    case 'incoming-call':
      return callFact(kind, detail, t);
    case 'message': {
      const channel = detail['channel'] === 'wechat' ? 'wechat' : 'sms';
      return t(`customers.event.message.${detail['direction'] === 'in' ? 'in' : 'out'}-${channel}`);
    }
    default: {
      const about = detail['about'] ?? '';
      return about === '' ? t(`customers.event.${kind}`) : `${t(`customers.event.${kind}`)} ${about}`;
    }
  }
}

/** Why it was made and how it ended. */
function callFact(kind: 'call' | 'incoming-call', detail: TimelineEntry['detail'], t: Translate): string {
  const what = t(`customers.event.${kind}`);
  const why = codes(detail['rules']).map((rule) => t(`dispatch.lead.${rule}`));
  const call = why.length === 0 ? what : `${what} ${why.join(t('dispatch.why.and'))}`;
  const ended = endWords(detail, t);
  return ended === '' ? call : t('customers.event.call-ended', { call, ended });
}

/** A leader's own words as they were then, else those of the code, else what came with an older entry. */
function endWords(detail: TimelineEntry['detail'], t: Translate): string {
  const own = detail['dispositionName'];
  if (own !== undefined && own !== '') return own;
  const key = `callbacks.disposition.${detail['disposition'] ?? ''}`;
  const words = t(key);
  return words === key ? (detail['about'] ?? '') : words;
}

function tagOf({ kind, detail }: TimelineEntry, t: Translate): TimelineLine['tag'] {
  if (kind === 'call' || kind === 'incoming-call') {
    const csat = Number(detail['csat'] ?? '0');
    if (csat === 0) return null;
    return { word: t('customers.event.csat', { csat }), tone: csat >= 4 ? 'ok' : csat <= 2 ? 'bad' : '' };
  }
  if (kind !== 'activity') return null;
  const attended = detail['attended'] ?? '';
  if (attended === '') return null;
  return { word: t(`customers.event.attended-${attended}`), tone: attended === 'yes' ? 'ok' : '' };
}

/** Codes kept in one text with commas between. */
function codes(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}
