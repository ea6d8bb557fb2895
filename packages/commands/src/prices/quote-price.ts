import { inShop, newId } from '@cs/data'
import type { Decision } from '@cs/domain/decisions'
import { fen } from '@cs/domain/money'
import { judgeRequest } from '@cs/domain/orders'
import { z } from 'zod'
import { type Actor, openRun } from '../context.ts'
import { province } from '../customers/index.ts'
import { id } from '../fields.ts'
import { type NotFound, type ValidationFailed, Withdrawn } from '../outcomes.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'
import { scopeOf } from '../scope.ts'
import { validate } from '../validate.ts'
import { cartLines, type PricedCart, priceCart } from './cart.ts'
import { orderToBe } from './order-to-be.ts'

const schema = z.strictObject({
  /** Absent: a price without a tier, coupons and a first purchase. */
  customerId: id.optional(),
  lines: cartLines,
  /** Where it goes; absent: freight is that of the near provinces. */
  province: province.optional(),
  /** The coupons that may be used; absent: whatever the customer has. */
  couponIds: z.array(id).max(20).optional(),
  /** Points that the customer wants to spend. */
  points: z.int().min(0).max(100_000_000).optional(),
  /** What somebody wants to tell the buyer, in fen: at another price than the system's the answer is no (PRC-01, Q04). */
  quotedFen: z.int().min(0).optional(),
})
export type QuotePriceInput = z.input<typeof schema>

/** What an order would cost, and what placing it would be answered with now. Nothing is stored for asking. */
export interface PriceQuoted {
  readonly kind: 'PriceQuoted'
  readonly cart: PricedCart
  readonly decision: Decision
}

/** The best lawful combination of offers for what is wanted, from the code that places orders. Throws Forbidden. */
export async function quotePrice(
  deps: CommandDeps,
  actor: Actor,
  input: QuotePriceInput,
): Promise<PriceQuoted | ValidationFailed | NotFound> {
  const scope = scopeOf(actor, 'price.quote')
  const parsed = validate(schema, input)
  if (!parsed.ok) return { kind: 'ValidationFailed', issues: parsed.issues }
  const { customerId = null, province: to = null, quotedFen, ...rest } = parsed.value
  try {
    return await retrying(() =>
      inShop(deps.database, actor.shop, async (tx) => {
        const run = await openRun({ deps, tx, actor, scope, commandId: newId(), asking: true })
        const cart = await priceCart(run, { ...rest, customerId, province: to })
        if (!cart) return { kind: 'NotFound', what: 'Customer' } as const
        const order = orderToBe(cart, { ...TO_BE, lineIds: cart.lines.map((_, i) => String(i)), at: run.now })
        const expectedFen = quotedFen === undefined ? null : fen(quotedFen)
        const decision = judgeRequest({ order, ask: { action: 'PLACE', expectedFen } }, run.context)
        return { kind: 'PriceQuoted', cart, decision } as const
      }),
    )
  } catch (error) {
    if (error instanceof Withdrawn && error.outcome.kind !== 'Conflict') return error.outcome
    throw error
  }
}

/** Nothing is placed: it has no id, no number and no address. */
const TO_BE = { id: '', number: '', address: null, buyerRemark: false } as const
