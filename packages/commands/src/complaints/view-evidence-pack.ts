import { inShop, newId } from '@cs/data'
import { type EvidencePack, findEvidencePack } from '@cs/data/complaints'
import { recordAudit } from '@cs/data/journal'
import { type Actor, originFor } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import type { CommandDeps } from '../run.ts'
import { scopeOf, within } from '../scope.ts'

/** What the pack shows, and by which permission. */
const NEEDED = ['evidence.read', 'case.content.read'] as const

/**
 * All that proves a complaint, for the platform's arbitration, with an audit entry that it was handed out (PRV-01,
 * PRV-07). `null`: no such complaint in this shop. Throws Forbidden without the permissions, and beyond their scope.
 */
export async function viewEvidencePack(
  deps: CommandDeps,
  actor: Actor,
  caseId: string,
): Promise<EvidencePack | null> {
  const scopes = NEEDED.map((permission) => ({ permission, scope: scopeOf(actor, permission) }))
  const now = deps.now()
  return inShop(deps.database, actor.shop, async (tx) => {
    const pack = await findEvidencePack(tx, actor.shop, caseId)
    if (!pack) return null
    for (const { permission, scope } of scopes)
      if (!within({ actor, scope }, pack.agents)) throw new Forbidden(permission)
    await recordAudit(tx, originFor(actor, newId(now), now), {
      subject: { type: 'Case', id: pack.caseId },
      permission: 'evidence.read',
      action: 'viewEvidencePack',
      fields: ['files', 'messages', 'record'],
    })
    return pack
  })
}
