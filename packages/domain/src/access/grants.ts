import { type Grant, MATRIX, PERMISSIONS, type Permission } from './matrix.ts'
import type { Principal, Scope } from './principal.ts'

/** What a principal holds, and how far each reaches. */
export type Grants = ReadonlyMap<Permission, Scope>

const known = new WeakMap<Principal, Grants>()

/** The grants of a principal, read from the matrix. The worker acts for the shop and holds everything but reveal. */
export function grantsOf(principal: Principal): Grants {
  const before = known.get(principal)
  if (before) return before
  const grants = new Map<Permission, Scope>()
  for (const permission of PERMISSIONS) {
    const scope = scopeOf(principal, permission)
    if (scope) grants.set(permission, scope)
  }
  known.set(principal, grants)
  return grants
}

function scopeOf(principal: Principal, permission: Permission): Scope | undefined {
  const grant: Grant = MATRIX[permission]
  if (grant.public) return 'shop'
  switch (principal.kind) {
    case 'agent':
      return grant.grades[principal.grade]
    case 'partner':
      return principal.scopes.includes(permission) ? grant.partner : undefined
    case 'worker':
      return permission === 'customer.contact.reveal' ? undefined : 'shop'
    case 'public':
      return undefined
  }
}
