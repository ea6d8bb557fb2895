import type { AfterSaleOrderFacts } from '@cs/domain/after-sales'
import { type RawBuilder, sql } from 'kysely'
import { compensatedInMatter } from '../cases/index.ts'
import { type OrderColumn, rfc3339 } from '../orders/index.ts'

/** An after-sale that has not ended. Its case has an alias that no statement around it uses. */
const NOT_ENDED = sql`claim.after_sale_state NOT IN ('COMPLETED','REJECTED','WITHDRAWN','LAPSED')`

/** Its pieces do not count as returned yet: that is done as their refund is owed. */
const NOT_SETTLED = sql`NOT EXISTS (SELECT 1 FROM refunds settled WHERE settled.shop_id = claim.shop_id
  AND settled.case_id = claim.id AND settled.kind IN ('FULL','ADVANCE'))`

/**
 * The facts of an order as an after-sale sees it, as one JSON object of type AfterSaleOrderFacts: what reads and
 * commands judge by. `order` is the alias of a row of `orders` in the statement around it. `exceptCase`: the
 * after-sale in question, whose own pieces count as free and whose tier is that of its application (Q22).
 */
export function afterSaleOrderFacts(
  order: string,
  exceptCase: string | RawBuilder<unknown> | null = null,
): RawBuilder<AfterSaleOrderFacts> {
  const o: OrderColumn = (column) => sql.ref(`${order}.${column}`)
  const own = typeof exceptCase === 'string' ? sql`${exceptCase}::uuid` : exceptCase
  const others = own ? sql`${NOT_ENDED} AND claim.id <> ${own}` : NOT_ENDED
  return sql<AfterSaleOrderFacts>`JSON_OBJECT(
    'id': ${o('id')}, 'number': ${o('number')}, 'version': ${o('version')}, 'customerId': ${o('customer_id')},
    'tradeStatus': ${o('trade_status')}, 'physicalStatus': ${o('physical_status')},
    'placedAt': ${rfc3339(o('placed_at'))}, 'paidAt': ${rfc3339(o('paid_at'))},
    'firstShippedAt': ${rfc3339(o('first_shipped_at'))}, 'signedAt': ${rfc3339(o('signed_at'))},
    'completedAt': ${rfc3339(o('completed_at'))}, 'tradeDeadlineAt': ${rfc3339(o('trade_deadline_at'))},
    'dispatchDueAt': ${rfc3339(o('dispatch_due_at'))},
    'freightFen': ${o('freight_fen')}, 'paidFen': ${o('paid_fen')}, 'refundedFen': ${o('refunded_fen')},
    'freightRefundedFen': (SELECT COALESCE(sum(r.freight_fen), 0)::bigint FROM refunds r
      WHERE r.shop_id = ${o('shop_id')} AND r.order_id = ${o('id')} AND r.status <> 'CANCELLED'),
    'payments': COALESCE((SELECT json_agg(JSON_OBJECT('method': p.method, 'amountFen': p.amount_fen)
        ORDER BY p.amount_fen DESC, p.created_at, p.id) FROM payments p
      WHERE p.shop_id = ${o('shop_id')} AND p.order_id = ${o('id')} AND p.status = 'RECEIVED'), '[]'),
    'tier': ${tier(o, own)},
    'freightInsured': ${o('freight_insured')}, 'cancellableException': ${o('cancellable_exception')},
    'lines': ${lines(o, others, own)},
    'shipments': ${shipments(o)},
    'openCases': COALESCE((SELECT json_agg(JSON_OBJECT('id': claim.id, 'number': claim.number, 'type': claim.after_sale_type)
        ORDER BY claim.opened_at, claim.id) FROM cases claim
      WHERE claim.shop_id = ${o('shop_id')} AND claim.order_id = ${o('id')} AND ${others}), '[]'),
    'compensatedFen': ${compensatedInMatter(
      sql`SELECT about.id FROM cases about WHERE about.shop_id = ${o('shop_id')} AND about.order_id = ${o('id')}`,
      o('shop_id'),
    )}
    RETURNING json)`
}

