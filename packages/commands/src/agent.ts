import type { Permission } from '@cs/domain/access'
import type { Actor, Run } from './context.ts'
import { Forbidden } from './outcomes.ts'

/** A person of the shop, as opposed to a partner or the worker. */
type AgentActor = Extract<Actor, { kind: 'agent' }>

/** The agent who acts, for what only people do. Throws Forbidden, naming the permission, for anybody else. */
export function requireAgent({ actor }: Pick<Run, 'actor'>, permission: Permission): AgentActor {
  if (actor.kind !== 'agent') throw new Forbidden(permission)
  return actor
}
