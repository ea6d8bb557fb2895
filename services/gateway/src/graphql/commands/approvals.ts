import {
  APPROVABLE_ACTIONS,
  type ApprovableAction,
  decideApproval,
  requestApproval,
  withdrawApproval,
} from '@cs/commands'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { CODES, idIn } from '../mapping.ts'
import {
  AcceptAfterAll,
  ApproveAfterSale,
  applicationInput,
  ReopenAfterSale,
  RequestAfterSaleInput,
} from './after-sales.ts'
import { BlacklistCustomer } from './blacklist.ts'
import { commandField } from './command.ts'
import { common } from './input-fields.ts'
import {
  CancelOrderInput,
  ChangeOrderItemInput,
  DecideApprovalInput,
  InterceptOrderInput,
  WithdrawApprovalInput,
} from './inputs.ts'
import { cancelInput, changeItemInput, given, interceptInput } from './orders.ts'
import { approvalField, decisionField } from './outcomes.ts'
import { EraseCustomer } from './persons.ts'
import { AdjustPoints, ReversePoints } from './points.ts'
import { GrantConcession } from './prices.ts'
import { RetryRefund } from './refunds.ts'
import { GrantCompensation, PayInAdvance, RefundAfterSale, SendReplacement } from './settlements.ts'

interface Approvable {
  readonly input: unknown
  readonly translate: (viewer: Viewer, input: never) => object
  readonly description: string
}

/** Every command that can be asked for, with its own input. */
const APPROVABLE: Readonly<Record<ApprovableAction, Approvable>> = {
  acceptAfterAll: { ...AcceptAfterAll, description: 'Settle a return whose inspection failed (C-36).' },
  adjustPoints: { ...AdjustPoints, description: 'Move points by hand beyond authority.' },
  approveAfterSale: {
    ...ApproveAfterSale,
    description: 'Agree to an after-sale beyond authority or period.',
  },
  blacklistCustomer: { ...BlacklistCustomer, description: 'Refuse a customer further orders (CUS-TAG-03).' },
  cancelOrder: { input: CancelOrderInput, translate: cancelInput, description: 'Cancel.' },
  changeOrderItem: { input: ChangeOrderItemInput, translate: changeItemInput, description: 'Change a line.' },
  eraseCustomer: { ...EraseCustomer, description: 'Forget who a customer was (PRV-15).' },
  grantCompensation: { ...GrantCompensation, description: 'Compensate beyond authority (AS-POL-22).' },
  grantConcession: { ...GrantConcession, description: 'Concede beyond authority (PRC-07).' },
  interceptOrder: {
    input: InterceptOrderInput,
    translate: interceptInput,
    description: 'Call a parcel back.',
  },
  payInAdvance: { ...PayInAdvance, description: 'Pay before the goods are back (AS-POL-10).' },
  refundAfterSale: {
    ...RefundAfterSale,
    description: 'Refund while the goods stay with the customer (AS-POL-27).',
  },
  reopenAfterSale: { ...ReopenAfterSale, description: 'Open an after-sale once more.' },
  requestAfterSale: {
    input: RequestAfterSaleInput,
    translate: applicationInput,
    description: 'Apply out of period (AS-LIA-06).',
  },
  retryRefund: { ...RetryRefund, description: 'Issue a refund that failed too often.' },
  reversePoints: { ...ReversePoints, description: 'Undo more points than authority reaches.' },
  sendReplacement: { ...SendReplacement, description: 'Send it before the goods are back (AS-POL-27).' },
}

const ApprovableInput = builder.inputType('ApprovableActionInput', {
  description:
    'The action to be approved, with its exact input. A change of address is not among them: its input is personal data.',
  isOneOf: true,
  fields: (t) =>
    Object.fromEntries(
      APPROVABLE_ACTIONS.map((name) => [
        name,
        t.field({ type: APPROVABLE[name].input as never, description: APPROVABLE[name].description }),
      ]),
    ),
})

const RequestApprovalInput = builder.inputType('RequestApprovalInput', {
  description: 'A request for approval.',
  fields: (t) => ({
    action: t.field({ type: ApprovableInput, required: true, description: 'What should be approved.' }),
    reason: t.string({ required: true, description: 'Why, 2 to 500 characters.' }),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

interface Request {
  readonly action: Readonly<Partial<Record<ApprovableAction, never>>>
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
  run: (deps, actor, { action: asked, reason, idempotencyKey }: Request, viewer) => {
    const action = APPROVABLE_ACTIONS.find((name) => asked[name])
    const input = action && asked[action]
    if (!action || !input) throw new Error('a oneOf input without a member')
    return requestApproval(deps, actor, {
      ...given({ reason, idempotencyKey }),
      action,
      input: { ...APPROVABLE[action].translate(viewer, input) },
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
