import type { CommandDeps } from '@cs/commands'
import type { Database } from '@cs/data'
import type { Grants, Permission, Principal, Scope } from '@cs/domain/access'
import type { Pack } from '@cs/domain/policy'
import type { Denial } from '@cs/pothos-kysely'
import type { FieldNode } from 'graphql'
import type { Logger } from 'pino'
import type { Opening } from '../http/index.ts'
import type { Live } from '../live/index.ts'
import type { Budgets } from './budget.ts'

/** Who asks, as the read path sees it. */
export interface Viewer {
  readonly principal: Principal
  readonly grants: Grants
  readonly now: Date
  /** The keyed hash by which a whole phone number or account is found in this shop. */
  readonly lookupHash: (kind: 'PHONE' | 'PLATFORM_ACCOUNT', value: string) => string
}

/** A shop the caller may act in. */
export interface ShopChoice {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly grade: string | null
}

/** What one request brings along. */
export interface RequestContext {
  readonly requestId: string
  readonly viewer: Viewer
  readonly database: Database
  readonly commands: CommandDeps
  readonly log: Logger
  /** The pack in force in the request's shop. */
  readonly pack: () => Promise<Pack>
  /** One published version of the shop's pack; `null` where there is none. */
  readonly packVersion: (id: string, version: number) => Promise<Pack | null>
  /** All shops of the caller. */
  readonly shops: () => Promise<readonly ShopChoice[]>
  /** Selections that were answered with null because a permission is missing. */
  readonly denials: Map<string, Denial>
  /** Fields whose cost was taken and that are read again, since their text could not be finished. */
  readonly told: Set<FieldNode>
  /** What of archived cases this request reads, each with its being put on record. */
  readonly traced: Map<string, Promise<void>>
  /** What principals may still spend. */
  readonly budgets: Budgets
  /** What happens, for subscriptions. */
  readonly live: Live
  /** Takes the subscription that the operation opens; absent where its transport can't stream. */
  readonly opening: Opening<RequestContext> | undefined
  /** The event that this operation, a subscription, delivers; `null` where there is none. */
  event: { readonly seq: number } | null
  /** Points spent so far by this operation. */
  cost: number
}

/** How far a permission reaches for the viewer; `undefined`: not at all. */
export function reach(viewer: Viewer, permission: Permission): Scope | undefined {
  return viewer.grants.get(permission)
}

/** The shop of a principal that has one. */
export function shopOf(viewer: Viewer): string {
  const { principal } = viewer
  if (principal.kind === 'public') throw new Error('a public principal has no shop')
  return principal.shop
}
