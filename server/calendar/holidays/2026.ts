import type { CompactYear } from '../compact-year.ts';

/** As announced by the State Council; days off as ranges, make-up working days one by one. */
export const YEAR_2026: CompactYear = {
  year: 2026,
  notice: 'https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
  off: [
    ['元旦', '2026-01-01', '2026-01-03'],
    ['春节', '2026-02-15', '2026-02-23'],
    ['清明节', '2026-04-04', '2026-04-06'],
    ['劳动节', '2026-05-01', '2026-05-05'],
    ['端午节', '2026-06-19', '2026-06-21'],
    ['中秋节', '2026-09-25', '2026-09-27'],
    ['国庆节', '2026-10-01', '2026-10-07'],
  ],
  work: [
    ['元旦', '2026-01-04'],
    ['春节', '2026-02-14'],
    ['春节', '2026-02-28'],
    ['劳动节', '2026-05-09'],
    ['国庆节', '2026-09-20'],
    ['国庆节', '2026-10-10'],
  ],
};
