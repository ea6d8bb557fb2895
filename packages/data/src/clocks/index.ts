export { type DueClock, type DuePlace, dueClocks, FIRST } from './due.ts'
export { type Clock, runningClocks } from './lock.ts'
export { markClocks } from './mark.ts'
export { type ClockSubject, keepCaseDue, startClocks, updateClock } from './write.ts'
