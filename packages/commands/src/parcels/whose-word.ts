import { partnerKind } from '@cs/data/parcels'
import type { Run } from '../context.ts'

/**
 * Whose word a confirmation of a loss is (Q21): the carrier's, or a supervisor's own finding. `null`: neither, such as
 * a warehouse that passes on what it heard.
 */
export async function whoseWord({ tx, actor }: Run): Promise<'CARRIER' | 'SUPERVISOR' | null> {
  if (actor.kind === 'agent') return 'SUPERVISOR'
  return actor.kind === 'partner' && (await partnerKind(tx, actor.id)) === 'CARRIER' ? 'CARRIER' : null
}
