export type { EvidenceFacts } from './facts.ts'
export { judgeAddEvidence } from './judge.ts'
export { EVIDENCE_MEDIA, EVIDENCE_MEDIA_TYPES, type EvidenceMedia, fileNameOf, mediaFor } from './media.ts'
export { EVIDENCE_ARCHIVE_RULES } from './rules.ts'
