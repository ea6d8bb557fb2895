import { type Db, inShop } from '@cs/data'
import {
  type CarrierClaimTotal,
  carrierClaimTotals,
  type GoodwillTotal,
  goodwillTotals,
  type ReturnReasonTotal,
  returnReasonTotals,
} from '@cs/data/registers'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { builder } from '../builder.ts'
import { asActor, guarded } from '../commands/command.ts'
import { type RequestContext, shopOf } from '../context.ts'
import { moneyOf, PlainMoney } from '../decisions/shape.ts'
import { AfterSaleReason, Carrier, Category, Cause, ClaimReason, CompensationKind } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { periodOf, refused } from '../period.ts'

const ReturnReasons = builder.objectRef<ReturnReasonTotal>('ReturnReasonTotal').implement({
  description: 'Returns and exchanges of one reason and cause, on one specification or category.',
  fields: (t) => ({
    reason: t.field({
      type: AfterSaleReason,
      description: 'The real reason.',
      resolve: (r) => r.reason as never,
    }),
    cause: t.field({
      type: Cause,
      nullable: true,
      description: 'What was found to be the cause; null: not judged yet.',
      resolve: (r) => r.cause as never,
    }),
    category: t.field({ type: Category, description: 'The category.', resolve: (r) => r.category as never }),
    skuId: t.id({
      nullable: true,
      description: 'The global id of the specification; null where they are counted by category.',
      resolve: ({ skuId: id }, _args, { viewer }: RequestContext) =>
        id && encodeGlobalId({ code: CODES.Sku, tenant: shopOf(viewer), id }),
    }),
    cases: t.exposeInt('cases', { description: 'How many after-sales.' }),
    pieces: t.exposeInt('pieces', { description: 'How many pieces.' }),
    refunded: t.field({
      type: PlainMoney,
      description: 'What was owed back for these goods, without freight.',
      resolve: (r) => moneyOf(r.refundedFen),
    }),
  }),
})

const Claims = builder.objectRef<CarrierClaimTotal>('CarrierClaimTotal').implement({
  description: 'The claims of a month against one carrier for one reason (AS-LOG-12).',
  fields: (t) => ({
    carrier: t.field({ type: Carrier, description: 'The carrier.', resolve: (c) => c.carrier as never }),
    reason: t.field({ type: ClaimReason, description: 'For what.', resolve: (c) => c.reason as never }),
    claims: t.exposeInt('claims', { description: 'How many.' }),
    claimed: t.field({
      type: PlainMoney,
      description: 'What is claimed.',
      resolve: (c) => moneyOf(c.claimedFen),
    }),
    accepted: t.field({
      type: PlainMoney,
      description: 'What the carrier accepted.',
      resolve: (c) => moneyOf(c.acceptedFen),
    }),
    settled: t.field({
      type: PlainMoney,
      description: 'What of it the carrier has paid.',
      resolve: (c) => moneyOf(c.settledFen),
    }),
  }),
})

const Goodwill = builder.objectRef<GoodwillTotal>('GoodwillTotal').implement({
  description: 'Goodwill of one kind (AS-POL-22).',
  fields: (t) => ({
    kind: t.field({ type: CompensationKind, description: 'In what.', resolve: (g) => g.kind as never }),
    grants: t.exposeInt('grants', { description: 'How often.' }),
    amount: t.field({ type: PlainMoney, description: 'How much.', resolve: (g) => moneyOf(g.amountFen) }),
  }),
})

const ReturnReasonsBy = builder.enumType('ReturnReasonsBy', {
  description: 'By what returns are counted.',
  values: {
    CATEGORY: { description: '按品类 · By category' },
    SKU: { description: '按规格 · By specification' },
  } as const,
})

function monthOf(month: string): string {
  if (/^20\d{2}-(?:0[1-9]|1[0-2])$/.test(month)) return `${month}-01`
  throw refused('month', '"month" is a month such as "2026-11".')
}

/** One statement in the viewer's shop, for who may read the registers. */
function total<T>(
  context: RequestContext,
  read: (db: Db, shop: string) => Promise<readonly T[]>,
): Promise<T[]> {
  return asActor('register.read', context, async () => {
    const shop = shopOf(context.viewer)
    return [...(await inShop(context.database, shop, (tx) => read(tx, shop)))]
  })
}

const register = (description: string) => guarded({ description, permission: 'register.read' })

builder.queryFields((t) => ({
  returnReasons: t.field({
    type: [ReturnReasons],
    nullable: true,
    ...register(
      'Why goods came back in a period, by the real reasons (C-10), most frequent first; at most 500 rows.',
    ),
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'From then on.' }),
      before: t.arg({
        type: 'DateTime',
        required: true,
        description: 'Before then: at most 366 days later.',
      }),
      by: t.arg({
        type: ReturnReasonsBy,
        defaultValue: 'CATEGORY',
        description: 'By what they are counted.',
      }),
    },
    resolve: (_root, { from, before, by }, context) =>
      total(context, (db, shop) => returnReasonTotals(db, shop, periodOf(from, before), by ?? 'CATEGORY')),
  }),
  carrierClaimTotals: t.field({
    type: [Claims],
    nullable: true,
    ...register('What is claimed of carriers in a month (AS-LOG-12, OPS-REG-03).'),
    args: { month: t.arg.string({ required: true, description: 'Such as `2026-11`.' }) },
    resolve: (_root, { month }, context) =>
      total(context, (db, shop) => carrierClaimTotals(db, shop, monthOf(month))),
  }),
  goodwillTotals: t.field({
    type: [Goodwill],
    nullable: true,
    ...register('The goodwill given in a period, by kind (AS-POL-22).'),
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'From then on.' }),
      before: t.arg({
        type: 'DateTime',
        required: true,
        description: 'Before then: at most 366 days later.',
      }),
    },
    resolve: (_root, { from, before }, context) =>
      total(context, (db, shop) => goodwillTotals(db, shop, periodOf(from, before))),
  }),
}))
