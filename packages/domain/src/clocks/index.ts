export {
  type ClockTimes,
  type RunningClock,
  recountClock,
  type StartedClock,
  startClock,
  startClocks,
} from './clock.ts'
export {
  type ClockResult,
  canPause,
  endClock,
  metBy,
  pauseClock,
  resumeClock,
  type StoppedClock,
  stopClock,
} from './moves.ts'
export { CLOCK_RULES, type ClockRule } from './rules.ts'
