import { findSku, type SkuRow } from '@cs/data/orders'
import {
  AFTER_SALE_REASONS,
  AFTER_SALE_TYPES,
  type AfterSaleOrderFacts,
  type AfterSaleType,
  type Application,
  COMPENSATION_KINDS,
  EVIDENCE_KINDS,
  type Replacement,
} from '@cs/domain/after-sales'
import { fen } from '@cs/domain/money'
import { z } from 'zod'
import type { Run } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { type Issue, type IssueCode, notFound, Withdrawn } from '../outcomes.ts'

/** How the customer turned to the shop. */
const CHANNELS = ['CHAT', 'PHONE', 'OFFLINE_MESSAGE', 'FORM'] as const

/** An application for an after-sale as it comes in: 001's registration fields (AS-WF-GEN-1). */
export const applicationSchema = z.strictObject({
  orderId: id,
  type: z.enum(AFTER_SALE_TYPES),
  /** The real reason, always (C-10). */
  reason: z.enum(AFTER_SALE_REASONS),
  lines: z
    .array(z.strictObject({ lineId: id, quantity: z.int().min(1).max(100_000) }))
    .max(200)
    .default([]),
  /** What was shown for it so far. What is to count later has to be added to the case. */
  evidence: z.array(z.enum(EVIDENCE_KINDS)).max(EVIDENCE_KINDS.length).default([]),
  worn: z.boolean().nullish(),
  /** As sold, by the shop's list of what keeps goods fit for resale. */
  intact: z.boolean().nullish(),
  /** Grams. What the customer's scale shows for everything received (AS-WF-BAS-7). */
  receivedGrams: z.int().min(1).max(10_000_000).nullish(),
  /** Asks for a special approval where a promise has ended (AS-LIA-06, Q18). */
  asException: z.boolean().default(false),
  /** Fen. PARTIAL_REFUND, COMPENSATION: what is asked for. */
  amountFen: z.int().min(1).max(Number.MAX_SAFE_INTEGER).nullish(),
  compensationKind: z.enum(COMPENSATION_KINDS).nullish(),
  /** EXCHANGE, RESHIP: absent, the same specification again. */
  replacementSkuId: id.nullish(),
  /** What the customer said they want: free text that no event and no decision holds. */
  demand: note.nullish(),
  channel: z.enum(CHANNELS).optional(),
  /** Of previewAfterSale: the request is refused where it would be decided otherwise by now. */
  token: z.string().min(1).max(1000).optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})

export type RequestAfterSaleInput = z.input<typeof applicationSchema>
export type ApplicationInput = z.output<typeof applicationSchema>

const REPLACED: ReadonlySet<AfterSaleType> = new Set(['EXCHANGE', 'RESHIP'])

/** An application, with the specification that is wanted instead; `null`: none is. */
export interface Applied {
  readonly application: Application
  readonly replacement: SkuRow | null
}

/**
 * The application of an input to an order. Throws `Withdrawn`: ValidationFailed where lines are not the order's or
 * are named twice; NotFound where the replacement is no SKU of the shop. How many pieces may be claimed is a rule's
 * business.
 */
export async function applicationOf(
  run: Run,
  order: AfterSaleOrderFacts,
  input: ApplicationInput,
): Promise<Applied> {
  const issues = issuesOf(order, input)
  if (issues.length > 0) throw new Withdrawn({ kind: 'ValidationFailed', issues })
  const wanted = REPLACED.has(input.type) ? (input.replacementSkuId ?? sameAgain(order, input)) : null
  const replacement = wanted ? await findSku(run.tx, run.actor.shop, wanted, order.id) : null
  if (wanted && !replacement) throw notFound('Sku')
  const application = {
    type: input.type,
    reason: input.reason,
    lines: input.lines,
    evidence: [...new Set(input.evidence)],
    worn: input.worn ?? null,
    intact: input.intact ?? null,
    receivedGrams: input.receivedGrams ?? null,
    asException: input.asException,
    amountFen: input.amountFen ? fen(input.amountFen) : null,
    compensationKind: input.compensationKind ?? null,
    replacementSkuId: wanted,
  }
  return { application, replacement }
}

/** A specification as it takes the place of a line's. */
export const inPlaceOf = (sku: SkuRow): Replacement => ({
  skuId: sku.id,
  unitPriceFen: fen(sku.priceFen),
  campaignPriceFen: sku.campaignPriceFen === null ? null : fen(sku.campaignPriceFen),
})

/** The specification of the lines, where it is one. */
function sameAgain(order: AfterSaleOrderFacts, { lines }: ApplicationInput): string | null {
  const named = new Set(lines.map((line) => line.lineId))
  const skus = new Set(order.lines.filter((line) => named.has(line.id)).map((line) => line.skuId))
  return skus.size === 1 ? ([...skus][0] ?? null) : null
}

function issuesOf(order: AfterSaleOrderFacts, { lines }: ApplicationInput): readonly Issue[] {
  const seen = new Set<string>()
  return lines.flatMap(({ lineId }, i) => {
    const known = order.lines.some((each) => each.id === lineId)
    if (!known) return [issue(`lines.${i}.lineId`, 'NOT_OF_THIS_ORDER', STRANGE)]
    if (seen.has(lineId)) return [issue(`lines.${i}.lineId`, 'INVALID', TWICE)]
    seen.add(lineId)
    return []
  })
}

const issue = (field: string, code: IssueCode, message: Issue['message']): Issue => ({ field, code, message })

const STRANGE = { zh: '该商品行不属于此订单。', en: 'This order has no such line.' }
const TWICE = { zh: '同一商品行不能重复填写。', en: 'This line is named twice.' }
