import { addOrderRemark, findSku, keepsOffers, lockSkus, type SkuRow, setOrderItem } from '@cs/data/orders'
import { fen } from '@cs/domain/money'
import { flagOf, type OrderLineFacts, type OrderRequest, type SkuFacts } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, notFound, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, type LoadedOrder, loadOrder, openTask } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  lineId: id,
  /** The specification wanted instead. */
  skuId: id,
  expectedVersion: version.optional(),
  /** Required: stock moves. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type ChangeOrderItemInput = z.input<typeof schema>

export interface OrderItemChanged {
  readonly orderId: string
  readonly version: number
  readonly lineId: string
  readonly skuId: string
  readonly remarkId: string
  readonly warehouseTaskId: string | null
}

interface LoadedItem extends LoadedOrder {
  readonly line: OrderLineFacts
  readonly target: SkuRow
}

/**
 * Changes a line to another specification at the same price (ORD-MOD-01, -06, -07); another price is denied
 * with the alternatives. The stock moves with it; a target that was sold out meanwhile is a Conflict.
 */
export function changeOrderItem(
  deps: CommandDeps,
  actor: Actor,
  input: ChangeOrderItemInput,
): Promise<Outcome<OrderItemChanged>> {
  return runCommand(deps, actor, changeOrderItemCommand, input, { keyRequired: true })
}

/** What changeOrderItem would decide now. */
export function previewChangeOrderItem(
  deps: CommandDeps,
  actor: Actor,
  input: ChangeOrderItemInput,
): Promise<Preview> {
  return preview(deps, actor, changeOrderItemCommand, input)
}

export const changeOrderItemCommand: Command<
  z.output<typeof schema>,
  OrderRequest,
  OrderItemChanged,
  LoadedItem
> = {
  name: 'changeOrderItem',
  permission: 'order.change_item',
  schema,
  subjectType: 'Order',
  async load(run, { orderId, lineId, skuId }) {
    const found = await loadOrder(run, orderId, () => ({ action: 'CHANGE_ITEM', line: null, target: null }))
    if (!found) return null
    const line = found.facts.order.lines.find((each) => each.id === lineId)
    if (!line) throw notFound('OrderLine')
    if (!run.asking) await lockSkus(run.tx, run.actor.shop, [line.skuId, skuId])
    const target = await findSku(run.tx, run.actor.shop, skuId, orderId)
    if (!target) throw notFound('Sku')
    const products = { from: line.productId, to: target.productId }
    const keeps = await keepsOffers(run.tx, run.actor.shop, orderId, products)
    const ask = { action: 'CHANGE_ITEM', line, target: factsOf(target, keeps) } as const
    return { ...found, facts: { ...found.facts, ask }, line, target }
  },
  judge: judgeRequest,
  async execute(run, _, { facts: { order }, line, target }) {
    const { tx, actor, now } = run
    const on = { shopId: actor.shop, orderId: order.id, at: now }
    const changed = await setOrderItem(tx, { ...on, lineId: line.id, target })
    if (changed === null) throw conflict(order.version, SOLD_OUT)
    const warehouseTaskId = await openTask(run, order, 'CHANGE_ITEM')
    const remark = await addOrderRemark(tx, {
      ...on,
      actionType: 'ITEM_CHANGE',
      flag: flagOf(order, 'ITEM_CHANGE'),
      text: `换款：${target.code}`,
      agentId: agentOf(run),
    })
    return {
      ids: {
        orderId: order.id,
        version: remark.version,
        lineId: line.id,
        skuId: target.id,
        remarkId: remark.id,
        warehouseTaskId,
      },
      events: [
        {
          type: 'OrderItemChanged',
          data: {
            lineId: line.id,
            fromSkuId: line.skuId,
            toSkuId: target.id,
            quantity: line.quantity,
            warehouseTaskId,
          },
        },
      ],
      fields: ['sku', 'product', 'specification'],
    }
  },
}

function factsOf(sku: SkuRow, keeps: boolean): SkuFacts {
  return {
    skuId: sku.id,
    productId: sku.productId,
    unitPriceFen: fen(sku.priceFen),
    campaignPriceFen: sku.campaignPriceFen === null ? null : fen(sku.campaignPriceFen),
    keepsOffers: keeps,
    stock: sku.stock,
    active: sku.active,
    minQuantity: sku.minQuantity,
    maxQuantity: sku.maxQuantity,
    customised: sku.customised,
  }
}

const SOLD_OUT = {
  zh: '目标规格库存不足，请重新选择。',
  en: 'The specification wanted was sold out meanwhile.',
}
