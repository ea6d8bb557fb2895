import { advanceApproval } from '@cs/data/approvals'
import type { ApprovalFacts } from '@cs/domain/approvals'
import { judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type LoadedApproval, loadApproval, requirePending } from './load-approval.ts'

const schema = z.strictObject({ approvalId: id, expectedVersion: version.optional() })
export type WithdrawApprovalInput = z.input<typeof schema>

export interface ApprovalWithdrawn {
  readonly approvalId: string
}

/** Takes back one's own request that is still pending; somebody else's is NotFound. */
export function withdrawApproval(
  deps: CommandDeps,
  actor: Actor,
  input: WithdrawApprovalInput,
): Promise<Outcome<ApprovalWithdrawn>> {
  return runCommand(deps, actor, withdrawApprovalCommand, input)
}

const withdrawApprovalCommand: Command<
  z.output<typeof schema>,
  ApprovalFacts,
  ApprovalWithdrawn,
  LoadedApproval
> = {
  name: 'withdrawApproval',
  permission: 'approval.request',
  schema,
  subjectType: 'Approval',
  async load(run, { approvalId }) {
    const found = await loadApproval(run, approvalId)
    // Somebody else's request is none: an agent who may not read it must not learn that it exists.
    return found?.facts.ownRequest ? found : null
  },
  async attempt(_run, _input, { approval, facts }) {
    requirePending(approval)
    return facts
  },
  judge: (facts, context) => judge('WITHDRAW_APPROVAL', [], facts, context),
  async execute(run, _, { approval }) {
    await advanceApproval(run.tx, run.actor.shop, approval.id, { status: 'WITHDRAWN', at: run.now })
    return {
      ids: { approvalId: approval.id },
      events: [
        {
          type: 'ApprovalWithdrawn',
          data: { approvalId: approval.id, action: approval.action },
          subject: { type: approval.subject_type, id: approval.subject_id },
        },
      ],
      fields: ['status'],
    }
  },
}
