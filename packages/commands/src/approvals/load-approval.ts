import { type Approval, lockApproval } from '@cs/data/approvals'
import type { ApprovalFacts } from '@cs/domain/approvals'
import type { Loaded } from '../command.ts'
import { principalOf, type Run } from '../context.ts'
import { conflict } from '../outcomes.ts'
import { actionOf } from './actions.ts'
import type { Approvable } from './approvable.ts'

/** A request found and locked, with the command that waits for it. */
export interface LoadedApproval extends Loaded<ApprovalFacts> {
  readonly approval: Approval
  readonly action: Approvable
}

/** Finds and locks a request for approval; `null`: not in this shop. */
export async function loadApproval(run: Run, approvalId: string): Promise<LoadedApproval | null> {
  const approval = await lockApproval(run.tx, run.actor.shop, approvalId)
  if (!approval) return null
  return {
    subjectId: approval.id,
    version: approval.version,
    approval,
    action: actionOf(approval.action),
    facts: {
      id: approval.id,
      number: approval.number,
      action: approval.action,
      subjectId: approval.subject_id,
      expiresAt: approval.expires_at.toISOString(),
      ownRequest: approval.requested_by === principalOf(run.actor),
    },
  }
}

/** Throws Conflict where a request was decided, withdrawn or expired meanwhile. */
export function requirePending(approval: Approval): void {
  if (approval.status !== 'PENDING') throw conflict(approval.version, SETTLED)
}

const SETTLED = {
  zh: '该申请已处理完毕，不能再变更。',
  en: 'This request was settled already.',
}
