import type { EvidenceKind } from '@cs/domain/after-sales'
import type { EvidenceMedia } from '@cs/domain/evidence'
import type { Db, Tx } from '../database/index.ts'
import { asStorageKey, type StorageKey } from '../files/index.ts'

/** Proof with the case that it belongs to, and whose case that is. */
export interface Evidence {
  readonly id: string
  readonly number: string
  readonly caseId: string
  readonly kind: EvidenceKind
  readonly mediaType: EvidenceMedia
  readonly sizeBytes: number
  readonly sha256: string
  readonly storageKey: StorageKey
  readonly status: 'UPLOADING' | 'STORED' | 'ERASED'
  readonly addedAt: Date
  readonly afterSaleState: string | null
  /** Owner and assignee of the case. */
  readonly agents: readonly string[]
}

/** Proof as it stands. `null`: none such in this shop. */
export async function findEvidence(db: Db, shopId: string, id: string): Promise<Evidence | null> {
  const row = await db
    .selectFrom('evidence as e')
    .innerJoin('cases as c', (join) =>
      join.onRef('c.shop_id', '=', 'e.shop_id').onRef('c.id', '=', 'e.case_id'),
    )
    .select([
      'e.id',
      'e.number',
      'e.case_id',
      'e.kind',
      'e.media_type',
      'e.size_bytes',
      'e.sha256',
      'e.storage_key',
      'e.status',
      'e.added_at',
      'c.after_sale_state',
      'c.owner_id',
      'c.assignee_id',
      'c.archived_at',
    ])
    .where('e.shop_id', '=', shopId)
    .where('e.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    number: row.number,
    caseId: row.case_id,
    kind: row.kind as EvidenceKind,
    mediaType: row.media_type as EvidenceMedia,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    storageKey: asStorageKey(row.storage_key),
    status: row.status as Evidence['status'],
    addedAt: row.added_at,
    afterSaleState: row.after_sale_state,
    agents: agentsOf(row),
  }
}

/** Locks proof and then reads it: whoever waited sees what the other one wrote. */
export async function lockEvidence(tx: Tx, shopId: string, id: string): Promise<Evidence | null> {
  const locked = await tx
    .selectFrom('evidence')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return locked ? findEvidence(tx, shopId, id) : null
}

/** A case to which proof can be added, and whose it is. */
export interface ProvenCase {
  readonly id: string
  readonly version: number
  readonly customerId: string
  readonly agents: readonly string[]
}

/** The case of a shop; `null`: none such. */
export async function findProvenCase(db: Db, shopId: string, caseId: string): Promise<ProvenCase | null> {
  const row = await db
    .selectFrom('cases')
    .select(['id', 'version', 'customer_id', 'owner_id', 'assignee_id', 'archived_at'])
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (!row) return null
  return { id: row.id, version: row.version, customerId: row.customer_id, agents: agentsOf(row) }
}

/** The owner, and until the case is archived the assignee (PRV-02). */
function agentsOf(row: {
  readonly owner_id: string | null
  readonly assignee_id: string | null
  readonly archived_at: Date | null
}): readonly string[] {
  return [row.owner_id, row.archived_at === null ? row.assignee_id : null].flatMap((agent) => agent ?? [])
}
