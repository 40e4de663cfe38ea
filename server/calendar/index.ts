export { makeCalendarModel } from './calendar.model.ts';
export { calendarRoutes } from './calendar.routes.ts';
export { readTypedDay } from './typed-day.ts';
export { makeCalendar, type Calendar, type HolidaysLoaded } from './calendar.service.ts';
export type { DepartmentCalendar } from './department-calendar.ts';
export type { MissingYear, OfficeCalendar, OfficeDay, Workday } from './office-calendar.ts';
export { storeDay, type Closure, type StoreCalendar, type StoreDay } from './store-calendar.ts';
export { tabooPeriod, type TabooPeriod } from './taboo-period.ts';
export {
  addWorkingHours,
  addWorkingMinutes,
  DEFAULT_HOURS,
  type DueTime,
  type Hours,
  type Pause,
  type WorkingHours,
} from './working-time.ts';
