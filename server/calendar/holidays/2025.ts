import type { CompactYear } from '../compact-year.ts';

/** As announced by the State Council; days off as ranges, make-up working days one by one. */
export const YEAR_2025: CompactYear = {
  year: 2025,
  notice: 'https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm',
  off: [
    ['元旦', '2025-01-01'],
    ['春节', '2025-01-28', '2025-02-04'],
    ['清明节', '2025-04-04', '2025-04-06'],
    ['劳动节', '2025-05-01', '2025-05-05'],
    ['端午节', '2025-05-31', '2025-06-02'],
    ['国庆节、中秋节', '2025-10-01', '2025-10-08'],
  ],
  work: [
    ['春节', '2025-01-26'],
    ['春节', '2025-02-08'],
    ['劳动节', '2025-04-27'],
    ['国庆节、中秋节', '2025-09-28'],
    ['国庆节、中秋节', '2025-10-11'],
  ],
};
