export { addDays, dayOf, endOfDay, inShanghai } from './days.ts'
export {
  addWorkingDays,
  CalendarUnknown,
  isPublished,
  isWorkingDay,
  workingDaysBetween,
} from './working-days.ts'
