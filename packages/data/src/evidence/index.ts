export { addEvidence, type NewEvidence } from './add.ts'
export { type Evidence, findEvidence, findProvenCase, lockEvidence, type ProvenCase } from './find.ts'
export { type StaleEvidence, setEvidenceErased, setEvidenceStored, staleEvidence } from './settle.ts'
