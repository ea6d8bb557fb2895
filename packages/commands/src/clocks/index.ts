export { moveClocks } from './move-clocks.ts'
export {
  endDispatchClock,
  startDispatchClock,
  startWithdrawalClock,
  stopDispatchClock,
  stopWithdrawalClock,
} from './order-clocks.ts'
export { requireDueClock } from './require-due.ts'
export { breachClocks, warnClocks } from './tell-clocks.ts'
