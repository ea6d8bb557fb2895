import { advanceApproval } from '@cs/data/approvals'
import type { ApprovalFacts } from '@cs/domain/approvals'
import { judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type LoadedApproval, loadApproval, requirePending } from './load-approval.ts'

const schema = z.strictObject({ approvalId: id })
export type ExpireApprovalInput = z.input<typeof schema>

export interface ApprovalExpired {
  readonly approvalId: string
}

/** Lets a request lapse whose time is over. The worker's: throws Forbidden for anybody else. */
export function expireApproval(
  deps: CommandDeps,
  actor: Actor,
  input: ExpireApprovalInput,
): Promise<Outcome<ApprovalExpired>> {
  return runCommand(deps, actor, expireApprovalCommand, input)
}

const expireApprovalCommand: Command<
  z.output<typeof schema>,
  ApprovalFacts,
  ApprovalExpired,
  LoadedApproval
> = {
  name: 'expireApproval',
  permission: 'approval.decide',
  schema,
  subjectType: 'Approval',
  async load(run, { approvalId }) {
    if (run.actor.kind !== 'worker') throw new Forbidden('approval.decide')
    return loadApproval(run, approvalId)
  },
  async attempt(run, _, { approval, facts }) {
    requirePending(approval)
    if (approval.expires_at > run.now) throw conflict(approval.version, NOT_YET)
    return facts
  },
  judge: (facts, context) => judge('EXPIRE_APPROVAL', [], facts, context),
  async execute(run, _, { approval }) {
    await advanceApproval(run.tx, run.actor.shop, approval.id, { status: 'EXPIRED', at: run.now })
    return {
      ids: { approvalId: approval.id },
      events: [
        {
          type: 'ApprovalExpired',
          data: { approvalId: approval.id, action: approval.action },
          subject: { type: approval.subject_type, id: approval.subject_id },
        },
      ],
      fields: ['status'],
    }
  },
}

const NOT_YET = { zh: '该申请尚未到期。', en: 'This request has not lapsed yet.' }
