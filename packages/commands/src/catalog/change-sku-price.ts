import { changePrice, findPricedSku, type PricedSku } from '@cs/data/orders'
import { judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  skuId: id,
  /** Fen: what a piece costs from now on. */
  priceFen: z.int().min(1),
  expectedVersion: version.optional(),
  /** Required: what everybody pays from now on. */
  idempotencyKey: idempotencyKey.optional(),
})
export type ChangeSkuPriceInput = z.input<typeof schema>

export interface SkuPriceChanged {
  readonly skuId: string
  readonly version: number
}

interface PriceFacts {
  readonly skuId: string
  readonly fromFen: number
  readonly toFen: number
}

/**
 * Changes the public price of a specification from now on; the earlier ones are kept, for the price protection of what
 * was paid before (PRC-04). Orders that wait to be paid keep theirs.
 */
export function changeSkuPrice(
  deps: CommandDeps,
  actor: Actor,
  input: ChangeSkuPriceInput,
): Promise<Outcome<SkuPriceChanged>> {
  return runCommand(deps, actor, changeSkuPriceCommand, input, { keyRequired: true })
}

const changeSkuPriceCommand: Command<
  z.output<typeof schema>,
  PriceFacts,
  SkuPriceChanged,
  Loaded<PriceFacts> & { readonly sku: PricedSku }
> = {
  name: 'changeSkuPrice',
  permission: 'product.price.change',
  schema,
  subjectType: 'Sku',
  async load({ tx, actor, asking }, { skuId, priceFen }) {
    const sku = await findPricedSku(tx, actor.shop, skuId, { lock: !asking })
    if (!sku) return null
    const facts = { skuId, fromFen: sku.priceFen, toFen: priceFen }
    return { subjectId: sku.id, version: sku.version, facts, sku }
  },
  judge: (facts, context) => judge('CHANGE_SKU_PRICE', [], facts, context),
  async execute(run, { skuId, priceFen }, { sku }) {
    const next = await changePrice(run.tx, {
      shopId: run.actor.shop,
      sku,
      priceFen,
      changedBy: agentOf(run),
      at: run.now,
    })
    const data = { productId: sku.productId, fromFen: sku.priceFen, toFen: priceFen }
    return {
      ids: { skuId, version: next },
      events: [{ type: 'PriceChanged', data }],
      fields: ['price'],
    }
  },
}
