/** The characters of a text, one by one. */
export function letters(text: string): string[] {
  return Array.from(text);
}

/**
 * Words of the demo office, all our own: nobody in it exists. Surnames with their weight, characters of given names,
 * street names and goods are ordinary ones put together by chance.
 */
export const SURNAMES: readonly (readonly [string, number])[] = [
  ...letters('王李张刘陈杨赵黄周吴').map((word) => [word, 30] as const),
  ...letters('徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧').map((word) => [word, 12] as const),
  ...letters(
    '程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
  ).map((word) => [word, 4] as const),
  // Read unusually as surnames, or of two characters.
  ...letters('仇单解查区盖').map((word) => [word, 1] as const),
  ['欧阳', 3],
  ['上官', 1],
  ['司徒', 1],
  ['诸葛', 1],
];

export const GIVEN_FEMALE =
  '芳娜敏静丽强艳娟霞秀燕玲桂英华慧巧美婷雪琴云洁莉兰凤梅琳素莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞欣怡倩蓉薇菲寒岚苓萱梦琪雅彤若曦诗涵悦晴';
export const GIVEN_MALE =
  '伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺信子杰涛昌成康星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊民友裕河哲江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌栋梁建';
/** Rarely met: the paper and the search must cope with them. */
export const GIVEN_RARE = '喆堃翀祎昳彧燚甡赟淼';
/** Whole names that do not follow the pattern of surname and given name. */
export const NAMES_WITH_DOT = ['阿依古丽·买买提', '迪丽娜尔·艾力', '玛丽亚·陈', '巴特尔·额尔敦'] as const;

export const DISTRICTS = [
  { district: '滨江区', postcode: '310051' },
  { district: '上城区', postcode: '310002' },
  { district: '拱墅区', postcode: '310011' },
  { district: '西湖区', postcode: '310012' },
  { district: '萧山区', postcode: '311200' },
  { district: '余杭区', postcode: '311100' },
  { district: '钱塘区', postcode: '310018' },
] as const;
export const PROVINCE = '浙江省';
export const CITY = '杭州市';
export const AREA_CODE = '0571';
export const SUBDISTRICTS = [
  '望江门街道',
  '长桥街道',
  '湖畔街道',
  '江南街道',
  '浦岸街道',
  '青云街道',
] as const;
export const STREETS = [
  '柳浪路',
  '荷塘路',
  '雁荡巷',
  '听潮路',
  '梧桐弄',
  '映山路',
  '棠梨街',
  '白鹭路',
  '枕流巷',
  '桂雨路',
  '石桥街',
  '晴川路',
  '春晓路',
  '渔浦街',
  '松风路',
  '凌波路',
] as const;
export const ESTATES = ['望江苑', '听潮小区', '桂雨新村', '晴川府', '荷塘里', '松风公寓'] as const;

export const OCCUPATIONS = [
  '教师',
  '会计',
  '医生',
  '护士',
  '工程师',
  '公务员',
  '个体经营',
  '退休',
  '设计师',
  '司机',
  '销售',
  '家庭主妇',
  '律师',
  '',
] as const;

