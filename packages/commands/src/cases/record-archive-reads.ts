import { inShop, newId } from '@cs/data'
import { recordAudit } from '@cs/data/journal'
import type { Permission } from '@cs/domain/access'
import { type Actor, originFor } from '../context.ts'
import type { CommandDeps } from '../run.ts'
import { scopeOf } from '../scope.ts'

/** Something of a case that was put away, about to be read. */
export interface ArchiveRead {
  /** By which it is read: the content, or the files that prove it. */
  readonly permission: Permission
  readonly caseId: string
}

/**
 * Records that somebody reads cases out of the archive (PRV-01, PRV-02): an audit entry each, without a word of what is
 * read. Throws Forbidden without the permission.
 */
export async function recordArchiveReads(
  deps: CommandDeps,
  actor: Actor,
  reads: readonly ArchiveRead[],
): Promise<void> {
  for (const { permission } of reads) scopeOf(actor, permission)
  const now = deps.now()
  const origin = originFor(actor, newId(now), now)
  await inShop(deps.database, actor.shop, async (tx) => {
    for (const { permission, caseId } of reads)
      await recordAudit(tx, origin, {
        subject: { type: 'Case', id: caseId },
        permission,
        action: 'readArchivedCase',
        fields: [permission === 'evidence.read' ? 'files' : 'content'],
      })
  })
}
