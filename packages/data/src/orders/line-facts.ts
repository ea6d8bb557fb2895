import { type RawBuilder, sql } from 'kysely'
import { type OrderColumn, rfc3339 } from './sql.ts'

/**
 * The lines of an order as OrderLineFacts. `stock` is what the line could have: unreserved stock, and for an
 * open line what it holds itself.
 */
export function lineFacts(o: OrderColumn): RawBuilder<unknown> {
  return sql`COALESCE((SELECT json_agg(JSON_OBJECT(
      'id': l.id, 'position': l.position, 'productId': l.product_id, 'skuId': l.sku_id, 'quantity': l.quantity,
      'unitPriceFen': l.unit_price_fen, 'campaignFen': l.campaign_fen, 'gift': l.gift, 'paidFen': l.paid_fen, 'refundedFen': l.refunded_fen,
      'pointsSpent': l.points_spent,
      'pointsReturned': CASE WHEN l.points_spent > 0 THEN (SELECT COALESCE(sum(r.points), 0)::bigint
        FROM refund_lines r WHERE r.shop_id = l.shop_id AND r.order_line_id = l.id) ELSE 0 END,
      'status': l.status,
      'stock': s.stock - s.reserved + CASE WHEN l.status = 'OPEN' THEN l.quantity ELSE 0 END,
      'minQuantity': p.min_quantity, 'maxQuantity': p.max_quantity,
      'customised': l.customised, 'cancellable': p.cancellable,
      'skuActive': s.active,
      'presale': CASE WHEN p.presale THEN JSON_OBJECT(
        'balanceOpensAt': ${rfc3339(sql`p.balance_opens_at`)},
        'changeableUntil': ${rfc3339(sql`p.changeable_until`)},
        'shipFrom': ${rfc3339(sql`p.ship_from_at`)}) END)
      ORDER BY l.position)
    FROM order_lines l
    JOIN products p ON p.shop_id = l.shop_id AND p.id = l.product_id
    JOIN skus s ON s.shop_id = l.shop_id AND s.id = l.sku_id
    WHERE l.shop_id = ${o('shop_id')} AND l.order_id = ${o('id')}), '[]')`
}
