import type { ComplaintFacts } from '@cs/domain/complaints'
import { type RawBuilder, sql } from 'kysely'
import { compensatedInMatter } from '../cases/index.ts'
import { rfc3339 } from '../orders/index.ts'

type CaseColumn = (column: string) => RawBuilder<unknown>

/**
 * The facts of a complaint as one JSON object of type ComplaintFacts. `complaint` is the alias of a row of `cases` of
 * kind COMPLAINT in the statement around it. Texts appear as whether they are there. Proof counts once stored.
 */
export function complaintFacts(complaint: string): RawBuilder<ComplaintFacts> {
  const c: CaseColumn = (column) => sql.ref(`${complaint}.${column}`)
  return sql<ComplaintFacts>`JSON_OBJECT(
    'id': ${c('id')}, 'number': ${c('number')}, 'version': ${c('version')}, 'state': ${c('complaint_state')},
    'topic': COALESCE(${c('complaint_topic')}, 'OTHER'), 'grade': ${c('grade')},
    'gradedAt': ${rfc3339(c('graded_at'))}, 'harms': to_json(${c('harms')}), 'claimedFen': ${c('claimed_fen')},
    'openedAt': ${rfc3339(c('opened_at'))}, 'ownerId': ${c('owner_id')}, 'customerId': ${c('customer_id')},
    'orderId': ${c('order_id')}, 'skuId': ${c('sku_id')}, 'carrier': ${c('carrier')},
    'hasDemand': ${c('expected_solution')} IS NOT NULL,
    'evidence': (SELECT count(*) FROM evidence e WHERE e.shop_id = ${c('shop_id')} AND e.case_id = ${c('id')}
      AND e.status = 'STORED'),
    'cause': ${c('cause')}, 'liable': ${c('liable')}, 'hasRootCause': ${c('root_cause')} IS NOT NULL,
    'satisfaction': ${c('satisfaction')},
    'special': COALESCE((SELECT json_agg(m.kind ORDER BY m.marked_at, m.kind) FROM complaint_marks m
      WHERE m.shop_id = ${c('shop_id')} AND m.case_id = ${c('id')}), '[]'),
    'malice': (SELECT m.stage FROM complaint_marks m
      WHERE m.shop_id = ${c('shop_id')} AND m.case_id = ${c('id')} AND m.kind = 'MALICIOUS'),
    'escalation': (SELECT JSON_OBJECT('id': x.id, 'trigger': x.trigger, 'level': x.level, 'toId': x.to_id)
      FROM complaint_escalations x
      WHERE x.shop_id = ${c('shop_id')} AND x.case_id = ${c('id')} AND x.status = 'OPEN'),
    'answerBy': ${latestOf(c, sql`k.name IN ('complaint.first_response.ordinary', 'complaint.first_response.serious')`)},
    'escalateBy': ${latestOf(c, sql`k.name = 'complaint.escalate'`)},
    'progressBy': ${latestOf(c, sql`k.name = 'complaint.progress'`)},
    'promisedBy': ${latestOf(c, sql`k.name = 'complaint.promised'`)},
    'reopened': ${c('reopened')}, 'compensatedFen': ${compensated(c)},
    'paidFen': (SELECT o.paid_fen FROM orders o WHERE o.shop_id = ${c('shop_id')} AND o.id = ${c('order_id')})
    RETURNING json)`
}

/** The last moment of a promise that runs on the case; of two, the later: what is broken is not to be kept. */
function latestOf(c: CaseColumn, named: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(SELECT ${rfc3339(sql`max(k.breach_at)`)} FROM clocks k
    WHERE k.shop_id = ${c('shop_id')} AND k.subject_id = ${c('id')} AND k.stopped_at IS NULL AND ${named})`
}

/** In fen, over all cases of the matter (Q33). */
const compensated = (c: CaseColumn): RawBuilder<unknown> =>
  compensatedInMatter(sql`SELECT ${c('id')}`, c('shop_id'))
