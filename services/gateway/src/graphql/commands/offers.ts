import {
  type EndPromotionInput as End,
  endPromotion,
  type IssueCouponInput as Issue,
  issueCoupon,
  type SavePromotionInput as Save,
  savePromotion,
} from '@cs/commands'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { Combinable, OfferKind, Tier } from '../enums.ts'
import { CODES, idIn } from '../mapping.ts'
import { Coupon, Promotion } from '../prices/types.ts'
import { answered, permitted } from './answers.ts'
import { commandField } from './command.ts'
import { common, fenOf } from './input-fields.ts'
import { given } from './orders.ts'
import { subjectCommand, translated } from './subject-command.ts'

const PromotionGiftInput = builder.inputType('PromotionGiftInput', {
  description: 'What a promotion gives on top of an order.',
  fields: (t) => ({
    skuId: t.id({ required: true, description: 'The specification.' }),
    quantity: t.int({ required: true, description: 'Pieces, from 1.' }),
  }),
})

const CampaignPriceInput = builder.inputType('CampaignPriceInput', {
  description: 'What a specification costs in a campaign.',
  fields: (t) => ({
    skuId: t.id({ required: true, description: 'The specification; named once.' }),
    price: t.field({ type: 'Decimal', required: true, description: 'What a piece costs, in yuan.' }),
  }),
})

const SavePromotionInput = builder.inputType('SavePromotionInput', {
  description: 'A promotion, whole: what is left out of an existing one is taken away.',
  fields: (t) => ({
    promotionId: t.id({ description: 'The promotion to change; left out: a new one.' }),
    kind: t.field({ type: OfferKind, required: true, description: 'What kind of offer it is.' }),
    name: t.string({ required: true, description: 'What the shop calls it, at most 100 characters.' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: 'From when.' }),
    endsAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'The first moment at which it is over; not past.',
    }),
    combinesWith: t.field({
      type: [Combinable],
      required: true,
      description: 'What it goes together with, where that allows it, too; empty: it is exclusive (Q72).',
    }),
    threshold: t.field({
      type: 'Decimal',
      description: 'Goods from which it is given, in yuan; left out: any.',
    }),
    off: t.field({
      type: 'Decimal',
      description:
        'What it takes off, in yuan: of spend thresholds, first purchases and coupons; no more than its threshold.',
    }),
    repeats: t.boolean({ description: 'Given again for each time that the threshold is reached.' }),
    gift: t.field({ type: PromotionGiftInput, description: 'What a gift promotion gives.' }),
    prices: t.field({ type: [CampaignPriceInput], description: 'The prices of a campaign, at most 500.' }),
    productIds: t.idList({ description: 'The goods it is about, at most 500; left out: all.' }),
    tiers: t.field({ type: [Tier], description: 'For members of these tiers; left out: everybody.' }),
    most: t.int({ description: 'For how many orders, or how many coupons; left out: any number.' }),
    oncePerCustomer: t.boolean({
      description: 'Whether a customer gets one coupon of it; left out: yes, of coupons.',
    }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.requiredKey(t),
  }),
})

interface Saving {
  readonly promotionId?: string | null
  readonly startsAt: Date | string
  readonly endsAt: Date | string
  readonly combinesWith: Save['combines']
  readonly gift?: { readonly skuId: string; readonly quantity: number } | null
  readonly prices?: readonly { readonly skuId: string; readonly price: string }[] | null
}

function saving(viewer: Viewer, { combinesWith, gift, prices, ...input }: Saving): Save {
  const sku = (id: string) => idIn(viewer, id, CODES.Sku)
  return {
    ...translated<object>(viewer, input, {
      ids: { promotionId: CODES.Promotion, productIds: CODES.Product },
      amounts: ['threshold', 'off'],
    }),
    startsAt: new Date(input.startsAt).toISOString(),
    endsAt: new Date(input.endsAt).toISOString(),
    combines: combinesWith,
    ...(gift ? { gift: { skuId: sku(gift.skuId), quantity: gift.quantity } } : {}),
    ...(prices
      ? { prices: prices.map((each) => ({ skuId: sku(each.skuId), priceFen: fenOf('price', each.price) })) }
      : {}),
  } as Save
}

const promotionNow = (t: unknown) => ({
  promotion: answered(t, Promotion, 'promotionId', 'The promotion as it is now.'),
  ...permitted(t),
})

commandField('savePromotion', {
  description:
    'Writes a promotion, or changes one: what no order and no coupon took yet in all, else its name, its end and its places (PRC-05).',
  permission: 'promotion.manage',
  input: SavePromotionInput,
  success: { description: 'It is on record.', fields: (t) => promotionNow(t) as never },
  run: (deps, actor, input: Saving, viewer) =>
    savePromotion(deps, actor, saving(viewer, given(input) as Saving)),
})

subjectCommand<End, object>('endPromotion', {
  description:
    'Ends a promotion now. Orders keep what they had of it, and coupons that were issued their own time.',
  permission: 'promotion.manage',
  subject: { field: 'promotionId', code: CODES.Promotion, description: 'The promotion.' },
  success: 'It is over.',
  answers: promotionNow,
  command: endPromotion,
})

subjectCommand<Issue, object>('issueCoupon', {
  description:
    'Issues a coupon of a promotion to a customer while the promotion runs and there are any: once, where each customer gets one (PRC-05). Not to blacklisted customers.',
  permission: 'coupon.issue',
  subject: { field: 'customerId', code: CODES.Customer, description: 'Who gets it.' },
  fields: (t) => ({ promotionId: t.id({ required: true, description: 'A promotion of kind COUPON.' }) }),
  ids: { promotionId: CODES.Promotion },
  withoutVersion: true,
  keyRequired: true,
  success: 'The customer has it.',
  answers: (t) => ({
    coupon: answered(t, Coupon, 'couponId', 'The coupon.'),
    ...permitted(t),
  }),
  command: issueCoupon,
})
