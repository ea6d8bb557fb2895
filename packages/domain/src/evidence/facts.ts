import type { EvidenceKind } from '../after-sales/index.ts'
import type { EvidenceMedia } from './media.ts'

/** Proof that somebody wants to add to a case. */
export interface EvidenceFacts {
  readonly caseId: string
  readonly kind: EvidenceKind
  readonly mediaType: EvidenceMedia
  readonly sizeBytes: number
}
