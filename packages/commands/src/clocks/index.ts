export { type BreachClockInput, breachClock, type ClockBreached } from './breach-clock.ts'
export { moveClocks } from './move-clocks.ts'
export {
  endDispatchClock,
  startWithdrawalClock,
  stopDispatchClock,
  stopWithdrawalClock,
} from './order-clocks.ts'
export { requireDueClock } from './require-due.ts'
export { type ClockWarned, type WarnClockInput, warnClock } from './warn-clock.ts'
