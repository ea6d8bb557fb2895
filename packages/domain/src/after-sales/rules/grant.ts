import {
  approval,
  type Bilingual,
  deny,
  type Judgement,
  needsApproval,
  pass,
  type Remedy,
  say,
  warn,
} from '../../decisions/index.ts'
import { decimal } from '../../money/index.ts'
import type { Pack } from '../../policy/index.ts'
import { authorityOf, type Grant } from '../authority.ts'
import { partOf, refundableFen } from '../refund.ts'
import type { AfterSaleRequest } from '../request.ts'

/** What would be given away: asked for in an application, or granted in a step. `null`: nothing, or no amount yet. */
export function grantOf({ case: found, ask }: AfterSaleRequest): Grant | null {
  if (ask.step === 'COMPENSATE') return { kind: 'COMPENSATION', amountFen: ask.amountFen }
  const { type, lines, amountFen } =
    ask.step === 'APPLY'
      ? ask.application
      : {
          type: found?.type,
          lines: found?.lines ?? [],
          amountFen: ask.step === 'APPROVE' ? ask.amountFen : null,
        }
  if (amountFen === null) return null
  if (type === 'COMPENSATION') return ask.step === 'APPLY' ? { kind: type, amountFen } : null
  return type === 'PARTIAL_REFUND' ? { kind: type, part: partOf(lines), amountFen } : null
}

/** Whether the amount can be given at all: what cannot is refused by AS-WF-RFD-3, whoever asks. */
export const isPossible = (grant: Grant, { order }: AfterSaleRequest) =>
  grant.amountFen > 0 &&
  (grant.kind === 'COMPENSATION' || grant.amountFen <= refundableFen(order, grant.part))

const decides = (grade: string | null): Remedy =>
  grade === 'manager'
    ? approval('approval.decide', '可以申请由经理审批', 'Ask for an approval; a manager decides')
    : approval('approval.decide', '可以申请由主管审批', 'Ask for an approval; a supervisor decides')

/** Beyond one's authority: a grant waits for an approval, an application is told that its grant will. */
export function byAuthority(request: AfterSaleRequest, grant: Grant, pack: Pack): Judgement | null {
  const { order, actor, ask } = request
  if (ask.step === 'APPLY' && actor.kind !== 'AGENT') return null
  const { reach, limitFen, approver } = authorityOf(grant, order, actor.grade, pack)
  if (reach === 'WITHIN') return pass()
  const beyond = limitFen === null ? BEYOND : beyondOf(decimal(limitFen))
  if (ask.step === 'APPLY') return warn(beyond, decides(approver))
  return reach === 'NONE' ? deny(NOT_HELD, decides(approver)) : needsApproval(beyond, decides(approver))
}

const BEYOND = say(
  '金额超出您的权限，需要审批。',
  'The amount is beyond your authority and needs an approval.',
)
const beyondOf = (limit: string): Bilingual =>
  say(
    `您的权限合计 ${limit} 元，本次超出，需要审批。`,
    `Your authority is CNY ${limit} in all; this goes beyond it and needs an approval.`,
  )
const NOT_HELD = say('您没有此项金额权限。', 'You hold no authority over this.')
