import { findSku, type SkuRow } from '@cs/data/orders'
import { type AfterSaleOrderFacts, dearerBy, judgeAfterSale } from '@cs/domain/after-sales'
import { fen } from '@cs/domain/money'
import { z } from 'zod'
import {
  inPlaceOf,
  type LoadedAfterSale,
  loadAfterSale,
  type StepRequest,
  takeStep,
} from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  caseId: id,
  /** Another specification; `null`: the customer waits for what was agreed. */
  skuId: id.nullable(),
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: what leaves the shop changes. */
  idempotencyKey: idempotencyKey.optional(),
})
export type ChooseReplacementInput = z.input<typeof schema>

export interface ReplacementChosen {
  readonly caseId: string
  readonly version: number
  readonly skuId: string | null
  /** What a piece costs more than the one it replaces, in fen; less where it is negative. */
  readonly priceDifferenceFen: number
}

/**
 * Records what the customer chose where the replacement was sold out: to wait, or another specification (Q63); the
 * promise of the replacement runs on. A price difference is settled as it leaves (PRC-09).
 */
export function chooseReplacement(
  deps: CommandDeps,
  actor: Actor,
  input: ChooseReplacementInput,
): Promise<Outcome<ReplacementChosen>> {
  return runCommand(deps, actor, chooseReplacementCommand, input, { keyRequired: true })
}

/** What chooseReplacement would decide now. */
export function previewChooseReplacement(
  deps: CommandDeps,
  actor: Actor,
  input: ChooseReplacementInput,
): Promise<Preview> {
  return preview(deps, actor, chooseReplacementCommand, input)
}

const chooseReplacementCommand: Command<
  z.output<typeof schema>,
  StepRequest,
  ReplacementChosen,
  LoadedAfterSale
> = {
  name: 'chooseReplacement',
  permission: 'after_sale.request',
  schema,
  subjectType: 'Case',
  load: (run, { caseId, skuId }) =>
    loadAfterSale(run, caseId, async ({ order, case: of }) => {
      const nothing = { stock: null, priceDifferenceFen: fen(0), presale: false }
      if (skuId === null) return { step: 'CHOOSE_REPLACEMENT', skuId, ...nothing }
      const sku = await findSku(run.tx, run.actor.shop, skuId, order.id)
      if (!sku?.active) throw notFound('Sku')
      const priceDifferenceFen = fen(differenceTo(sku, order, of.lines))
      const { stock, presale } = sku
      return { step: 'CHOOSE_REPLACEMENT', skuId, stock, priceDifferenceFen, presale }
    }),
  judge: judgeAfterSale,
  async execute(run, { skuId, note: text }, found, decision) {
    const { ask, order, case: of } = found.facts
    const priceDifferenceFen = ask.step === 'CHOOSE_REPLACEMENT' ? ask.priceDifferenceFen : fen(0)
    const step = await takeStep(run, found, 'CHOOSE_REPLACEMENT', decision, {
      note: text ?? null,
      set: skuId === null ? {} : { replacement_sku_id: skuId },
    })
    return {
      ids: { caseId: of.id, version: step.version, skuId, priceDifferenceFen },
      events: [{ type: 'ReplacementChosen', data: { orderId: order.id, skuId, priceDifferenceFen } }],
      fields: skuId === null ? ['state'] : ['state', 'replacementSku'],
    }
  },
}

/** The largest over the lines; nothing for the same specification. */
function differenceTo(
  sku: SkuRow,
  order: AfterSaleOrderFacts,
  lines: readonly { readonly lineId: string }[],
): number {
  const differences = lines.map(({ lineId }) => {
    const line = order.lines.find((each) => each.id === lineId)
    return line ? dearerBy(line, inPlaceOf(sku)) : 0
  })
  return differences.length === 0 ? 0 : Math.max(...differences)
}
