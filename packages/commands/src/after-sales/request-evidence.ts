import { EVIDENCE_KINDS } from '@cs/domain/after-sales'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({
  ...stepInput,
  kinds: z.array(z.enum(EVIDENCE_KINDS)).min(1).max(EVIDENCE_KINDS.length),
})
export type RequestEvidenceInput = z.input<typeof schema>

/** Asks the customer for proof (AS-WF-EXC step 3). The review stands still until it is there. */
export function requestEvidence(
  deps: CommandDeps,
  actor: Actor,
  input: RequestEvidenceInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, requestEvidenceCommand, input)
}

const requestEvidenceCommand = stepCommand({
  name: 'requestEvidence',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'REQUEST_EVIDENCE' }),
  async prepare(_run, { kinds }) {
    const evidence = [...new Set(kinds)]
    return { ids: {}, options: { parameters: { evidence } }, data: { evidence } }
  },
  event: 'EvidenceRequested',
})
