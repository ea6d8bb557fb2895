export {
  addHandoverItem,
  caseOfItem,
  completeItem,
  type HandoverItem,
  lockHandoverItem,
  type NewHandoverItem,
  takeOverItem,
} from './items.ts'
export { isOnDuty, shiftOf } from './roster.ts'
export { supervisorOnDuty } from './supervisor.ts'
export { assignWork, lockWork, type Work } from './work.ts'
