import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import iconv from 'iconv-lite';

const SURNAMES = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧');
const GIVEN = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲燕建文云洁莉凤莹琳雪');
const COUNTERS = [
  '化妆品',
  '家用电器',
  '童装',
  '手机数码',
  '男装',
  '女装',
  '珠宝首饰',
  '食品礼盒',
  '家居床品',
];
const CITIES = [
  ['上海市', '上海市', '浦东新区', '浦兴路街道', '200000'],
  ['浙江省', '温州市', '龙湾区', '海滨街道', '325000'],
  ['江苏省', '无锡市', '滨湖区', '蠡湖街道', '214000'],
  ['山东省', '枣庄市', '台儿庄区', '运河街道', '277000'],
] as const;

const HEAD =
  '卡号,姓名,性别,出生日期,历法,手机,固定电话,省,市,区县,街道,详细地址,邮编,职业,办卡日期,办卡柜组,方便接听时段,允许电话回访,允许邮寄,备注';

/** Card number of row n (from 0); the check after a round looks people up by it. */
export function cardOf(n: number): string {
  return `VIP${String(10_000_000 + n)}`;
}

export function nameOf(n: number): string {
  const pick = (from: readonly string[], at: number) => from[at % from.length] ?? '';
  const second = n % 5 === 0 ? '' : pick(GIVEN, Math.floor(n / 37) + n * 3);
  return pick(SURNAMES, n * 7) + pick(GIVEN, n * 11 + Math.floor(n / 30)) + second;
}

/** Mobile number of row n: no two alike, so that every row is a new person. */
export function phoneOf(n: number): string {
  return `13${5 + (n % 5)}${String(10_000_000 + Math.floor(n / 5))}`;
}

/** Writes a card list of `rows` people with the ordinary spread of spellings; returns its size in bytes. */
export async function writeCardList(
  path: string,
  rows: number,
  encoding: 'gb18030' | 'utf-8',
): Promise<number> {
  const file = createWriteStream(path);
  let bytes = 0;
  const write = async (text: string) => {
    const chunk = encoding === 'utf-8' ? Buffer.from(text, 'utf8') : iconv.encode(text, encoding);
    bytes += chunk.length;
    if (!file.write(chunk)) await once(file, 'drain');
  };
  await write(`${HEAD}\r\n`);
  for (let from = 0; from < rows; from += 1_000) {
    let text = '';
    for (let n = from; n < Math.min(rows, from + 1_000); n += 1) text += `${rowOf(n)}\r\n`;
    await write(text);
  }
  file.end();
  await once(file, 'finish');
  return bytes;
}

function rowOf(n: number): string {
  const [province, city, district, street, postcode] = CITIES[n % CITIES.length] ?? CITIES[0];
  const phone = phoneOf(n);
  const two = (value: number) => String(value).padStart(2, '0');
  const [year, month, day] = [1950 + (n % 55), 1 + (n % 12), 1 + (n % 28)];
  const spelled = [
    phone,
    `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`,
    phone,
    `+86 ${phone}`,
    phone,
    `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`,
  ];
  const born = [
    `${year}-${two(month)}-${two(day)}`,
    `${year}.${two(month)}.${two(day)}`,
    `${year}年${month}月${day}日`,
  ];
  return [
    cardOf(n),
    nameOf(n),
    n % 2 === 0 ? '女' : '男',
    born[n % 3],
    n % 4 === 0 ? '农历' : '公历',
    spelled[n % 6],
    n % 4 === 0 ? `021-${String(50_000_000 + n).slice(0, 8)}` : '',
    province,
    city,
    district,
    street,
    `学前街${n % 900}号${n % 30}栋${n % 2_000}室`,
    postcode,
    ['会计', '教师', '', '公务员'][n % 4],
    `20${two(18 + (n % 8))}-${two(month)}-${two(day)}`,
    COUNTERS[n % COUNTERS.length],
    ['上午', '下午', '晚上', ''][n % 4],
    n % 9 === 0 ? '' : '是',
    n % 7 === 0 ? '否' : '是',
    n % 8 === 0 ? '"含""引号""和,逗号"' : '',
  ].join(',');
}
