export { type DueClock, type DuePlace, dueClocks, FIRST } from './due.ts'
export { type Clock, lockClock, runningClocks } from './lock.ts'
export { type ClockSubject, keepCaseDue, startClocks, updateClock } from './write.ts'
