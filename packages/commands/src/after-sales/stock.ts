import { addOrderRemark, addStock, lockSkus, takeStock } from '@cs/data/orders'
import type { AfterSaleCaseFacts, AfterSaleOrderFacts } from '@cs/domain/after-sales'
import { flagFor } from '@cs/domain/orders'
import { agentOf, type Run } from '../context.ts'
import { conflict } from '../outcomes.ts'

/** Pieces of one specification. */
export interface Item {
  readonly skuId: string
  readonly quantity: number
}

interface AfterSale {
  readonly order: AfterSaleOrderFacts
  readonly case: AfterSaleCaseFacts
}

/** What an after-sale is about, by specification: what came back, or what is repaired. */
export function itemsOf({ order, case: of }: AfterSale): readonly Item[] {
  return merged(
    of.lines.flatMap(({ lineId, quantity }) => {
      const line = order.lines.find((each) => each.id === lineId)
      return line ? [{ skuId: line.skuId, quantity }] : []
    }),
  )
}

/** What leaves instead: the specification that was chosen, else the same again. */
export function replacementOf(found: AfterSale): readonly Item[] {
  const { replacementSkuId } = found.case
  const items = itemsOf(found)
  return replacementSkuId ? merged(items.map((item) => ({ ...item, skuId: replacementSkuId }))) : items
}

/** In the order of their ids: in which SKUs are locked over all transactions. */
function merged(items: readonly Item[]): readonly Item[] {
  const sums = new Map<string, number>()
  for (const { skuId, quantity } of items) sums.set(skuId, (sums.get(skuId) ?? 0) + quantity)
  return [...sums]
    .map(([skuId, quantity]) => ({ skuId, quantity }))
    .sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

/** What came back and was found as sold can be sold again (CAT-25): the inspection says so, nothing else. */
function isResaleable({ inspection, worn }: AfterSaleCaseFacts): boolean {
  if (inspection?.result !== 'PASSED') return false
  return inspection.finding === 'INTACT' || (inspection.finding === 'NO_DEFECT' && !worn)
}

/**
 * Moves stock for an after-sale: takes what leaves, puts back on sale what came back as sold. All SKUs are locked
 * first, in one order over all transactions. Throws Conflict where too little is left of what is to leave.
 */
export async function moveStock(run: Run, found: AfterSale, leaving: readonly Item[]): Promise<void> {
  const { tx, actor } = run
  const back = isResaleable(found.case) ? itemsOf(found) : []
  const skus = [...leaving, ...back].map((item) => item.skuId)
  if (skus.length === 0) return
  await lockSkus(tx, actor.shop, skus)
  for (const { skuId, quantity } of leaving)
    if (!(await takeStock(tx, actor.shop, skuId, quantity))) throw conflict(found.case.version, SOLD_OUT)
  for (const { skuId, quantity } of back) await addStock(tx, actor.shop, skuId, quantity)
}

/** A remark on the order says what left, in blue (ORD-FLG-03, AS-WF-BAS-4). */
export async function remarkReshipment(run: Run, orderId: string, text: string): Promise<void> {
  await addOrderRemark(run.tx, {
    shopId: run.actor.shop,
    orderId,
    actionType: 'RESHIPMENT',
    flag: flagFor('RESHIPMENT', true),
    text,
    agentId: agentOf(run),
    at: run.now,
  })
}

const SOLD_OUT = {
  zh: '库存不足，请登记缺货，由客户选择退款、换规格或等待。',
  en: 'There is not enough in stock: report it, and the customer chooses a refund, another one or to wait.',
}
