import { findEvidence, setEvidenceStored } from '@cs/data/evidence'
import { z } from 'zod'
import { loadAfterSale, resumeReviewCommand } from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id } from '../fields.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { perform } from '../perform.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeUpload, type LoadedUpload, lockUpload, type UploadFacts } from './evidence.ts'

const schema = z.strictObject({ evidenceId: id })
export type StoreEvidenceInput = z.input<typeof schema>

export interface EvidenceStored {
  readonly evidenceId: string
  readonly number: string
  readonly caseId: string
}

/**
 * Notes that the bytes of an announced file have come, were checked and are kept (AS-WF-BAS-1). The review of a case
 * that waited for proof goes on. The service's own, as bytes come from whoever was given the right to send them:
 * Forbidden for anybody else, Conflict where the file is not waited for.
 */
export function storeEvidence(
  deps: CommandDeps,
  actor: Actor,
  input: StoreEvidenceInput,
): Promise<Outcome<EvidenceStored>> {
  return runCommand(deps, actor, storeEvidenceCommand, input)
}

const storeEvidenceCommand: Command<z.output<typeof schema>, UploadFacts, EvidenceStored, LoadedUpload> = {
  name: 'storeEvidence',
  permission: 'evidence.add',
  schema,
  subjectType: 'Evidence',
  async load(run, { evidenceId }) {
    const { tx, actor } = run
    if (actor.kind !== 'worker') throw new Forbidden('evidence.add')
    const before = await findEvidence(tx, actor.shop, evidenceId)
    // The order and the case first, as every step does: then nobody waits for the other.
    if (before?.afterSaleState) await loadAfterSale(run, before.caseId, () => ({ step: 'RESUME_REVIEW' }))
    return lockUpload(run, evidenceId)
  },
  judge: judgeUpload('STORE_EVIDENCE'),
  async execute(run, _input, { evidence }) {
    const { id: evidenceId, number, caseId, kind, afterSaleState } = evidence
    await setEvidenceStored(run.tx, run.actor.shop, evidenceId, run.now)
    if (afterSaleState === 'EVIDENCE_REQUESTED') await resume(run, caseId)
    return {
      ids: { evidenceId, number, caseId },
      events: [{ type: 'EvidenceAdded', subject: { type: 'Case', id: caseId }, data: { evidenceId, kind } }],
      fields: ['status'],
    }
  },
}

/** Goes on with the review, in the same transaction and by the same command as an agent would. */
async function resume(run: Run, caseId: string): Promise<void> {
  const input = { caseId }
  const found = await resumeReviewCommand.load(run, input)
  if (found) await perform(run, resumeReviewCommand, input, found)
}
