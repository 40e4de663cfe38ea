import type { ScriptText } from '../script.types.ts';
import { choice, ELSEWHERE, ifAtMost, ifOneOf, PROMISES, satisfaction, words, yesNo } from './build.ts';

export const NEW_CARD: ScriptText = {
  title: '新卡回访',
  rules: ['new-card'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。谢谢您 {日期}办了我们的贵宾卡，想跟您核对一下资料，也听听您的想法，一两分钟就好，方便吗？',
  elsewhere: ELSEWHERE,
  closing: '谢谢{称呼}，往后有事您随时打给我们。祝您购物愉快，再见。',
  promises: PROMISES,
  questions: [
    satisfaction('q1', '办卡的时候，柜台的服务您还满意吗？五分是非常满意，一分是非常不满意。'),
    words('q1-1', '实在抱歉。是哪里没做好，您跟我说说？', { required: true, ...ifAtMost('q1', 2) }),
    yesNo('q1-2', '这件事要我们给您一个答复吗？', { yes: 'complaint', no: 'suggestion' }, ifAtMost('q1', 2)),
    yesNo('q2', '卡怎么用、有哪些好处，办卡时给您讲清楚了吗？'),
    choice(
      'q2-1',
      '那我给您补上。您最想先了解哪一样？',
      [
        ['points', '积分'],
        ['discount', '折扣'],
        ['parking', '停车'],
        ['exchange', '退换货'],
        ['birthday', '生日礼遇'],
      ],
      ifOneOf('q2', 'no'),
    ),
    yesNo('q3', '您登记的手机和地址，我跟您核一遍。都对吗？', { no: 'correction' }),
    choice('q4', '以后有事跟您说，您看怎么联系最好？', [
      ['call', '打电话'],
      ['sms', '发短信'],
      ['wechat', '加微信'],
      ['post', '寄信'],
      ['rarely', '尽量少联系'],
    ]),
    choice(
      'q5',
      '要打电话的话，您什么时候方便？',
      [
        ['morning', '上午'],
        ['afternoon', '下午'],
        ['evening', '五点以后'],
        ['any', '都可以'],
      ],
      ifOneOf('q4', 'call', 'rarely'),
    ),
    words('q6', '平时来店里，您多半看些什么？'),
  ],
};
