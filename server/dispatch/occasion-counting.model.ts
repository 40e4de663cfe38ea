import type { BusinessDate } from '../platform/business-date.ts';
import type { Occasion } from './occasion.ts';
import type { RuleCode, SuppressionReason } from './rule.ts';

type Native = import('mongoose').mongo.Collection<Occasion>;

/** The day's figures counted from the stored occasions. */
export function occasionCounting(occasions: Native) {
  return {
    /** Counts what is open and due on a day, or stands on its sheets, by aggregation: the second road of the funnel. */
    countDue: async (
      day: BusinessDate,
      rules: readonly RuleCode[],
    ): Promise<{
      pairs: Map<RuleCode, number>;
      people: number;
      blocked: Map<SuppressionReason, number>;
    }> => {
      const due = {
        $or: [
          {
            state: 'waiting',
            rule: { $in: [...rules] },
            dueFrom: { $lte: day },
            $or: [
              { until: null },
              { until: { $gte: day } },
              { carried: { $gt: 0 }, rule: { $ne: 'birthday' } },
            ],
          },
          { state: { $in: ['dispatched', 'closed'] }, dispatchedOn: day },
          // A retry that was called today and waits for its next attempt.
          { 'before.dispatchedOn': day },
        ],
      };
      // Who stands on a sheet is not counted among those not called.
      const onSheet = {
        $or: [{ $in: ['dispatched', '$states'] }, { $eq: ['$blockedBy', 'already-dispatched'] }],
      };
      const rows = await occasions
        .aggregate<{ _id: { rule: RuleCode | null; blockedBy: SuppressionReason | null }; n: number }>(
          [
            { $match: due },
            {
              $group: {
                _id: '$customerId',
                rules: { $addToSet: '$rule' },
                states: { $addToSet: '$state' },
                blockedBy: { $first: '$blockedBy' },
              },
            },
            {
              $facet: {
                pairs: [
                  { $unwind: '$rules' },
                  { $group: { _id: { rule: '$rules', blockedBy: null }, n: { $sum: 1 } } },
                ],
                people: [
                  {
                    $group: {
                      _id: {
                        rule: null,
                        blockedBy: { $cond: [onSheet, null, '$blockedBy'] },
                      },
                      n: { $sum: 1 },
                    },
                  },
                ],
              },
            },
            { $project: { all: { $concatArrays: ['$pairs', '$people'] } } },
            { $unwind: '$all' },
            { $replaceRoot: { newRoot: '$all' } },
          ],
          { maxTimeMS: 60_000, allowDiskUse: true },
        )
        .toArray();
      const counts = {
        pairs: new Map<RuleCode, number>(),
        people: 0,
        blocked: new Map<SuppressionReason, number>(),
      };
      for (const { _id, n } of rows) {
        if (_id.rule !== null) counts.pairs.set(_id.rule, n);
        else counts.people += n;
        if (_id.rule === null && _id.blockedBy !== null) counts.blocked.set(_id.blockedBy, n);
      }
      return counts;
    },
  };
}
