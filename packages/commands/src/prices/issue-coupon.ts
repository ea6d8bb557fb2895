import { newId } from '@cs/data'
import { findBuyer } from '@cs/data/orders'
import { addCoupon, findPromotion, hadCoupon, type Promotion, serviceTerms } from '@cs/data/prices'
import { dueAfter } from '@cs/domain/policy'
import { judgeOffer, type OfferRequest } from '@cs/domain/prices'
import { z } from 'zod'
import type { Command, EventDraft, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { invalid, notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  customerId: id,
  /** A promotion of kind COUPON. */
  promotionId: id,
  /** Required: it is worth money. */
  idempotencyKey: idempotencyKey.optional(),
})
export type IssueCouponInput = z.input<typeof schema>

export interface CouponIssued {
  readonly couponId: string
  /** The number people see. */
  readonly number: string
}

/**
 * Issues a coupon of a promotion to a customer, valid until the promotion is over (PRC-05). Customers whose record was
 * erased or merged are NotFound.
 */
export function issueCoupon(
  deps: CommandDeps,
  actor: Actor,
  input: IssueCouponInput,
): Promise<Outcome<CouponIssued>> {
  return runCommand(deps, actor, issueCouponCommand, input, { keyRequired: true })
}

interface Found extends Loaded<OfferRequest> {
  readonly promotion: Promotion
}

const issueCouponCommand: Command<z.output<typeof schema>, OfferRequest, CouponIssued, Found> = {
  name: 'issueCoupon',
  permission: 'coupon.issue',
  schema,
  subjectType: 'Customer',
  async load({ tx, actor, now, asking }, { customerId, promotionId }) {
    // In the order of placing: the buyer, then the offers.
    const customer = await findBuyer(tx, actor.shop, customerId, now, { lock: !asking })
    if (!customer) return null
    const promotion = await findPromotion(tx, actor.shop, promotionId, { lock: !asking })
    if (!promotion) throw notFound('Promotion')
    const { kind, startsAt, endsAt, most, oncePerCustomer } = promotion.terms
    if (kind !== 'COUPON') throw invalid('promotionId', 'INVALID', NO_COUPONS)
    const facts = {
      step: 'ISSUE_COUPON',
      promotionId,
      customerId,
      startsAt,
      endsAt,
      left: most === null ? null : most - promotion.used,
      had: oncePerCustomer && (await hadCoupon(tx, actor.shop, promotionId, customerId)),
      blacklisted: customer.blacklisted,
    } as const
    return { subjectId: customer.id, version: customer.version, facts, promotion }
  },
  judge: judgeOffer,
  async execute(run, { customerId, promotionId }, { promotion }) {
    const until = new Date(promotion.terms.endsAt)
    const { couponId, number, event } = await issue(run, {
      customerId,
      promotionId,
      compensationId: null,
      until,
    })
    return { ids: { couponId, number }, events: [event], fields: ['coupons'] }
  },
}

/** A coupon that is given as compensation. */
interface ServiceCoupon {
  readonly customerId: string
  readonly compensationId: string
  /** Its face value (Q61). */
  readonly amountFen: number
}

/** Gives a compensation as a coupon of its own: no threshold, valid for some time, spent with the next order (PRC-21). */
export async function giveServiceCoupon(
  run: Run,
  { customerId, compensationId, amountFen }: ServiceCoupon,
): Promise<EventDraft> {
  const { tx, actor, now, context } = run
  const until = dueAfter(now, context.pack.get('compensation.coupon_validity'))
  const promotionId = await serviceTerms(tx, {
    shopId: actor.shop,
    number: newNumber('PM', now),
    name: SERVICE_COUPON,
    offFen: amountFen,
    until,
    at: now,
  })
  return (await issue(run, { customerId, promotionId, compensationId, until })).event
}

interface Issuing {
  readonly customerId: string
  readonly promotionId: string
  readonly compensationId: string | null
  readonly until: Date
}

async function issue({ tx, actor, now }: Run, coupon: Issuing) {
  const couponId = newId(now)
  const number = newNumber('VC', now)
  await addCoupon(tx, { shopId: actor.shop, id: couponId, number, ...coupon, at: now })
  const { customerId, promotionId, compensationId } = coupon
  const event: EventDraft = {
    type: 'CouponIssued',
    subject: { type: 'Customer', id: customerId },
    data: { couponId, promotionId, compensationId },
  }
  return { couponId, number, event }
}

const SERVICE_COUPON = '补偿优惠券'
const NO_COUPONS = { zh: '该活动没有优惠券。', en: 'This promotion has no coupons.' }
