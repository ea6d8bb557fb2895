export { addDays, dayOf, endOfDay, inShanghai, startOfDay } from './days.ts'
export { addDuty, type DutyWindow, dutyBetween, dutyWindows, isDutyHours } from './duty.ts'
export {
  addWorkingDays,
  CalendarUnknown,
  type HolidayPeriod,
  holidayPeriods,
  isPublished,
  isWorkingDay,
  workingDaysBetween,
} from './working-days.ts'
