import type { Translate } from '../platform/web/route.ts';
import { decidingEvidence, isApplicable } from './consent.ts';
import { CHANNELS, PURPOSES, type ConsentEvidence, type Customer } from './customer.ts';
import type { ConsentState } from './due-facts.ts';

export interface ConsentCell {
  id: string;
  /** `service.phone` … for the form. */
  purpose: string;
  channel: string;
  applicable: boolean;
  state: ConsentState;
  word: string;
  icon: string;
  tone: string;
  when: string;
  /** Heading of its evidence: 促销通知，电话：撤回. */
  heading: string;
  evidence: { on: string; source: string; by: string; word: string; note: string | null }[];
}

export interface ConsentGrid {
  channels: { key: string; word: string }[];
  rows: { purpose: string; word: string; cells: ConsentCell[] }[];
}

const SIGNS: Record<ConsentState, { icon: string; tone: string }> = {
  given: { icon: 'check', tone: 'ok' },
  refused: { icon: 'blocked', tone: 'bad' },
  withdrawn: { icon: 'error', tone: 'bad' },
  'not-asked': { icon: 'info', tone: 'off' },
};

/** Consent per purpose and channel with the statements behind every state. */
export function consentGrid(
  customer: Customer,
  { t, nameOf }: { t: Translate; nameOf: (staffNo: string) => string },
): ConsentGrid {
  return {
    channels: CHANNELS.map((key) => ({ key, word: t(`customers.channel.${key}`) })),
    rows: PURPOSES.map((purpose) => ({
      purpose,
      word: t(`customers.consent-purpose.${purpose}`),
      cells: CHANNELS.map((channel) => {
        const evidence = customer.consents.filter(
          (statement) => statement.purpose === purpose && statement.channel === channel,
        );
        const deciding = decidingEvidence(evidence, purpose, channel);
        const state: ConsentState = deciding?.state ?? 'not-asked';
        const word = t(`customers.consent.${state}`);
        return {
          id: `consent-${purpose}-${channel}`,
          purpose,
          channel,
          applicable: isApplicable(purpose, channel),
          state,
          word,
          ...SIGNS[state],
          when: deciding?.on.slice(2) ?? '',
          heading: t('customers.consent.heading', {
            purpose: t(`customers.consent-purpose.${purpose}`),
            channel: t(`customers.channel.${channel}`),
            state: word,
          }),
          evidence: newestFirst(evidence).map(({ on, source, by, state: said, note }) => ({
            on,
            source: t(`customers.source.${source}`),
            by: nameOf(by),
            word: t(`customers.consent.${said}`),
            note,
          })),
        };
      }),
    })),
  };
}

function newestFirst(evidence: readonly ConsentEvidence[]): ConsentEvidence[] {
  return [...evidence].sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0));
}
