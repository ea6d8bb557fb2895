import type { Permission } from '../access/index.ts'
import { type Context, type Decision, judge } from '../decisions/index.ts'
import { dueAfter, type Pack } from '../policy/index.ts'
import { BUYER_RULES } from './buyer.ts'
import type { OrderFacts, ProblemKind } from './facts.ts'
import type { RemarkAction } from './flags.ts'
import { OFFSET_RULES } from './offset.ts'
import type { AddressFacts, Ask, OrderActionName, OrderRequest, SkuFacts } from './request.ts'
import { ORDER_RULES } from './rules/index.ts'
import { stageOf } from './stage.ts'

/** What may be asked of an order, the permission it takes, and what would be decided now. */
export interface OrderAction {
  readonly name: OrderActionName
  readonly permission: Permission
  readonly decision: Decision
}

/** Judges what is asked of an order by every rule that speaks to it; also how a stored decision is replayed. */
export function judgeRequest(request: OrderRequest, context: Context): Decision {
  return judge(request.ask.action, [...ORDER_RULES, ...BUYER_RULES, ...OFFSET_RULES], request, context)
}

/** The same from its two parts. */
export function judgeOrder(order: OrderFacts, ask: Ask, context: Context): Decision {
  return judgeRequest({ order, ask }, context)
}

/** Every action with its decision on the state of the order; details are judged when they are known. */
export function orderActions(order: OrderFacts, context: Context): readonly OrderAction[] {
  const asks: readonly [Extract<Ask, { action: OrderActionName }>, Permission][] = [
    [{ action: 'CHANGE_ADDRESS', address: null }, 'order.change_address'],
    [{ action: 'CHANGE_ITEM', line: null, target: null }, 'order.change_item'],
    [{ action: 'CANCEL', lineIds: null, by: 'SHOP' }, cancelPermission(order)],
    [{ action: 'INTERCEPT' }, 'order.cancel'],
    [{ action: 'CORRECT_WITH_CARRIER', address: null }, 'order.change_address'],
    [{ action: 'REMARK', type: null, text: null }, 'order.remark'],
    [{ action: 'REPORT_PROBLEM', kind: null }, 'order.report_problem'],
    [{ action: 'AUDIT' }, 'order.audit'],
    [{ action: 'RECORD_PAYMENT', amountFen: null, method: null }, 'order.record_payment'],
    [{ action: 'RECORD_SHIPMENT', parcel: null }, 'shipment.record'],
    [{ action: 'CONFIRM_RECEIPT', by: 'BUYER', receipt: null }, 'receipt.confirm'],
    [{ action: 'GRANT_CONCESSION', amountFen: null, grade: null }, 'price.concede'],
    [{ action: 'CLAIM_PRICE_PROTECTION', line: null, fall: null }, 'price.protection.claim'],
  ]
  return asks.map(([ask, permission]) => ({
    name: ask.action,
    permission,
    decision: judgeOrder(order, ask, context),
  }))
}

/** Closing an unpaid order for the buyer is a permission of its own (C-45). A storefront closes for the buyer. */
export function cancelPermission(order: OrderFacts, by: 'BUYER' | 'SHOP' = 'SHOP'): Permission {
  return by === 'SHOP' && stageOf(order) === 'UNPAID' ? 'order.close_unpaid' : 'order.cancel'
}

/** ORD-MOD-01 to -04, -07, -08, ORD-AUD-01. `address`: the one asked for. */
export function judgeChangeAddress(
  order: OrderFacts,
  input: { readonly address: AddressFacts | null },
  context: Context,
): Decision {
  return judgeOrder(order, { action: 'CHANGE_ADDRESS', address: input.address }, context)
}

/** ORD-MOD-01 to -08, same price (PRC-01), limits (CAT-16), stock (ORD-ABN-03). Throws RangeError for a line the order does not have. */
export function judgeChangeItem(
  order: OrderFacts,
  input: { readonly lineId: string; readonly target: SkuFacts },
  context: Context,
): Decision {
  const line = order.lines.find((each) => each.id === input.lineId)
  if (!line) throw new RangeError(`no line ${input.lineId} in order ${order.number}`)
  return judgeOrder(order, { action: 'CHANGE_ITEM', line, target: input.target }, context)
}

/** ORD-CAN-01 to -05, -07, ORD-MOD-08, -09. `lineIds` null: the whole order. Throws RangeError for a line it does not have. */
export function judgeCancel(
  order: OrderFacts,
  input: { readonly lineIds: readonly string[] | null; readonly by?: 'BUYER' | 'SHOP' },
  context: Context,
): Decision {
  const unknown = input.lineIds?.find((id) => !order.lines.some((line) => line.id === id))
  if (unknown) throw new RangeError(`no line ${unknown} in order ${order.number}`)
  return judgeOrder(order, { action: 'CANCEL', lineIds: input.lineIds, by: input.by ?? 'SHOP' }, context)
}

/** ORD-FLG-01 to -08. */
export function judgeRemark(
  order: OrderFacts,
  input: { readonly type: RemarkAction; readonly text: string },
  context: Context,
): Decision {
  return judgeOrder(order, { action: 'REMARK', ...input }, context)
}

/** ORD-ABN-01 to -07. The remedies of the finding are the next steps. */
export function judgeReportProblem(
  order: OrderFacts,
  input: { readonly kind: ProblemKind },
  context: Context,
): Decision {
  return judgeOrder(order, { action: 'REPORT_PROBLEM', kind: input.kind }, context)
}

/** ORD-AUD-01 to -07, and stock, duplicates and risk (ORD-ABN-03, -05 to -07). */
export function auditOrder(order: OrderFacts, context: Context): Decision {
  return judgeOrder(order, { action: 'AUDIT' }, context)
}

export type WarehouseTaskKind = 'PULL_PARCEL' | 'CHANGE_PARCEL' | 'INTERCEPT' | 'CORRECT_ADDRESS'

/** What the warehouse or the carrier has to do for an allowed action; `null`: nothing (C-12, C-13, C-14). */
export function warehouseTaskFor(
  order: OrderFacts,
  action: OrderActionName,
  pack: Pack,
): WarehouseTaskKind | null {
  if (action === 'INTERCEPT') return 'INTERCEPT'
  if (action === 'CORRECT_WITH_CARRIER') return 'CORRECT_ADDRESS'
  const stage = stageOf(order)
  if (!pack.get('order.pull_after_print') || !(stage === 'PRINTED' || stage === 'PARTLY_SHIPPED')) return null
  if (action === 'CANCEL') return 'PULL_PARCEL'
  return action === 'CHANGE_ADDRESS' || action === 'CHANGE_ITEM' ? 'CHANGE_PARCEL' : null
}

/** When the refund of a cancellation is due, and whether it can go out at once (C-14, Q40). */
export function withdrawalOf(
  order: OrderFacts,
  { pack, now }: Context,
): { readonly atOnce: boolean; readonly dueAt: Date } {
  const dueAt = dueAfter(now, pack.get('clock.order.withdrawal.breach') ?? '2wd')
  return { atOnce: stageOf(order) === 'UNPRINTED' && !pack.get('order.pull_after_print'), dueAt }
}
