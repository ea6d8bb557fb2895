import type { AfterSaleCaseFacts } from '@cs/domain/after-sales'
import { type RawBuilder, sql } from 'kysely'
import { rfc3339 } from '../orders/index.ts'

type CaseColumn = (column: string) => RawBuilder<unknown>

/**
 * The facts of an after-sale as one JSON object of type AfterSaleCaseFacts. `afterSale` is the alias of a row of
 * `cases` of kind AFTER_SALE in the statement around it. Proof counts once its file is stored.
 */
export function afterSaleCaseFacts(afterSale: string): RawBuilder<AfterSaleCaseFacts> {
  const c: CaseColumn = (column) => sql.ref(`${afterSale}.${column}`)
  return sql<AfterSaleCaseFacts>`JSON_OBJECT(
    'id': ${c('id')}, 'number': ${c('number')}, 'version': ${c('version')}, 'type': ${c('after_sale_type')},
    'reason': ${c('reason')}, 'state': ${c('after_sale_state')}, 'appliedAt': ${rfc3339(c('opened_at'))},
    'decidedAt': ${rfc3339(c('decided_at'))}, 'reopened': ${c('reopened')},
    'lines': COALESCE((SELECT json_agg(JSON_OBJECT('lineId': x.order_line_id, 'quantity': x.quantity)
        ORDER BY l.position) FROM after_sale_lines x
      JOIN order_lines l ON l.shop_id = x.shop_id AND l.id = x.order_line_id
      WHERE x.shop_id = ${c('shop_id')} AND x.case_id = ${c('id')}), '[]'),
    'replacementSkuId': ${c('replacement_sku_id')},
    'replacementStock': (SELECT s.stock - s.reserved FROM skus s
      WHERE s.shop_id = ${c('shop_id')} AND s.id = ${c('replacement_sku_id')}),
    'replacementPresale': COALESCE((SELECT p.presale FROM skus s
      JOIN products p ON p.shop_id = s.shop_id AND p.id = s.product_id
      WHERE s.shop_id = ${c('shop_id')} AND s.id = ${c('replacement_sku_id')}), false),
    'priceDifferenceFen': ${priceDifference(c)},
    'evidence': COALESCE((SELECT json_agg(JSON_OBJECT('kind': e.kind, 'at': ${rfc3339(sql`e.stored_at`)})
        ORDER BY e.stored_at, e.id) FROM evidence e
      WHERE e.shop_id = ${c('shop_id')} AND e.case_id = ${c('id')} AND e.status = 'STORED'), '[]'),
    'cause': ${c('cause')}, 'liable': ${c('liable')}, 'worn': ${c('worn')},
    'intact': ${c('intact')}, 'receivedGrams': ${c('received_grams')},
    'returnShipment': (SELECT JSON_OBJECT('carrier': r.carrier, 'freightCollect': r.freight_collect,
        'freightFen': r.freight_fen, 'pickup': r.pickup, 'at': ${rfc3339(sql`r.sent_at`)}) FROM return_shipments r
      WHERE r.shop_id = ${c('shop_id')} AND r.case_id = ${c('id')} ORDER BY r.sent_at DESC, r.id DESC LIMIT 1),
    'receivedAt': ${rfc3339(c('received_at'))},
    'inspection': (SELECT JSON_OBJECT('result': i.result, 'finding': i.finding, 'at': ${rfc3339(sql`i.inspected_at`)})
      FROM inspections i WHERE i.shop_id = ${c('shop_id')} AND i.case_id = ${c('id')}
      ORDER BY i.inspected_at DESC, i.id DESC LIMIT 1),
    'refund': (SELECT JSON_OBJECT('id': f.id, 'status': f.status, 'amountFen': f.amount_fen, 'attempts': f.attempts)
      FROM refunds f WHERE f.shop_id = ${c('shop_id')} AND f.case_id = ${c('id')}
      ORDER BY f.created_at DESC, f.id DESC LIMIT 1),
    'approvedAmountFen': ${c('approved_fen')}, 'specialApproval': ${c('special_approval')},
    'sendBackBy': (SELECT ${rfc3339(sql`k.breach_at`)} FROM clocks k WHERE k.shop_id = ${c('shop_id')}
      AND k.subject_id = ${c('id')} AND k.name = 'after_sale.send_back' AND k.stopped_at IS NULL)
    RETURNING json)`
}

/**
 * What one piece of the replacement costs more than one piece of what it replaces, both at list price; 0 for the
 * same specification, whose price of today is not the customer's concern.
 */
function priceDifference(c: CaseColumn): RawBuilder<unknown> {
  return sql`COALESCE((SELECT max(CASE WHEN l.sku_id = s.id THEN 0 ELSE s.price_fen - l.unit_price_fen END)
    FROM after_sale_lines x
    JOIN order_lines l ON l.shop_id = x.shop_id AND l.id = x.order_line_id
    JOIN skus s ON s.shop_id = x.shop_id AND s.id = ${c('replacement_sku_id')}
    WHERE x.shop_id = ${c('shop_id')} AND x.case_id = ${c('id')}), 0)`
}
