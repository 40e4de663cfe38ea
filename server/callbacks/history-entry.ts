import { newId } from '../platform/ids.ts';
import type { ServiceEvent } from '../service-history/index.ts';
import { isValid, type StoredResult } from './call-result.ts';

/** Kind of a result's entry on the time line. */
export function historyKind({
  source,
  direction,
}: Pick<StoredResult, 'source' | 'direction'>): 'call' | 'incoming-call' | 'message' {
  if (source === 'message') return 'message';
  return direction === 'in' ? 'incoming-call' : 'call';
}

/**
 * A result's entry on the time line, in the words of the time line's own contract: every call stands there, a valid callback
 * as a service received (domain.md, service history).
 * @param dispositionName a leader's own words for the disposition, null for the office's
 */
export function historyEntry(result: StoredResult, dispositionName: string | null): ServiceEvent {
  const kind = historyKind(result);
  const { _id, customerId, day, time, agent, words } = result;
  const detail: Record<string, string> =
    kind === 'message'
      ? { channel: channelOf(result), direction: result.direction, agent, words }
      : {
          disposition: result.disposition,
          ...(dispositionName === null ? {} : { dispositionName }),
          agent,
          valid: isValid(result.flags) ? 'yes' : 'no',
          rules: result.rules.join(','),
          tags: result.tags.join(','),
          ...(result.csat === null ? {} : { csat: String(result.csat) }),
          words,
        };
  return { _id: newId(), customerId, kind, key: _id, on: day, time, by: agent, detail };
}

function channelOf({ made, disposition }: StoredResult): string {
  return disposition === 'WECHAT' || made.some(({ key }) => key.endsWith('.wechat')) ? 'wechat' : 'sms';
}
