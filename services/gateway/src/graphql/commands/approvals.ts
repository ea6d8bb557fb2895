import {
  type CancelOrderInput,
  type ChangeOrderItemInput,
  decideApproval,
  type InterceptOrderInput,
  requestApproval,
  withdrawApproval,
} from '@cs/commands'
import { CODES, idIn } from '../mapping.ts'
import { commandField } from './command.ts'
import { DecideApprovalInput, RequestApprovalInput, WithdrawApprovalInput } from './inputs.ts'
import { cancelInput, changeItemInput, given, interceptInput } from './orders.ts'
import { approvalField, decisionField } from './outcomes.ts'

interface Request {
  readonly action: {
    readonly cancelOrder?: CancelOrderInput
    readonly changeOrderItem?: ChangeOrderItemInput
    readonly interceptOrder?: InterceptOrderInput
  }
  readonly reason: string
  readonly idempotencyKey?: string | null
}

const answer = (t: unknown) => ({
  approval: approvalField(t, 'The request as it is now.'),
  decision: decisionField(t, 'The decision behind this step.'),
})

commandField('requestApproval', {
  description: 'Asks for the approval of an action that the rules do not permit without one (CMP-PRI-07).',
  permission: 'approval.request',
  input: RequestApprovalInput,
  success: { description: 'The request is waiting for a decision.', fields: answer },
  run: (deps, actor, { action, reason, idempotencyKey }: Request, viewer) => {
    const common = given({ reason, idempotencyKey })
    if (action.cancelOrder)
      return requestApproval(deps, actor, {
        ...common,
        action: 'cancelOrder',
        input: { ...cancelInput(viewer, action.cancelOrder) },
      })
    if (action.changeOrderItem)
      return requestApproval(deps, actor, {
        ...common,
        action: 'changeOrderItem',
        input: { ...changeItemInput(viewer, action.changeOrderItem) },
      })
    if (!action.interceptOrder) throw new Error('a oneOf input without a member')
    return requestApproval(deps, actor, {
      ...common,
      action: 'interceptOrder',
      input: { ...interceptInput(viewer, action.interceptOrder) },
    })
  },
})

commandField('decideApproval', {
  description: 'Decides a request; what is approved is carried out at once, once. Nobody decides their own.',
  permission: 'approval.decide',
  input: DecideApprovalInput,
  success: { description: 'The request was decided.', fields: answer },
  run: (deps, actor, input: { approvalId: string; verdict: 'APPROVE' | 'REJECT'; reason: string }, viewer) =>
    decideApproval(deps, actor, {
      ...given(input),
      approvalId: idIn(viewer, input.approvalId, CODES.Approval),
    }),
})

commandField('withdrawApproval', {
  description: "Takes back one's own request that is still waiting.",
  permission: 'approval.request',
  input: WithdrawApprovalInput,
  success: { description: 'The request was taken back.', fields: answer },
  run: (deps, actor, input: { approvalId: string; expectedVersion?: number | null }, viewer) =>
    withdrawApproval(deps, actor, {
      ...given(input),
      approvalId: idIn(viewer, input.approvalId, CODES.Approval),
    }),
})
