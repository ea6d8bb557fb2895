export { candidates } from './candidates.ts'
export { dedicateAgent, findPatron, type Patron } from './dedicated.ts'
export { putInFastLane } from './fast-lane.ts'
export { lockRouting } from './lock.ts'
