export {
  AGENT_FUNCTIONS,
  type AgentFunction,
  DEPARTMENTS,
  type Department,
  GRADES,
  type Grade,
} from './grades.ts'
export { type Grants, grantsOf } from './grants.ts'
export { type Grant, MATRIX, PERMISSIONS, type Permission } from './matrix.ts'
export type { AgentId, Id, PartnerId, Principal, Scope, ShopId } from './principal.ts'
