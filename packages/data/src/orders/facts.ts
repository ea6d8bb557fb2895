import type { OrderFacts } from '@cs/domain/orders'
import { type RawBuilder, sql } from 'kysely'
import { lineFacts } from './line-facts.ts'
import { type OrderColumn, rfc3339 } from './sql.ts'

/** How far back and apart facts are told; the pack says which of them count (ORD-ABN-05, Q71). */
const WITHIN = sql.lit('1 day')

/**
 * The facts of an order as one JSON object of type OrderFacts: what reads and commands judge by.
 * `order` is the alias of a row of `orders` in the statement around it; `now` decides what still holds
 * (identity checks, blacklisting). Every look-up names the shop.
 */
export function orderFacts(order: string, now: Date | RawBuilder<unknown>): RawBuilder<OrderFacts> {
  const o = (column: string) => sql.ref(`${order}.${column}`)
  const at = now instanceof Date ? sql`${now.toISOString()}::timestamptz` : now
  return sql<OrderFacts>`JSON_OBJECT(
    'id': ${o('id')}, 'number': ${o('number')}, 'version': ${o('version')}, 'customerId': ${o('customer_id')},
    'tradeStatus': ${o('trade_status')}, 'physicalStatus': ${o('physical_status')},
    'placedAt': ${rfc3339(o('placed_at'))}, 'paidAt': ${rfc3339(o('paid_at'))},
    'goodsFen': ${o('goods_fen')}, 'discountFen': ${o('discount_fen')}, 'freightFen': ${o('freight_fen')},
    'payableFen': ${o('payable_fen')}, 'paidFen': ${o('paid_fen')}, 'refundedFen': ${o('refunded_fen')},
    'held': ${o('held')}, 'cancellableException': ${o('cancellable_exception')},
    'problems': COALESCE((SELECT json_agg(JSON_OBJECT('kind': p.kind, 'status': p.status) ORDER BY p.reported_at, p.id)
      FROM order_problems p WHERE p.shop_id = ${o('shop_id')} AND p.order_id = ${o('id')}), '[]'),
    'customerBlacklisted': (SELECT COALESCE(c.blacklisted_until > ${at}, false) FROM customers c
      WHERE c.shop_id = ${o('shop_id')} AND c.id = ${o('customer_id')}),
    'riskScore': (SELECT c.risk_score FROM customers c
      WHERE c.shop_id = ${o('shop_id')} AND c.id = ${o('customer_id')}),
    'buyerRemark': COALESCE(${o('buyer_remark')}, '') <> '',
    'remarkRegistered': ${o('remark_registered')},
    'payments': COALESCE((SELECT json_agg(JSON_OBJECT('method': p.method, 'amountFen': p.amount_fen, 'status': p.status)
        ORDER BY p.created_at, p.id) FROM payments p
      WHERE p.shop_id = ${o('shop_id')} AND p.order_id = ${o('id')}), '[]'),
    'discounts': COALESCE((SELECT json_agg(JSON_OBJECT('kind': d.kind, 'amountFen': d.amount_fen, 'valid': d.valid)
        ORDER BY d.position) FROM order_discounts d
      WHERE d.shop_id = ${o('shop_id')} AND d.order_id = ${o('id')}), '[]'),
    'invoice': ${invoiceFacts(o)},
    'address': ${addressFacts(o)},
    'lines': ${lineFacts(o)},
    'duplicates': ${duplicates(o)},
    'identityCheckedAt': (SELECT ${rfc3339(sql`max(i.checked_at)`)} FROM identity_checks i
      WHERE i.shop_id = ${o('shop_id')} AND i.order_id = ${o('id')} AND i.passed AND i.used_by_command IS NULL
        AND i.checked_at <= ${at} AND i.checked_at + ${WITHIN}::interval > ${at}),
    'identityFailures': COALESCE((SELECT json_agg(${rfc3339(sql`i.checked_at`)} ORDER BY i.checked_at) FROM identity_checks i
      WHERE i.shop_id = ${o('shop_id')} AND i.order_id = ${o('id')} AND NOT i.passed
        AND i.checked_at <= ${at} AND i.checked_at + interval '1 hour' > ${at}), '[]')
    RETURNING json)`
}

/** A company's tax id has 15, 18 or 20 characters; the 18 of the unified credit code leave out I, O, S, V, Z. */
function invoiceFacts(o: OrderColumn): RawBuilder<unknown> {
  return sql`(SELECT JSON_OBJECT('kind': i.kind, 'titlePresent': btrim(i.title) <> '', 'company': i.company,
      'taxIdValid': NOT i.company OR COALESCE(i.tax_id, '') ~ '^([0-9A-HJ-NPQRTUWXY]{18}|[0-9]{15}|[0-9]{20})$')
    FROM invoices i WHERE i.shop_id = ${o('shop_id')} AND i.order_id = ${o('id')} AND i.status <> 'VOIDED'
    ORDER BY i.requested_at DESC, i.id DESC LIMIT 1)`
}

function addressFacts(o: OrderColumn): RawBuilder<unknown> {
  return sql`(SELECT JSON_OBJECT('province': a.province, 'city': a.city, 'district': a.district,
      'detailPresent': a.detail_vault_id IS NOT NULL, 'detailSpecific': a.detail_specific,
      'recipientPresent': a.recipient_vault_id IS NOT NULL, 'phoneValid': a.phone_valid)
    FROM addresses a WHERE a.shop_id = ${o('shop_id')} AND a.id = ${o('address_id')})`
}

function duplicates(o: OrderColumn): RawBuilder<unknown> {
  return sql`COALESCE((SELECT json_agg(JSON_OBJECT('number': other.number,
      'secondsApart': abs(extract(epoch FROM other.placed_at - ${o('placed_at')}))) ORDER BY other.number)
    FROM orders other
    JOIN addresses theirs ON theirs.shop_id = other.shop_id AND theirs.id = other.address_id
    JOIN addresses ours ON ours.shop_id = other.shop_id AND ours.id = ${o('address_id')}
    WHERE other.shop_id = ${o('shop_id')} AND other.customer_id = ${o('customer_id')} AND other.id <> ${o('id')}
      AND other.trade_status <> 'CANCELLED' AND theirs.fingerprint = ours.fingerprint
      AND other.placed_at BETWEEN ${o('placed_at')} - ${WITHIN}::interval
                              AND ${o('placed_at')} + ${WITHIN}::interval
      AND EXISTS (SELECT 1 FROM order_lines x JOIN order_lines y
          ON y.shop_id = x.shop_id AND y.sku_id = x.sku_id AND y.order_id = ${o('id')}
        WHERE x.shop_id = other.shop_id AND x.order_id = other.id AND NOT x.gift AND NOT y.gift)), '[]')`
}
