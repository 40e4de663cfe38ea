import type { ScriptText } from '../script.types.ts';
import { choice, ELSEWHERE, ifOneOf, PROMISES, recommendation, words, yesNo } from './build.ts';

export const AWARD: ScriptText = {
  title: '建议奖回访',
  rules: ['award'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。您在“{活动}”里提的建议评上了奖，特地打电话来谢谢您，也想再请教两句，方便吗？',
  elsewhere: ELSEWHERE,
  closing: '谢谢{称呼}，有您这样的顾客替我们想着，我们才改得快。再见。',
  promises: PROMISES,
  questions: [
    yesNo('q1', '奖品您收到了吗？'),
    choice(
      'q1-1',
      '那我给您落实。您看怎么领方便？',
      [
        ['visit', '到店里来领', 'visit'],
        ['post', '寄到家里', 'department'],
        ['family', '请家里人来领', 'visit'],
      ],
      ifOneOf('q1', 'no'),
    ),
    choice('q2', '您提的那一条，最近到店里看得出改进吗？', [
      ['clearly', '看得出'],
      ['somewhat', '看得出一点'],
      ['not-yet', '还没有', 'suggestion'],
      ['not-been', '最近没来'],
    ]),
    yesNo('q3', '您还有别的建议吗？', { yes: 'suggestion' }),
    words('q3-1', '您请说，我照原话记下来。', { required: true, ...ifOneOf('q3', 'yes') }),
    recommendation('q4'),
  ],
};
