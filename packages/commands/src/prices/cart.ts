import { type Buyer, findBuyer, lockSkus, type SkuForSale, skusForSale } from '@cs/data/orders'
import { lockLimited, offersFor } from '@cs/data/prices'
import { fen } from '@cs/domain/money'
import { type Cart, type Offer, type Quote, quotePrice } from '@cs/domain/prices'
import { z } from 'zod'
import type { Run } from '../context.ts'
import { id } from '../fields.ts'
import { invalid, notFound } from '../outcomes.ts'

/** What is wanted: each specification once. */
export const cartLines = z
  .array(z.strictObject({ skuId: id, quantity: z.int().min(1).max(9_999) }))
  .min(1)
  .max(50)

/** What is asked of a price. */
export interface CartRequest {
  /** `null`: nobody is known yet. */
  readonly customerId: string | null
  readonly lines: z.output<typeof cartLines>
  /** Where it goes; `null`: not known yet. */
  readonly province: string | null
  /** The coupons that may be used; absent: whatever the customer has. */
  readonly couponIds?: readonly string[] | undefined
  /** Points that the customer wants to spend. */
  readonly points?: number | undefined
}

/** What somebody wants, found in the shop and priced: what a quote shows and what is placed. */
export interface PricedCart {
  readonly buyer: Buyer | null
  /** Lines to pay for in the order of the request, then the gift, if there is one. */
  readonly lines: readonly (Quote['lines'][number] & {
    readonly sku: SkuForSale
    readonly quantity: number
    readonly gift: boolean
  })[]
  readonly quote: Quote
}

/**
 * Finds and prices what is wanted, by one code for asking and for placing (PRC-11). Unless somebody only asks, it locks
 * the buyer, what is limited of the offers, and the goods, in this order. Throws NotFound, and ValidationFailed where a
 * specification is named twice. `null`: no such customer in this shop.
 */
export async function priceCart(run: Run, request: CartRequest): Promise<PricedCart | null> {
  const { tx, actor, now, asking, context } = run
  const { customerId, lines, couponIds = null } = request
  const shopId = actor.shop
  const buyer = customerId === null ? null : await findBuyer(tx, shopId, customerId, now, { lock: !asking })
  if (customerId !== null && !buyer) return null
  const ids = lines.map(({ skuId }) => skuId)
  const twice = ids.findIndex((each, i) => ids.indexOf(each) < i)
  if (twice >= 0) throw invalid(`lines.${twice}.skuId`, 'INVALID', NAMED_TWICE)
  const look = () => offersFor(tx, { shopId, customerId, couponIds, at: now })
  let offers = await look()
  requireCoupons(offers, couponIds ?? [])
  if (!asking) {
    const promotionIds = [...new Set(offers.map(({ promotionId }) => promotionId))]
    await lockLimited(tx, shopId, promotionIds)
    await lockSkus(tx, shopId, [...ids, ...offers.flatMap(({ gift }) => gift?.skuId ?? [])])
    offers = await look()
  }
  const skus = await goodsOf(run, [...ids, ...offers.flatMap(({ gift }) => gift?.skuId ?? [])])
  const cart: Cart = {
    lines: lines.map(({ skuId, quantity }) => {
      const { productId, priceFen } = skus(skuId)
      return { skuId, productId, quantity, unitPriceFen: fen(priceFen) }
    }),
    tier: buyer?.tier ?? null,
    province: request.province,
    firstPurchase: buyer?.firstPurchase ?? false,
    points: request.points ?? 0,
  }
  const quote = quotePrice(cart, offers, context)
  const paid = lines.map(({ skuId, quantity }, i) => ({
    ...(quote.lines[i] ?? NOTHING),
    sku: skus(skuId),
    quantity,
    gift: false,
  }))
  const { gift } = quote
  const given = gift
    ? [{ ...NOTHING, sku: { ...skus(gift.skuId), priceFen: 0 }, quantity: gift.quantity, gift: true }]
    : []
  return { buyer, lines: [...paid, ...given], quote }
}

async function goodsOf(
  { tx, actor }: Run,
  skuIds: readonly string[],
): Promise<(skuId: string) => SkuForSale> {
  const found = new Map((await skusForSale(tx, actor.shop, [...new Set(skuIds)])).map((sku) => [sku.id, sku]))
  return (skuId) => {
    const sku = found.get(skuId)
    if (!sku) throw notFound('Sku')
    return sku
  }
}

function requireCoupons(offers: readonly Offer[], couponIds: readonly string[]): void {
  if (couponIds.some((couponId) => !offers.some((offer) => offer.id === couponId))) throw notFound('Coupon')
}

const NOTHING: Quote['lines'][number] = {
  campaignFen: fen(0),
  tierFen: fen(0),
  discountFen: fen(0),
  payableFen: fen(0),
  pointsSpent: 0,
}
const NAMED_TWICE = {
  zh: '同一规格请合并为一行。',
  en: 'Name a specification once, with all its pieces.',
}
