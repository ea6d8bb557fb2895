import { setEvidenceErased } from '@cs/data/evidence'
import type { Files } from '@cs/data/files'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeUpload, type LoadedUpload, lockUpload, type UploadFacts } from './evidence.ts'

/** After how long a file that was announced is not waited for any more, in milliseconds. */
export const UPLOAD_FORGOTTEN_AFTER = 24 * 3_600_000

const schema = z.strictObject({ evidenceId: id })
export type ClearEvidenceInput = z.input<typeof schema>

export interface EvidenceCleared {
  readonly evidenceId: string
}

/**
 * Clears away a file that was announced a day ago and never stored, with what may have been kept of it when a
 * service stopped half way. The worker's: Forbidden for anybody else, Conflict before the day is over.
 */
export function clearEvidence(
  deps: CommandDeps & { readonly files: Pick<Files, 'remove'> },
  actor: Actor,
  input: ClearEvidenceInput,
): Promise<Outcome<EvidenceCleared>> {
  return runCommand(deps, actor, clearEvidenceCommand(deps.files), input)
}

const clearEvidenceCommand = (
  files: Pick<Files, 'remove'>,
): Command<z.output<typeof schema>, UploadFacts, EvidenceCleared, LoadedUpload> => ({
  name: 'clearEvidence',
  permission: 'evidence.add',
  schema,
  subjectType: 'Evidence',
  async load(run, { evidenceId }) {
    if (run.actor.kind !== 'worker') throw new Forbidden('evidence.add')
    const found = await lockUpload(run, evidenceId)
    const forgotten = run.now.getTime() - UPLOAD_FORGOTTEN_AFTER
    if (found && found.evidence.addedAt.getTime() > forgotten) throw conflict(found.version)
    return found
  },
  judge: judgeUpload('CLEAR_EVIDENCE'),
  async execute(run, { evidenceId }, { evidence }) {
    await files.remove(evidence.storageKey)
    await setEvidenceErased(run.tx, run.actor.shop, evidenceId)
    return {
      ids: { evidenceId },
      events: [{ type: 'EvidenceCleared', data: { caseId: evidence.caseId } }],
      fields: ['status'],
    }
  },
})
