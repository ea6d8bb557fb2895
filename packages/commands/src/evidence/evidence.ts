import { type Evidence, lockEvidence } from '@cs/data/evidence'
import { type Context, type Decision, judge } from '@cs/domain/decisions'
import type { Loaded } from '../command.ts'
import type { Run } from '../context.ts'
import { conflict } from '../outcomes.ts'

/** What is stored with a decision on a file that was announced. */
export interface UploadFacts {
  readonly evidenceId: string
  readonly caseId: string
  readonly kind: string
}

export interface LoadedUpload extends Loaded<UploadFacts> {
  readonly evidence: Evidence
}

/** No rule speaks to bytes that arrive: what may be added was judged when it was announced. */
export const judgeUpload =
  (action: 'STORE_EVIDENCE' | 'CLEAR_EVIDENCE') =>
  (facts: UploadFacts, context: Context): Decision =>
    judge(action, [], facts, context)

/** Locks a file that was announced. `null`: none such. Throws Conflict where it is not waited for any more. */
export async function lockUpload({ tx, actor }: Run, evidenceId: string): Promise<LoadedUpload | null> {
  const evidence = await lockEvidence(tx, actor.shop, evidenceId)
  if (!evidence) return null
  if (evidence.status !== 'UPLOADING') throw conflict(SETTLED, NOT_AWAITED)
  const { caseId, kind } = evidence
  return { subjectId: evidenceId, version: WAITING, facts: { evidenceId, caseId, kind }, evidence }
}

/** A file changes once. */
const WAITING = 1
const SETTLED = 2

const NOT_AWAITED = {
  zh: '该凭证文件已上传或已作废。',
  en: 'This file has come already, or is not waited for.',
}
