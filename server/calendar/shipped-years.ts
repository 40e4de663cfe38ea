import { unfolded } from './compact-year.ts';
import { YEAR_2025 } from './holidays/2025.ts';
import { YEAR_2026 } from './holidays/2026.ts';
import type { HolidayYear } from './office-calendar.ts';

/** The years that come with the product: one small file and one line here per announced year. */
export const SHIPPED_YEARS: readonly HolidayYear[] = [YEAR_2025, YEAR_2026].map(unfolded);
