export { moveClocks } from './move-clocks.ts'
export {
  endDispatchClock,
  startDispatchClock,
  startProtectionClock,
  startWithdrawalClock,
  stopDispatchClock,
  stopProtectionClock,
  stopWithdrawalClock,
} from './order-clocks.ts'
export { requireDueClock } from './require-due.ts'
export { breachClocks, warnClocks } from './tell-clocks.ts'
