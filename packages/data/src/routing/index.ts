export { candidates } from './candidates.ts'
export {
  dedicateAgents,
  findPatron,
  keepers,
  membersWithoutKeeper,
  type Patron,
  withoutKeeper,
} from './dedicated.ts'
export { putInFastLane } from './fast-lane.ts'
export { lockRouting } from './lock.ts'
