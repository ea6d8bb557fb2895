import { grantsOf, type Permission, type Principal, type Scope } from '@cs/domain/access'
import { Forbidden } from './outcomes.ts'

/** The scope in which the actor holds a permission. Throws Forbidden where it does not. */
export function scopeOf(actor: Principal, permission: Permission): Scope {
  const scope = grantsOf(actor).get(permission)
  if (!scope) throw new Forbidden(permission)
  return scope
}
