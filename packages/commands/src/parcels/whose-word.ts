import { partnerKind } from '@cs/data/parcels'
import type { Permission } from '@cs/domain/access'
import type { Run } from '../context.ts'
import { Forbidden } from '../outcomes.ts'

/**
 * Whose word a confirmation of a loss is (Q21): the carrier's, or a supervisor's own finding. `null`: neither, such as
 * a warehouse that passes on what it heard.
 */
export async function whoseWord({ tx, actor }: Run): Promise<'CARRIER' | 'SUPERVISOR' | null> {
  if (actor.kind === 'agent') return 'SUPERVISOR'
  return actor.kind === 'partner' && (await partnerKind(tx, actor.id)) === 'CARRIER' ? 'CARRIER' : null
}

/** Partners of other kinds see parcels, but neither pack nor carry them. Throws Forbidden. */
export async function requireKind(
  { tx, actor }: Run,
  permission: Permission,
  kinds: readonly ('CARRIER' | 'ERP')[],
): Promise<void> {
  if (actor.kind !== 'partner') return
  const kind = await partnerKind(tx, actor.id)
  if (!kinds.some((each) => each === kind)) throw new Forbidden(permission)
}
