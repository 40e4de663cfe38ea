import type { BusinessDate } from '../platform/business-date.ts';

/** The line everybody sees before signing in (中秋安排 …). */
export interface Notice {
  /** Raised by every change; 0 before anybody wrote one. */
  version: number;
  /** Empty: there is none. */
  text: string;
  /** Last day it is shown; null until somebody takes it off. */
  lastDay: BusinessDate | null;
}

export const NO_NOTICE: Notice = { version: 0, text: '', lastDay: null };

/** Characters of a notice at most: it is one line. */
export const NOTICE_LENGTH = 120;

/** What is to be read on a day; null for nothing. */
export function noticeOn({ text, lastDay }: Notice, day: BusinessDate): string | null {
  return text === '' || (lastDay !== null && lastDay < day) ? null : text;
}
