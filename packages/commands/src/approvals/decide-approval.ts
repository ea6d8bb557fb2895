import { advanceApproval } from '@cs/data/approvals'
import { type ApprovalFacts, judgeDecideApproval } from '@cs/domain/approvals'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf, type Run } from '../context.ts'
import { id, idempotencyKey, reason, version } from '../fields.ts'
import { conflict, Forbidden, type Outcome, type Success } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { scopeOf } from '../scope.ts'
import { type LoadedApproval, loadApproval, requirePending } from './load-approval.ts'

const schema = z.strictObject({
  approvalId: id,
  verdict: z.enum(['APPROVE', 'REJECT']),
  reason,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type DecideApprovalInput = z.input<typeof schema>

export interface ApprovalDecided {
  readonly approvalId: string
  readonly status: 'EXECUTED' | 'REJECTED'
  /** What carrying the approved command out brought, with its own decision and ids; `null`: rejected. */
  readonly executed: Success | null
}

/**
 * Decides a request for approval. Nobody decides their own (CMP-PRI-07): PolicyDenied. Approving carries the
 * approved command out at once, in the same transaction, and only on the version it was asked for: Conflict
 * where the subject changed since, where the rules now say no, or where the request has lapsed or was settled.
 */
export function decideApproval(
  deps: CommandDeps,
  actor: Actor,
  input: DecideApprovalInput,
): Promise<Outcome<ApprovalDecided>> {
  return runCommand(deps, actor, decideApprovalCommand, input)
}

const decideApprovalCommand: Command<
  z.output<typeof schema>,
  ApprovalFacts,
  ApprovalDecided,
  LoadedApproval
> = {
  name: 'decideApproval',
  permission: 'approval.decide',
  schema,
  subjectType: 'Approval',
  async load(run, { approvalId }) {
    if (run.actor.kind !== 'agent') throw new Forbidden('approval.decide')
    return loadApproval(run, approvalId)
  },
  async attempt(run, _, { approval, facts }) {
    requirePending(approval)
    if (approval.expires_at <= run.now) throw conflict(approval.version, LAPSED)
    return facts
  },
  judge: judgeDecideApproval,
  async execute(run, { verdict, reason: why }, found) {
    const { approval } = found
    const decidedBy = agentOf(run)
    if (!decidedBy) throw new Forbidden('approval.decide')
    const { tx, actor, now } = run
    const approved = verdict === 'APPROVE'
    const status = approved ? 'APPROVED' : 'REJECTED'
    await advanceApproval(tx, actor.shop, approval.id, { status, decidedBy, reason: why, at: now })
    const about = { approvalId: approval.id, action: approval.action }
    const executed = approved ? await carryOut(run, found) : null
    if (approved) await advanceApproval(tx, actor.shop, approval.id, { status: 'EXECUTED', at: now })
    return {
      ids: { approvalId: approval.id, status: approved ? 'EXECUTED' : 'REJECTED', executed },
      events: [
        {
          type: approved ? 'ApprovalGranted' : 'ApprovalRejected',
          data: about,
          // Told of what was asked for: an order's timeline shows who let it happen.
          subject: { type: approval.subject_type, id: approval.subject_id },
        },
      ],
      fields: ['status', 'decidedBy', 'decisionReason'],
    }
  },
}

async function carryOut(run: Run, { approval, action }: LoadedApproval): Promise<Success> {
  const scope = scopeOf(run.actor, action.permission)
  const approved: Run = { ...run, scope, approval: { id: approval.id, requestedBy: approval.requested_by } }
  const subject = await action.load(approved, approval.input)
  if (!subject || subject.version !== approval.subject_version) throw conflict(approval.version, CHANGED)
  return action.carryOut(approved, approval.input, subject)
}

const LAPSED = { zh: '该申请已过期，请重新提交。', en: 'This request has lapsed. It has to be made again.' }
const CHANGED = {
  zh: '申请提交后内容已发生变化，请拒绝或重新提交申请。',
  en: 'The subject changed since the request was made: reject it, or have it made again.',
}
