import { inShop, newId } from '@cs/data'
import { type Evidence, findEvidence } from '@cs/data/evidence'
import { recordAudit } from '@cs/data/journal'
import { type Actor, originFor } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import type { CommandDeps } from '../run.ts'
import { scopeOf, within } from '../scope.ts'

/**
 * What somebody is about to see of a case's proof, with an audit entry that they did (PRV-01). `null`: no such file
 * in this shop, or it has not come. Throws Forbidden without the permission, and for a case beyond its scope.
 */
export async function viewEvidence(
  deps: CommandDeps,
  actor: Actor,
  evidenceId: string,
): Promise<Evidence | null> {
  const scope = scopeOf(actor, 'evidence.read')
  const now = deps.now()
  return inShop(deps.database, actor.shop, async (tx) => {
    const evidence = await findEvidence(tx, actor.shop, evidenceId)
    if (evidence?.status !== 'STORED') return null
    if (!within({ actor, scope }, evidence.agents)) throw new Forbidden('evidence.read')
    await recordAudit(tx, originFor(actor, newId(now), now), {
      subject: { type: 'Evidence', id: evidence.id },
      permission: 'evidence.read',
      action: 'viewEvidence',
      fields: ['file'],
    })
    return evidence
  })
}
