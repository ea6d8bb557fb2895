export { type AddEvidenceInput, addEvidence, type EvidenceAnnounced } from './add-evidence.ts'
export { awaitedUpload } from './awaited-upload.ts'
export {
  type ClearEvidenceInput,
  clearEvidence,
  type EvidenceCleared,
  UPLOAD_FORGOTTEN_AFTER,
} from './clear-evidence.ts'
export { type EvidenceStored, type StoreEvidenceInput, storeEvidence } from './store-evidence.ts'
export { readUpload, signUpload, type Upload, type UploadToken } from './upload-token.ts'
export { viewEvidence } from './view-evidence.ts'
