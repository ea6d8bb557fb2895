import { newId } from '@cs/data'
import { addPromotion, changePromotion, findPromotion, missingGoods, type Promotion } from '@cs/data/prices'
import { TIERS } from '@cs/domain/membership'
import { type Fen, fen } from '@cs/domain/money'
import {
  flawsOf,
  givesOther,
  judgeOffer,
  OFFER_KINDS,
  type OfferRequest,
  type PromotionTerms,
} from '@cs/domain/prices'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id, idempotencyKey, line, version } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { type Issue, notFound, type Outcome, Withdrawn } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())
const amountFen = z
  .int()
  .min(0)
  .max(100_000_000)
  .transform((amount): Fen => fen(amount))

const schema = z.strictObject({
  /** Absent: a new one. */
  promotionId: id.optional(),
  kind: z.enum(OFFER_KINDS),
  name: line,
  startsAt: time,
  /** The first moment at which it is over. */
  endsAt: time,
  /** What it may be combined with; empty: it is exclusive (Q72). */
  combines: z.array(z.enum(['TIER', ...OFFER_KINDS])).max(6),
  /** Fen. */
  thresholdFen: amountFen.default(fen(0)),
  /** Fen. */
  offFen: amountFen.default(fen(0)),
  repeats: z.boolean().default(false),
  gift: z.strictObject({ skuId: id, quantity: z.int().min(1).max(99) }).optional(),
  prices: z
    .array(z.strictObject({ skuId: id, priceFen: amountFen }))
    .max(500)
    .default([]),
  /** The goods it is about; none: all. */
  productIds: z.array(id).max(500).default([]),
  /** Absent: everybody. */
  tiers: z.array(z.enum(TIERS)).max(5).optional(),
  /** For how many orders, or how many coupons are issued; absent: any number. */
  most: z.int().min(1).max(10_000_000).optional(),
  /** A customer gets one coupon of it; of coupons, where nothing is said, it is so. */
  oncePerCustomer: z.boolean().optional(),
  expectedVersion: version.optional(),
  /** Required: what everybody pays from then on. */
  idempotencyKey: idempotencyKey.optional(),
})
export type SavePromotionInput = z.input<typeof schema>
type Input = z.output<typeof schema>

export interface PromotionSaved {
  readonly promotionId: string
  readonly version: number
}

interface Found extends Loaded<OfferRequest> {
  readonly terms: PromotionTerms
  readonly other: boolean
  readonly known: boolean
}

/**
 * Writes a promotion, or changes one: what nobody took yet in all, else its name, its end and its places (PRC-05).
 * ValidationFailed names whatever makes no sense.
 */
export function savePromotion(
  deps: CommandDeps,
  actor: Actor,
  input: SavePromotionInput,
): Promise<Outcome<PromotionSaved>> {
  return runCommand(deps, actor, savePromotionCommand, input, { keyRequired: true })
}

const savePromotionCommand: Command<Input, OfferRequest, PromotionSaved, Found> = {
  name: 'savePromotion',
  permission: 'promotion.manage',
  schema,
  subjectType: 'Promotion',
  async load(run, input) {
    const { tx, actor, now, asking } = run
    const { promotionId } = input
    const known = promotionId ? await findPromotion(tx, actor.shop, promotionId, { lock: !asking }) : null
    if (promotionId && !known) return null
    const terms = termsOf(input)
    await requireSense(run, terms)
    const other = known === null || givesOther(known.terms, terms)
    const facts = {
      step: 'SAVE_PROMOTION',
      promotion: known && standing(known),
      givesOther: other,
      most: terms.most,
    } as const
    const subjectId = known?.id ?? newId(now)
    return { subjectId, version: known?.version ?? 1, facts, terms, other, known: known !== null }
  },
  judge: judgeOffer,
  async execute(run, { name }, { subjectId, terms, other, known }) {
    const { tx, actor, now } = run
    const entry = { shopId: actor.shop, id: subjectId, name, terms }
    const next = known ? await changePromotion(tx, entry, { scope: other }) : 1
    if (!known) await addPromotion(tx, { ...entry, number: newNumber('PM', now), at: now })
    const { kind, startsAt, endsAt, thresholdFen, offFen, most } = terms
    return {
      ids: { promotionId: subjectId, version: next },
      events: [
        {
          type: 'PromotionSaved',
          data: { kind, startsAt, endsAt, thresholdFen, offFen, most, version: next },
        },
      ],
      fields: other ? ['name', 'endsAt', 'most', 'terms'] : ['name', 'endsAt', 'most'],
    }
  },
}

function termsOf(input: Input): PromotionTerms {
  const { kind, startsAt, endsAt, combines, thresholdFen, offFen, repeats, prices, productIds } = input
  return {
    kind,
    startsAt,
    endsAt,
    combines: [...new Set(combines)],
    thresholdFen,
    offFen,
    repeats,
    gift: input.gift ?? null,
    prices,
    productIds: [...new Set(productIds)],
    tiers: input.tiers ? [...new Set(input.tiers)] : null,
    most: input.most ?? null,
    oncePerCustomer: input.oncePerCustomer ?? kind === 'COUPON',
  }
}

/** Throws ValidationFailed with all that makes no sense, and NotFound where the shop has no such goods. */
async function requireSense({ tx, actor, now }: Run, terms: PromotionTerms): Promise<void> {
  const issues = flawsOf(terms, now).map(
    ({ field, message }): Issue => ({ field: AS_WRITTEN[field] ?? field, code: 'INVALID', message }),
  )
  if (issues.length > 0) throw new Withdrawn({ kind: 'ValidationFailed', issues })
  const skuIds = [...terms.prices.map(({ skuId }) => skuId), ...(terms.gift ? [terms.gift.skuId] : [])]
  const missing = await missingGoods(tx, actor.shop, { skuIds, productIds: terms.productIds })
  if (missing) throw notFound(missing)
}

const AS_WRITTEN: Readonly<Partial<Record<keyof PromotionTerms, string>>> = {
  thresholdFen: 'threshold',
  offFen: 'off',
}

const standing = ({ id: promotionId, terms, used, taken }: Promotion) => ({
  id: promotionId,
  endsAt: terms.endsAt,
  used,
  taken,
})
