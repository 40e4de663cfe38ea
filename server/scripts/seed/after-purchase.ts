import type { ScriptText } from '../script.types.ts';
import {
  choice,
  ELSEWHERE,
  ifAtLeast,
  ifAtMost,
  ifOneOf,
  PROMISES,
  recommendation,
  satisfaction,
  words,
  yesNo,
} from './build.ts';

export const AFTER_PURCHASE: ScriptText = {
  title: '购后回访',
  rules: ['after-purchase'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}售后服务部的{回访员}。您 {日期}在{柜组}买了{商品}，想用两分钟听听您用下来的感受，现在方便说话吗？',
  elsewhere: ELSEWHERE,
  closing: '谢谢{称呼}。小票请您留好，有什么问题随时打给我们，或者直接来{柜组}。祝您生活愉快，再见。',
  promises: PROMISES,
  questions: [
    satisfaction('q1', '这次买的{商品}，您还满意吗？五分是非常满意，一分是非常不满意。'),
    choice(
      'q1-1',
      '主要是哪方面让您不满意？',
      [
        ['quality', '做工质量'],
        ['size', '尺码款式'],
        ['described', '和说的不一样'],
        ['price', '价格'],
        ['service', '导购服务'],
        ['delivery', '送货安装'],
        ['other', '其他'],
      ],
      ifAtMost('q1', 2),
    ),
    choice(
      'q1-2',
      '真对不起，让您费心了。您希望我们怎么处理？',
      [
        ['return', '退货', 'return'],
        ['exchange', '换货', 'exchange'],
        ['repair', '维修', 'repair'],
        ['compensation', '补偿', 'compensation'],
        ['nothing', '不用处理', 'suggestion'],
      ],
      ifAtMost('q1', 2),
    ),
    yesNo(
      'q1-3',
      '这次有没有哪位店员让您特别满意，想让我们表扬一下的？',
      { yes: 'praise' },
      { required: false, ...ifAtLeast('q1', 4) },
    ),
    words('q1-4', '是哪一位？做得好的是哪一点？', ifOneOf('q1-3', 'yes')),
    choice('q2', '怎么使用、怎么保养，导购给您讲清楚了吗？', [
      ['clear', '讲清楚了'],
      ['not-told', '没讲', 'suggestion'],
      ['forgotten', '记不清'],
    ]),
    recommendation('q3'),
    words('q3-1', '您觉得我们哪里最该改进？', ifAtMost('q3', 6)),
  ],
};
