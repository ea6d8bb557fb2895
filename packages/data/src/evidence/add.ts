import type { EvidenceKind } from '@cs/domain/after-sales'
import type { EvidenceMedia } from '@cs/domain/evidence'
import type { Tx } from '../database/index.ts'
import type { StorageKey } from '../files/index.ts'

/** Proof that was announced: its bytes are still to come. */
export interface NewEvidence {
  readonly shopId: string
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly caseId: string
  readonly customerId: string
  readonly kind: EvidenceKind
  readonly mediaType: EvidenceMedia
  readonly sizeBytes: number
  /** Hexadecimal, lower case. */
  readonly sha256: string
  readonly storageKey: StorageKey
  readonly note: string | null
  /** `null`: not an agent. */
  readonly addedBy: string | null
  readonly at: Date
}

/** Writes proof whose file is to be uploaded. It proves nothing before that. */
export async function addEvidence(tx: Tx, evidence: NewEvidence): Promise<void> {
  await tx
    .insertInto('evidence')
    .values({
      shop_id: evidence.shopId,
      id: evidence.id,
      number: evidence.number,
      case_id: evidence.caseId,
      customer_id: evidence.customerId,
      kind: evidence.kind,
      media_type: evidence.mediaType,
      size_bytes: evidence.sizeBytes,
      sha256: evidence.sha256,
      storage_key: evidence.storageKey,
      status: 'UPLOADING',
      note: evidence.note,
      added_by: evidence.addedBy,
      added_at: evidence.at,
    })
    .execute()
}