/** Counter, goods and ordinary price range in yuan. */
export const COUNTERS: readonly { counter: string; goods: readonly (readonly [string, number, number])[] }[] =
  [
    {
      counter: '女装',
      goods: [
        ['羊绒衫', 480, 1880],
        ['真丝连衣裙', 520, 1680],
        ['短款羽绒服', 599, 1599],
        ['西装外套', 459, 1299],
      ],
    },
    {
      counter: '男装',
      goods: [
        ['纯棉衬衫', 199, 599],
        ['羊毛大衣', 899, 2599],
        ['休闲夹克', 399, 1099],
      ],
    },
    {
      counter: '针织',
      goods: [
        ['羊毛衫', 299, 899],
        ['保暖内衣套装', 169, 499],
        ['羊绒围巾', 259, 899],
      ],
    },
    {
      counter: '化妆品',
      goods: [
        ['护肤套装', 399, 1599],
        ['精华液', 320, 980],
        ['口红', 150, 350],
      ],
    },
    {
      counter: '珠宝首饰',
      goods: [
        ['黄金项链', 2800, 9800],
        ['珍珠耳环', 680, 2600],
        ['翡翠手镯', 3600, 16800],
      ],
    },
    {
      counter: '钟表',
      goods: [
        ['机械手表', 1999, 8999],
        ['石英手表', 599, 1999],
      ],
    },
    {
      counter: '家用电器',
      goods: [
        ['空气净化器', 1299, 3299],
        ['电饭煲', 299, 899],
        ['滚筒洗衣机', 2399, 4999],
        ['吸尘器', 799, 2599],
      ],
    },
    {
      counter: '家具',
      goods: [
        ['书柜', 899, 2999],
        ['布艺沙发', 2999, 8999],
      ],
    },
    {
      counter: '童装',
      goods: [
        ['儿童羽绒服', 259, 699],
        ['童鞋', 129, 399],
      ],
    },
    {
      counter: '鞋帽箱包',
      goods: [
        ['女式皮鞋', 359, 999],
        ['牛皮手提包', 599, 2299],
        ['旅行箱', 399, 1299],
      ],
    },
    {
      counter: '食品礼盒',
      goods: [
        ['茶叶礼盒', 168, 888],
        ['坚果礼盒', 98, 268],
        ['糕点礼盒', 88, 238],
      ],
    },
    {
      counter: '床上用品',
      goods: [
        ['蚕丝被', 599, 1999],
        ['纯棉四件套', 299, 899],
      ],
    },
  ];

/** Remarks as they stand on card forms; taboos and notes are read out of them on intake. */
export const REMARKS: readonly (readonly [string, number])[] = [
  ['', 80],
  ['花粉过敏', 3],
  ['忌百合', 2],
  ['忌白色花', 1],
  ['找李先生', 1],
  ['他人接听勿提购买', 2],
  ['要求寄送新品目录', 4],
  ['老顾客，喜欢聊家常', 3],
  ['听力不好，请讲慢一点', 2],
  ['中午不要打电话', 2],
];

export const ACTIVITIES = ['春季品牌沙龙', '秋冬新品品鉴会', '亲子手工日', '店庆答谢会', '护肤讲座'] as const;

/** Suggestions in the customers' own words. */
export const SUGGESTIONS = [
  '三楼休息区的椅子太少，陪家人试衣服要站很久，建议多放几把。',
  '收银台排队的时候没有分流，希望周末多开一个窗口。',
  '儿童区的洗手台高了些，孩子够不着，能不能加一个小台阶？',
  '营业员讲解很耐心，就是导购图上的楼层写得不清楚，找了半天才找到针织柜。',
  '停车票要到一楼服务台盖章，希望每一层都能盖。',
  '冬天门口的帘子太沉，老人推不动，建议换成自动门。',
  '贵宾卡积分查询只能到柜台，希望电话里也能查。',
  '试衣间的挂钩松了两个，已经和营业员说过，还没有修。',
  '退货流程说明贴在柜台里面，顾客看不见，建议贴在外面。',
  '节日包装很漂亮，希望平时送礼也能选这种包装纸。',
  '空调开得太足，逛一会儿就要出去透气。',
  '希望能有代客送货的服务，大件家电拿不动。',
] as const;

export const PRIZES: readonly (readonly [string, number])[] = [
  ['', 10],
  ['纪念奖', 6],
  ['三等奖', 3],
  ['二等奖', 2],
  ['一等奖', 1],
];

/** What an agent notes down after a completed call. */
export const CALL_NOTES: readonly (readonly [string, number])[] = [
  ['', 55],
  ['商品满意，没有别的意见。', 12],
  ['尺码偏大，已告诉顾客可以到柜台换。', 4],
  ['希望有新款到货时告知。', 6],
  ['送货比约定晚了一天，其他满意。', 3],
  ['家里老人用着很好，下次还来。', 5],
  ['想在周末带孩子来，问了停车。', 4],
  ['对导购的讲解很满意，要我们转达谢意。', 4],
  ['生日当天不在本地，不用送花。', 2],
];
