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

const NEXT_TIME = [
  ['try-on', '新品试穿试用'],
  ['class', '讲座课堂'],
  ['family', '亲子活动'],
  ['offers', '优惠专场'],
  ['any', '都可以'],
] as const;

export const ACTIVITY_CAME: ScriptText = {
  title: '活动回访（到场）',
  rules: ['activity'],
  attended: true,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。谢谢您 {日期}来参加“{活动}”，想用一两分钟听听您的感受，方便吗？',
  elsewhere: ELSEWHERE,
  closing: '谢谢{称呼}，您说的我们都会用上。下次再见到您，再见。',
  promises: PROMISES,
  questions: [
    satisfaction('q1', '这次活动您还满意吗？五分是非常满意，一分是非常不满意。'),
    choice(
      'q1-1',
      '主要是哪方面没做好？',
      [
        ['order', '现场秩序'],
        ['staff', '人手不够'],
        ['content', '内容不对路'],
        ['offer', '说好的没兑现', 'complaint'],
        ['place', '时间地点不方便'],
        ['other', '其他'],
      ],
      ifAtMost('q1', 2),
    ),
    words('q1-2', '您具体说说，我原话转给办活动的同事。', ifAtMost('q1', 2)),
    choice('q2', '下次您更愿意来哪一种？', NEXT_TIME),
    yesNo('q3', '再有这样的活动，还愿意我们通知您吗？'),
    recommendation('q4'),
    words('q5', '还有什么建议要对我们说的？'),
  ],
};

export const ACTIVITY_ABSENT: ScriptText = {
  title: '活动回访（未到场）',
  rules: ['activity'],
  attended: false,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。{日期}的“{活动}”给您留了位子，那天没见到您，想问问是不是有什么不方便，一分钟就好，可以吗？',
  elsewhere: ELSEWHERE,
  closing: '明白了，谢谢{称呼}。欢迎您有空来店里坐坐，再见。',
  promises: PROMISES,
  questions: [
    choice('q1', '那天是什么原因没来成？', [
      ['not-told', '没收到通知'],
      ['time', '时间不合适'],
      ['far', '路远不方便'],
      ['sudden', '临时有事'],
      ['interest', '不感兴趣'],
      ['forgotten', '忘记了'],
    ]),
    yesNo('q1-1', '那我核一下，您现在还用这个手机号吗？', { no: 'correction' }, ifOneOf('q1', 'not-told')),
    choice('q2', '活动放在什么时候，您比较方便？', [
      ['weekday', '工作日白天'],
      ['weekday-evening', '工作日傍晚'],
      ['weekend-morning', '周末上午'],
      ['weekend-afternoon', '周末下午'],
    ]),
    choice('q3', '哪一种活动您会想来？', NEXT_TIME),
    yesNo('q4', '再有活动，还愿意我们通知您吗？'),
    words('q5', '还有什么建议要对我们说的？'),
  ],
};
