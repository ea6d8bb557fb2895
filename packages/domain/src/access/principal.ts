import type { AgentFunction, Department, Grade } from './grades.ts'
import type { Permission } from './matrix.ts'

/** Ids are UUIDs; the brand says of what. */
export type Id<Of extends string> = string & { readonly __id: Of }
export type ShopId = Id<'Shop'>
export type AgentId = Id<'Agent'>
export type PartnerId = Id<'Partner'>

/** How far a grant reaches: rows the viewer owns or works on, rows of agents they supervise, the whole shop. */
export type Scope = 'own' | 'team' | 'shop'

/** Who asks. Grade and team belong to the membership in the one shop of the request. */
export type Principal =
  | {
      readonly kind: 'agent'
      readonly id: AgentId
      readonly shop: ShopId
      readonly grade: Grade
      readonly function: AgentFunction
      readonly department: Department
      /** The agents supervised by this agent, without the agent. */
      readonly team: readonly AgentId[]
    }
  | {
      readonly kind: 'partner'
      readonly id: PartnerId
      readonly shop: ShopId
      readonly scopes: readonly Permission[]
    }
  | { readonly kind: 'worker'; readonly shop: ShopId }
  | { readonly kind: 'public' }
