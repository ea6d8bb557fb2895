import { newId } from '@cs/data'
import { requestApproval as openRequest, pendingApproval } from '@cs/data/approvals'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { idempotencyKey, reason } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { conflict, Forbidden, invalid, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { scopeOf } from '../scope.ts'
import { APPROVABLE_ACTIONS, type ApprovableAction, actionOf } from './actions.ts'
import type { Approvable } from './approvable.ts'

const schema = z.strictObject({
  action: z.enum(APPROVABLE_ACTIONS),
  /** The input of that action, without its idempotency key. */
  input: z.record(z.string(), z.unknown()),
  reason,
  idempotencyKey: idempotencyKey.optional(),
})
export type RequestApprovalInput = z.input<typeof schema>

export interface ApprovalRequested {
  readonly approvalId: string
  /** RFC 3339 UTC: it lapses then. */
  readonly expiresAt: string
}

/**
 * Asks for the approval of an action that the rules do not permit without one. Keeps the action's exact
 * input and the version it was judged on. One request at a time for an action on a subject: Conflict.
 */
export function requestApproval(
  deps: CommandDeps,
  actor: Actor,
  input: RequestApprovalInput,
): Promise<Outcome<ApprovalRequested>> {
  const known = (APPROVABLE_ACTIONS as readonly string[]).includes(input.action)
  return runCommand(deps, actor, commandFor(actionOf(known ? input.action : 'cancelOrder')), input)
}

function commandFor(action: Approvable): Command<z.output<typeof schema>, object, ApprovalRequested> {
  return {
    name: 'requestApproval',
    permission: 'approval.request',
    schema,
    subjectType: action.subjectType,
    async load(run, { input }) {
      if (run.actor.kind !== 'agent') throw new Forbidden('approval.request')
      return action.load({ ...run, scope: scopeOf(run.actor, action.permission) }, input)
    },
    async attempt(run, _, { subjectId, version, facts }) {
      const pending = await pendingApproval(run.tx, run.actor.shop, subjectId, action.name)
      if (pending) throw conflict(version, PENDING)
      return facts
    },
    judge: action.judge,
    consequence(_, decision) {
      if (decision.outcome === 'ALLOWED') throw invalid('action', 'APPROVAL_NOT_NEEDED', NOT_NEEDED)
      return decision.outcome === 'DENIED' ? 'DENY' : 'EXECUTE'
    },
    async execute(run, { input, reason: why }, { subjectId, version }, decision) {
      const requestedBy = agentOf(run)
      if (!requestedBy) throw new Forbidden('approval.request')
      const kept = Object.fromEntries(Object.entries(input).filter(([name]) => !LEFT_OUT.has(name)))
      const expiresAt = dueAfter(run.now, run.context.pack.get('approval.expiry'))
      const approvalId = await openRequest(run.tx, run.actor.shop, {
        id: newId(run.now),
        number: newNumber('AP', run.now),
        action: action.name,
        subjectType: action.subjectType,
        subjectId,
        subjectVersion: version,
        permission: 'approval.decide',
        input: kept,
        reason: why,
        decisionId: decision.id,
        requestedBy,
        at: run.now,
        expiresAt,
      })
      if (!approvalId) throw conflict(version, PENDING)
      return {
        ids: { approvalId, expiresAt: expiresAt.toISOString() },
        events: [
          { type: 'ApprovalRequested', data: { approvalId, action: action.name as ApprovableAction } },
        ],
        fields: ['approvals'],
      }
    },
  }
}

/**
 * What an approved input is not kept with: free text counts as personal, and why it is asked for stands in the
 * reason; keys and tokens are of the moment.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(['demand', 'idempotencyKey', 'note', 'token'])

const PENDING = {
  zh: '该操作已有待审批的申请。',
  en: 'A request for this action is already waiting for a decision.',
}
const NOT_NEEDED = {
  zh: '该操作无需审批，可以直接执行。',
  en: 'This action needs no approval: it can be done at once.',
}
