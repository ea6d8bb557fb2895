import { newId } from '@cs/data'
import { changeCase, recordTransfer, worksHere } from '@cs/data/cases'
import { HANDOVER_REASONS } from '@cs/domain/cases'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor } from '../context.ts'
import { id, reason } from '../fields.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput } from './case.ts'

const schema = z.strictObject({
  ...caseInput,
  /** Who works on it from now on. */
  assigneeId: id,
  reason,
  /** A supervisor takes ownership, and why; left out: the owner stays. */
  takeOwnership: z.enum(HANDOVER_REASONS).optional(),
})
export type TransferCaseInput = z.input<typeof schema>

/**
 * Gives a case to a colleague to work on. The owner stays accountable to the end (CMP-PRI-01, C-38), unless a supervisor
 * takes ownership over with a recorded reason (Q49). Promises run on.
 */
export function transferCase(
  deps: CommandDeps,
  actor: Actor,
  input: TransferCaseInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, transferCaseCommand, input)
}

const transferCaseCommand = caseCommand<z.output<typeof schema>>({
  name: 'transferCase',
  permission: 'case.transfer',
  schema,
  async ask({ tx, actor }, { assigneeId, takeOwnership }) {
    if (!(await worksHere(tx, actor.shop, assigneeId))) throw notFound('Agent')
    return { step: 'TRANSFER', assigneeId, takesOwnership: takeOwnership ?? null }
  },
  async execute(run, { assigneeId, reason: why, takeOwnership }, of) {
    const { tx, actor, now } = run
    const by = requireAgent(run, 'case.transfer').id
    const ownerId = takeOwnership ? by : of.ownerId
    const transferId = newId(now)
    await recordTransfer(tx, {
      shopId: actor.shop,
      id: transferId,
      caseId: of.id,
      from: { assigneeId: of.assigneeId, ownerId: of.ownerId },
      to: { assigneeId, ownerId },
      handoverReason: takeOwnership ?? null,
      occasion: 'TRANSFER',
      reason: why,
      by,
      at: now,
    })
    const version = await changeCase(tx, actor.shop, of.id, { assignee_id: assigneeId, owner_id: ownerId })
    return {
      version,
      ids: {},
      events: [
        {
          type: 'CaseTransferred',
          data: {
            transferId,
            from: of.assigneeId,
            to: assigneeId,
            ownerId,
            handoverReason: takeOwnership ?? null,
          },
        },
      ],
      fields: ['assignee', ...(takeOwnership ? ['owner'] : [])],
    }
  },
})
