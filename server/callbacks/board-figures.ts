import type { BusinessDate } from '../platform/business-date.ts';

/** Figures of a day's results, as the database gathers them. */
export interface BoardFigures {
  agents: {
    staffNo: string;
    name: string;
    /** Counted attempts. */
    attempts: number;
    /** Results, and the first and last of them. */
    results: number;
    firstAt: Date;
    lastAt: Date;
    /** Customers reached, and with a valid callback. */
    reached: string[];
    valid: string[];
  }[];
  /** Times agreed in a call of the day for the same day. */
  agreed: { itemId: string | null; customerId: string; at: string; agent: string; said: Date }[];
  /** Agreed times at which somebody was dialled. */
  kept: { itemId: string; at: string }[];
  /** How many results wait for a decision. */
  inQuestion: { n: number }[];
  /** Calls that were blocked or marked as nuisance, with how many there were in their cycle on earlier days. */
  blocked: { customerId: string; agent: string; agentName: string; at: Date; earlier: number }[];
  /** Latest standing result of a call with each customer. */
  last: { customerId: string; at: Date; calls: string[] }[];
}

export const NO_FIGURES: BoardFigures = {
  agents: [],
  agreed: [],
  kept: [],
  inQuestion: [],
  blocked: [],
  last: [],
};

/**
 * One pass over the results of a day, by the index on day and agent.
 * @param blocking codes of dispositions that mean that our line is blocked
 */
export function boardPipeline(day: BusinessDate, blocking: readonly string[]) {
  const stands = { undoneAt: null, conflictState: { $nin: ['open', 'dropped'] } };
  const barred = { ...stands, direction: 'out', disposition: { $in: [...blocking] } };
  const one = (flag: object, value: string) => ({ $addToSet: { $cond: [flag, value, '$$REMOVE'] } });
  return [
    { $match: { day } },
    {
      $facet: {
        agents: [
          { $match: { ...stands, source: { $ne: 'message' } } },
          {
            $group: {
              _id: '$agent',
              name: { $last: '$agentName' },
              attempts: { $sum: { $cond: ['$flags.counts', 1, 0] } },
              results: { $sum: 1 },
              firstAt: { $min: '$at' },
              lastAt: { $max: '$at' },
              reached: one({ $eq: ['$flags.right', 'yes'] }, '$customerId'),
              valid: one(
                { $and: [{ $eq: ['$flags.right', 'yes'] }, { $eq: ['$flags.complete', 'yes'] }] },
                '$customerId',
              ),
            },
          },
          { $set: { staffNo: '$_id' } },
          { $unset: '_id' },
        ],
        agreed: [
          { $match: { ...stands, 'next.kind': 'appointment', 'next.on': day } },
          { $sort: { at: 1 } },
          {
            $project: {
              _id: 0,
              itemId: 1,
              customerId: 1,
              at: '$next.at',
              agent: '$next.agent',
              said: '$at',
            },
          },
        ],
        kept: [
          { $match: { ...stands, appointmentAt: { $ne: null }, itemId: { $ne: null } } },
          { $project: { _id: 0, itemId: 1, at: '$appointmentAt' } },
        ],
        inQuestion: [{ $match: { conflictState: 'open', undoneAt: null } }, { $count: 'n' }],
        blocked: [
          { $match: barred },
          {
            // Few a day; each looks its customer's results up by the index on customer and cycle.
            $lookup: {
              from: 'call_results',
              localField: 'customerId',
              foreignField: 'customerId',
              let: { cycle: '$cycle' },
              pipeline: [
                { $match: { ...barred, day: { $lt: day }, $expr: { $eq: ['$cycle', '$$cycle'] } } },
                { $count: 'n' },
              ],
              as: 'before',
            },
          },
          {
            $project: {
              _id: 0,
              customerId: 1,
              agent: 1,
              agentName: 1,
              at: 1,
              earlier: { $ifNull: [{ $first: '$before.n' }, 0] },
            },
          },
        ],
        last: [
          { $match: { ...stands, source: { $ne: 'message' } } },
          { $group: { _id: '$customerId', at: { $max: '$at' }, calls: { $addToSet: '$callId' } } },
          { $project: { _id: 0, customerId: '$_id', at: 1, calls: 1 } },
        ],
      },
    },
  ];
}
