import type { ScriptText } from '../script.types.ts';
import { choice, ELSEWHERE, ifAtMost, ifOneOf, PROMISES, satisfaction, words, yesNo } from './build.ts';

export const CLOSED_TICKET: ScriptText = {
  title: '结案回访',
  rules: ['closed-ticket'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}售后服务部的{回访员}。您上次反映的事，单号 {单号}，部门回话说办好了，我来跟您核实一下，方便吗？',
  elsewhere: ELSEWHERE,
  closing: '谢谢{称呼}肯把话告诉我们，给您添麻烦了。再见。',
  promises: PROMISES,
  questions: [
    yesNo('q1', '部门的同事跟您联系过，把结果告诉您了吗？', { no: 'complaint' }),
    choice('q2', '那件事给您办好了吗？', [
      ['done', '办好了'],
      ['part', '办了一部分', 'complaint'],
      ['not', '还没办', 'complaint'],
    ]),
    words('q2-1', '还差什么没办？', { required: true, ...ifOneOf('q2', 'part', 'not') }),
    satisfaction('q3', '处理的结果您还满意吗？五分是非常满意，一分是非常不满意。'),
    choice(
      'q3-1',
      '真对不起。您希望我们接着怎么办？',
      [
        ['return', '退货', 'return'],
        ['exchange', '换货', 'exchange'],
        ['repair', '维修', 'repair'],
        ['compensation', '补偿', 'compensation'],
        ['answer', '再给个答复', 'complaint'],
        ['nothing', '不用了', 'suggestion'],
      ],
      ifAtMost('q3', 2),
    ),
    choice('q4', '办得快不快？', [
      ['quick', '挺快'],
      ['fair', '还可以'],
      ['slow', '慢了', 'suggestion'],
    ]),
    words('q5', '对办事的同事，您还有什么话要带到的？'),
  ],
};
