import type { ScriptText } from '../script.types.ts';
import { choice, ELSEWHERE, ifOneOf, PROMISES, words, yesNo } from './build.ts';

/** For a call that was agreed, or is tried again, without an earlier one whose script it could go on with. */
export const CALL_BACK: ScriptText = {
  title: '约定回电',
  rules: ['promised', 'retry'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。上次跟您通话，说好我们再给您打过来，现在说几句方便吗？',
  elsewhere: ELSEWHERE,
  closing: '都记下了，谢谢{称呼}等我们的电话。再见。',
  promises: PROMISES,
  questions: [
    words('q1', '您要说的是哪件事？我照您的原话记下来。', { required: true }),
    choice('q2', '这件事您希望我们怎么办？', [
      ['return', '退货', 'return'],
      ['exchange', '换货', 'exchange'],
      ['repair', '维修', 'repair'],
      ['compensation', '补偿', 'compensation'],
      ['answer', '给个答复', 'complaint'],
      ['contact', '请部门直接找我', 'department'],
      ['visit', '我到店里来', 'visit'],
      ['nothing', '说清楚就行'],
    ]),
    yesNo('q3', '除了这件，还有别的事要我们办吗？'),
    words('q3-1', '您请说，我一起记下来。', { required: true, ...ifOneOf('q3', 'yes') }),
    yesNo('q4', '往后有事，还打这个号码找您合适吗？', { no: 'correction' }),
  ],
};
