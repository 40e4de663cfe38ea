import type { ScriptText } from '../script.types.ts';
import { choice, ELSEWHERE, ifOneOf, PROMISES, satisfaction, words, yesNo } from './build.ts';

export const LONG_SILENCE: ScriptText = {
  title: '久未联系问候',
  rules: ['long-silence'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。有些日子没跟您联系了，打个电话问候一声，也听听您对我们的想法，一两分钟，方便吗？',
  elsewhere: ELSEWHERE,
  closing: '谢谢{称呼}，您多保重。有空来店里走走，再见。',
  promises: PROMISES,
  questions: [
    choice('q1', '最近您还常来我们店里吗？', [
      ['often', '常来'],
      ['sometimes', '偶尔来'],
      ['seldom', '很久没来了'],
      ['moved', '搬走了', 'correction'],
    ]),
    choice(
      'q1-1',
      '很久没来，主要是什么原因？',
      [
        ['goods', '没有合适的东西'],
        ['price', '价格'],
        ['online', '网上买了'],
        ['far', '路远不方便'],
        ['health', '身体或家里的事'],
        ['unhappy', '有件事让我不满意'],
        ['other', '其他'],
      ],
      ifOneOf('q1', 'seldom'),
    ),
    words('q1-2', '是哪件事？您跟我说说。', { required: true, ...ifOneOf('q1-1', 'unhappy') }),
    choice(
      'q1-3',
      '真对不起。您希望我们怎么处理？',
      [
        ['return', '退货', 'return'],
        ['exchange', '换货', 'exchange'],
        ['repair', '维修', 'repair'],
        ['compensation', '补偿', 'compensation'],
        ['answer', '给个说法', 'complaint'],
        ['nothing', '说过就算了', 'suggestion'],
      ],
      ifOneOf('q1-1', 'unhappy'),
    ),
    satisfaction('q2', '总的来说，我们店您还满意吗？五分是非常满意，一分是非常不满意。'),
    yesNo('q3', '您登记的电话、地址现在还用吗？', { no: 'correction' }),
    choice('q4', '往后我们怎么跟您联系，您最舒服？', [
      ['call', '像这样打电话'],
      ['message', '发短信或微信'],
      ['post', '寄贺卡就好'],
      ['rarely', '有要紧事再联系'],
    ]),
    words('q5', '店里添点什么，您会更愿意来？'),
  ],
};
