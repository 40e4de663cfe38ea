import type { ScriptText } from '../script.types.ts';
import { choice, ELSEWHERE, ifOneOf, PROMISES, words, yesNo } from './build.ts';

export const BIRTHDAY: ScriptText = {
  title: '生日问候',
  rules: ['birthday'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}服务部的{回访员}。{日期}是您的生日，先祝您生日快乐！我们想送您一束花，跟您说定送到哪里，只要一两分钟，方便吗？',
  elsewhere: ELSEWHERE,
  closing: '都记下了。再祝{称呼}生日快乐、身体健康，再见。',
  promises: PROMISES,
  questions: [
    choice('q1', '生日给您送一束花，您愿意收吗？', [
      ['flowers', '愿意收花', 'flower'],
      ['card', '寄张贺卡就好', 'card'],
      ['nothing', '心意领了，都不用'],
    ]),
    choice(
      'q1-1',
      '送到哪里方便？',
      [
        ['home', '家里'],
        ['work', '单位'],
        ['else', '别的地方'],
        ['store', '我到店里来取', 'visit'],
      ],
      ifOneOf('q1', 'flowers'),
    ),
    choice(
      'q1-2',
      '什么时候送合适？',
      [
        ['morning', '当天上午'],
        ['afternoon', '当天下午'],
        ['day-before', '前一天'],
      ],
      ifOneOf('q1', 'flowers'),
    ),
    yesNo(
      'q1-3',
      '您或家里人对花粉过敏、对哪种花有忌讳吗？',
      { yes: 'correction' },
      ifOneOf('q1', 'flowers'),
    ),
    words('q1-4', '是哪一种？我记下来，以后都给您避开。', { required: true, ...ifOneOf('q1-3', 'yes') }),
    yesNo('q1-5', '要是您不在，旁边的人可以代收吗？', {}, ifOneOf('q1', 'flowers')),
    yesNo('q2', '我们记的是您{日期}过生日，您家里就过这一天吗？', { no: 'correction' }),
    words('q2-1', '那您过哪一天？是农历还是公历？', { required: true, ...ifOneOf('q2', 'no') }),
  ],
};
