import type { Bilingual, Context, Judgement } from '../decisions/index.ts'
import { dueAfter } from '../policy/index.ts'
import type { OrderFacts } from './facts.ts'
import { deny, evidence, say, wait } from './verdicts.ts'

/** Whether the buyer's identity was checked for this order and the check still holds (Q39, Q71). */
export function identityHolds(order: OrderFacts, { pack, now }: Context): boolean {
  if (order.identityCheckedAt === null) return false
  const until = dueAfter(new Date(order.identityCheckedAt), pack.get('order.identity_check_hold'))
  return until >= now
}

const HOUR_MS = 3_600_000

/** Until when no further check is tried, as too many failed within the hour (PRV-03, our default); null: one may be. */
export function identityBlockedUntil(order: OrderFacts, { pack }: Pick<Context, 'pack'>): Date | null {
  const decisive = order.identityFailures.at(-pack.get('order.identity_tries'))
  const blocked = order.identityFailures.length >= pack.get('order.identity_tries')
  return blocked && decisive !== undefined ? new Date(new Date(decisive).getTime() + HOUR_MS) : null
}

/** What is answered where the identity has to be checked first: bring the evidence, or wait after too many tries. */
export function withoutIdentity(order: OrderFacts, context: Context, message: Bilingual): Judgement {
  const until = identityBlockedUntil(order, context)
  if (!until) return deny(message, identityEvidence)
  return deny(
    say(
      '身份核实失败次数过多，为保护您的信息，请稍后再试。',
      'Too many identity checks failed. To protect your data, please try again later.',
    ),
    {
      ...wait('一小时内不再核实，请稍后重试', 'No check is taken within the hour; try again later'),
      openUntil: until.toISOString(),
    },
  )
}

const identityEvidence = evidence(
  'IDENTITY_CHECK',
  '请客户报订单号和下单手机号后四位，核实通过后可在有效时间内修改一次',
  'Ask for the order number and the last four digits of the phone on the order; the check holds for one change, for a short time',
)