function tier(o: OrderColumn, exceptCase: RawBuilder<unknown> | null): RawBuilder<unknown> {
  const shop = o('shop_id')
  if (exceptCase)
    return sql`(SELECT own.member_tier FROM cases own WHERE own.shop_id = ${shop} AND own.id = ${exceptCase})`
  return sql`(SELECT m.tier FROM members m WHERE m.shop_id = ${shop} AND m.customer_id = ${o('customer_id')})`
}

function lines(
  o: OrderColumn,
  others: RawBuilder<unknown>,
  exceptCase: RawBuilder<unknown> | null,
): RawBuilder<unknown> {
  const replaced = sql`after_sale_lines x JOIN replacements z ON z.shop_id = x.shop_id AND z.case_id = x.case_id AND z.kind <> 'REPAIRED'
        WHERE x.shop_id = l.shop_id AND x.order_line_id = l.id${exceptCase ? sql` AND x.case_id <> ${exceptCase}` : sql``}`
  return sql`COALESCE((SELECT json_agg(JSON_OBJECT(
      'id': l.id, 'position': l.position, 'productId': l.product_id, 'skuId': l.sku_id, 'quantity': l.quantity,
      'returnedQuantity': l.returned_quantity,
      'claimedQuantity': (SELECT COALESCE(sum(x.quantity), 0)::bigint FROM after_sale_lines x
        JOIN cases claim ON claim.shop_id = x.shop_id AND claim.id = x.case_id
         WHERE x.shop_id = l.shop_id AND x.order_line_id = l.id AND ${others} AND ${NOT_SETTLED}),
      'replacedQuantity': (SELECT COALESCE(sum(y.quantity), 0)::bigint FROM (SELECT DISTINCT x.case_id, x.quantity FROM ${replaced}) y),
      'replacedAt': (SELECT ${rfc3339(sql`max(z.confirmed_at)`)} FROM ${replaced}),
      'unitPriceFen': l.unit_price_fen, 'campaignFen': l.campaign_fen, 'gift': l.gift, 'paidFen': l.paid_fen, 'refundedFen': l.refunded_fen,
      'partiallyRefundedFen': (SELECT COALESCE(sum(y.amount_fen), 0)::bigint FROM refund_lines y
        JOIN refunds r ON r.shop_id = y.shop_id AND r.id = y.refund_id
        WHERE y.shop_id = l.shop_id AND y.order_line_id = l.id AND r.kind = 'PARTIAL' AND r.status <> 'CANCELLED'),
      'pointsSpent': l.points_spent, 'status': l.status, 'shipmentId': l.shipment_id,
      'customised': l.customised, 'cancellable': p.cancellable, 'perishable': p.perishable, 'digital': p.digital,
      'warrantyMonths': p.warranty_months, 'category': p.category)
      ORDER BY l.position)
    FROM order_lines l JOIN products p ON p.shop_id = l.shop_id AND p.id = l.product_id
    WHERE l.shop_id = ${o('shop_id')} AND l.order_id = ${o('id')}), '[]')`
}

function shipments(o: OrderColumn): RawBuilder<unknown> {
  return sql`COALESCE((SELECT json_agg(JSON_OBJECT(
      'id': s.id, 'carrier': s.carrier, 'status': s.status, 'weightGrams': s.weight_grams,
      'handedOverAt': ${rfc3339(sql`s.handed_over_at`)}, 'signedAt': ${rfc3339(sql`s.signed_at`)},
      'lastScanAt': ${rfc3339(sql`COALESCE(s.last_scan_at, s.handed_over_at)`)},
      'lossConfirmedAt': ${rfc3339(sql`s.loss_confirmed_at`)}) ORDER BY s.created_at, s.id)
    FROM shipments s WHERE s.shop_id = ${o('shop_id')} AND s.order_id = ${o('id')}), '[]')`
}
