import type { ScriptText } from '../script.types.ts';
import {
  choice,
  ELSEWHERE,
  ifAtMost,
  ifOneOf,
  PROMISES,
  recommendation,
  satisfaction,
  words,
  yesNo,
} from './build.ts';

export const CARD_ANNIVERSARY: ScriptText = {
  title: '办卡周年回访',
  rules: ['card-anniversary'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。您办我们的贵宾卡满 {年数} 年了，谢谢您一直照顾，想问候您一声，也听听您这一年的感受，方便吗？',
  elsewhere: ELSEWHERE,
  closing: '谢谢{称呼}这么多年的照顾。祝您和家里人都好，再见。',
  promises: PROMISES,
  questions: [
    satisfaction('q1', '这一年里，我们的服务您还满意吗？五分是非常满意，一分是非常不满意。'),
    choice(
      'q1-1',
      '主要是哪方面让您不满意？',
      [
        ['goods', '商品质量'],
        ['choice', '东西不全'],
        ['price', '价格优惠'],
        ['service', '服务态度'],
        ['after', '售后处理'],
        ['place', '停车和环境'],
        ['other', '其他'],
      ],
      ifAtMost('q1', 2),
    ),
    yesNo(
      'q1-2',
      '有没有哪件事到现在还没给您办好的？',
      { yes: 'complaint', no: 'suggestion' },
      ifAtMost('q1', 2),
    ),
    words('q1-3', '是哪件事？您慢慢说，我记下来。', { required: true, ...ifOneOf('q1-2', 'yes') }),
    yesNo('q2', '想给您寄一张周年贺卡，寄到登记的地址可以吗？', { yes: 'card' }),
    yesNo('q3', '这一年，您的电话、地址有变动吗？', { yes: 'correction' }),
    recommendation('q4'),
    words('q5', '还有什么话要对我们说的？'),
  ],
};
