export { moveClocks } from './move-clocks.ts'
export { requireDueClock } from './require-due.ts'
