import { grantsOf, type Permission, type Principal, type Scope } from '@cs/domain/access'
import type { Run } from './context.ts'
import { Forbidden } from './outcomes.ts'

/** The scope in which the actor holds a permission. Throws Forbidden where it does not. */
export function scopeOf(actor: Principal, permission: Permission): Scope {
  const scope = grantsOf(actor).get(permission)
  if (!scope) throw new Forbidden(permission)
  return scope
}

/** Whether one of these agents is within the scope in which the actor holds a permission. */
export function within({ actor, scope }: Pick<Run, 'actor' | 'scope'>, agents: readonly string[]): boolean {
  if (scope === 'shop') return true
  if (actor.kind !== 'agent') return false
  const reach: readonly string[] = scope === 'team' ? [actor.id, ...actor.team] : [actor.id]
  return agents.some((agent) => reach.includes(agent))
}
