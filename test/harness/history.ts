import { act } from './acts.ts'
import { Desk, waybill } from './after-sales.ts'
import { globalId } from './ids.ts'
import { SHOP_IDS, type ShopCode, type World } from './world.ts'

const photo = { evidence: ['PHOTO'] }
const parcel = () => ({ carrier: 'SF', waybill: waybill() })

/**
 * Something of everything that after-sales leave behind in a shop, made by its own commands: steps, parcels,
 * inspections, replacements, refunds, compensation, freight, claims, notices, proof and registers.
 */
export async function makeAfterSales(world: World, shop: ShopCode): Promise<void> {
  const desk = new Desk(world, shop)
  const exchanged = await desk.inspected(1035, 'INTACT', { type: 'EXCHANGE', reason: 'SIZE_FIT' })
  await desk.take('sendReplacement', exchanged, parcel())
  const returned = await desk.inspected(1036, 'AS_CLAIMED', { reason: 'QUALITY', ...photo }, 'PHOTO')
  const owed = await desk.take('refundAfterSale', returned)
  await desk.run('issueRefund', { refundId: owed.refunds[0]?.id })
  await desk.take('settleFreight', returned, { direction: 'BACK', mode: 'REFUND', amount: '12.00' })
  const sorry = await desk.applied(1034, {
    type: 'COMPENSATION',
    reason: 'SERVICE',
    pieces: [],
    amount: '15.00',
  })
  await desk.take('grantCompensation', sorry, { kind: 'COUPON', amount: '15.00' })
  const wrong = await desk.applied(1056, { reason: 'WRONG_ITEM', ...photo })
  await desk.prove(wrong, 'PHOTO')
  await desk.take('judgeLiability', wrong, {
    cause: 'SENT_WRONG',
    liable: 'SHOP',
    note: '面单与拣货单不一致',
  })
  await claimParcel(desk, 1054)
  // The third of one specification within a week is an issue of the product (OPS-REG-07).
  for (const _ of [1, 2, 3]) await desk.applied(1041, { reason: 'QUALITY', ...photo })
}

/** A claim against the carrier of an order's parcel, with the after-sale it belongs to. */
async function claimParcel(desk: Desk, suffix: number): Promise<void> {
  const caseId = await desk.applied(suffix, { reason: 'TRANSIT_DAMAGE', ...photo })
  const order = await desk.order(suffix)
  const [shipment] = await desk.world.rows<{ id: string }>('SELECT id FROM shipments WHERE order_id = $1', [
    order.id,
  ])
  const { claim } = await desk.run('openCarrierClaim', {
    orderId: globalId('Order', desk.shop, order.id),
    shipmentId: globalId('Shipment', desk.shop, shipment?.id ?? ''),
    caseId,
    reason: 'DAMAGED',
    amount: '50.00',
  })
  await desk.run('answerCarrierClaim', { claimId: claim?.id, accepted: '40.00' })
}

/**
 * Something of everything that complaints leave behind in a shop: five customers complain of one specification, which
 * makes a group, and one of them is special and serious.
 */
export async function makeComplaints(world: World, shop: ShopCode): Promise<void> {
  const agent = await world.as('specialist', shop)
  const [sku] = await world.rows<{ id: string }>('SELECT id FROM skus WHERE shop_id = $1 LIMIT 1', [
    SHOP_IDS[shop],
  ])
  const customers = await world.rows<{ id: string }>('SELECT id FROM customers WHERE shop_id = $1 LIMIT 5', [
    SHOP_IDS[shop],
  ])
  const made: unknown[] = []
  for (const { id } of customers) {
    const done = await act(agent, 'openComplaint', {
      customerId: globalId('Customer', shop, id),
      skuId: globalId('Sku', shop, sku?.id ?? ''),
      topic: 'GOODS',
      problem: '洗后严重褪色',
      harms: ['SAFETY'],
      claimed: '1200.00',
    })
    const caseId = done.complaint?.id
    made.push(caseId)
    await act(agent, 'recordComplaint', {
      caseId,
      grade: 'SERIOUS',
      expectedSolution: '退款',
      note: '已安抚',
    })
    await act(agent, 'markSpecial', { caseId, kind: 'AGITATED' })
    await act(agent, 'grantCompensation', {
      caseId,
      kind: 'COUPON',
      amount: '5.00',
      idempotencyKey: `history-${id}`,
    })
  }
  const [afterSale] = await world.rows<{ id: string }>(
    `SELECT id FROM cases WHERE shop_id = $1 AND kind = 'AFTER_SALE' ORDER BY opened_at DESC LIMIT 1`,
    [SHOP_IDS[shop]],
  )
  await act(agent, 'linkCases', { caseId: made[0], otherCaseId: globalId('Case', shop, afterSale?.id ?? '') })
}
