export { SHIFT_ACTIONS, type ShiftAction, type ShiftRequest } from './facts.ts'
export { judgeShift } from './judge.ts'
export { SHIFT_RULES } from './rules.ts'
