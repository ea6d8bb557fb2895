import type { EvidenceKind } from '@cs/domain/after-sales'
import type { EvidenceMedia } from '@cs/domain/evidence'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { asStorageKey, type StorageKey } from '../files/index.ts'
import { rfc3339 } from '../orders/index.ts'

/** What was said in a complaint, oldest first. */
export interface PackMessage {
  readonly sender: 'CUSTOMER' | 'AGENT' | 'AUTO_REPLY'
  readonly at: string
  readonly text: string
}

/** A file that proves a complaint. */
export interface PackFile {
  readonly number: string
  readonly kind: EvidenceKind
  readonly mediaType: EvidenceMedia
  readonly sha256: string
  readonly addedAt: string
  readonly storageKey: StorageKey
}

/** All that proves a complaint for the platform: no contact data, no internal notes. Times RFC 3339 UTC. */
export interface EvidencePack {
  readonly caseId: string
  readonly number: string
  /** The owner, and until it is archived the assignee (PRV-02). */
  readonly agents: readonly string[]
  /** What goes into the archive as it is: the complaint, its order, its timeline and its decisions. */
  readonly record: object
  readonly messages: readonly PackMessage[]
  readonly files: readonly PackFile[]
}

/** The evidence pack of a complaint, as it stood at one moment. `null`: none such in this shop. */
export async function findEvidencePack(db: Db, shopId: string, caseId: string): Promise<EvidencePack | null> {
  const { rows } = await sql<
    EvidencePack & { readonly files: readonly (PackFile & { storageKey: string })[] }
  >`
    SELECT c.id AS "caseId", c.number, array_remove(ARRAY[c.owner_id, CASE WHEN c.archived_at IS NULL THEN c.assignee_id END], NULL) AS agents,
      JSON_OBJECT('number': c.number, 'openedAt': ${rfc3339(sql`c.opened_at`)},
        'closedAt': ${rfc3339(sql`c.closed_at`)}, 'state': c.complaint_state, 'grade': c.grade,
        'topic': c.complaint_topic, 'problem': c.problem, 'expectedSolution': c.expected_solution,
        'claimedFen': c.claimed_fen, 'verification': c.verification, 'cause': c.cause, 'liable': c.liable,
        'plan': c.plan, 'result': c.complaint_result, 'satisfaction': c.satisfaction,
        'order': (SELECT JSON_OBJECT('number': o.number, 'placedAt': ${rfc3339(sql`o.placed_at`)},
            'paidAt': ${rfc3339(sql`o.paid_at`)}, 'signedAt': ${rfc3339(sql`o.signed_at`)}, 'paidFen': o.paid_fen,
            'parcels': COALESCE((SELECT json_agg(JSON_OBJECT('carrier': p.carrier, 'waybill': p.waybill,
                'status': p.status, 'weightGrams': p.weight_grams, 'signedAt': ${rfc3339(sql`p.signed_at`)})
                ORDER BY p.created_at, p.id)
              FROM shipments p WHERE p.shop_id = o.shop_id AND p.order_id = o.id), '[]'))
          FROM orders o WHERE o.shop_id = c.shop_id AND o.id = c.order_id),
        'steps': COALESCE((SELECT json_agg(JSON_OBJECT('step': s.step, 'from': s.from_state, 'to': s.to_state,
            'by': s.actor_kind, 'at': ${rfc3339(sql`s.at`)}) ORDER BY s.at, s.id)
          FROM complaint_steps s WHERE s.shop_id = c.shop_id AND s.case_id = c.id), '[]'),
        'decisions': COALESCE((SELECT json_agg(JSON_OBJECT('action': d.action, 'outcome': d.outcome,
            'findings': d.findings, 'at': ${rfc3339(sql`d.decided_at`)}) ORDER BY d.decided_at, d.id)
          FROM decisions d WHERE d.shop_id = c.shop_id AND d.subject_id = c.id), '[]')) AS record,
      COALESCE((SELECT json_agg(JSON_OBJECT('sender': m.sender, 'at': ${rfc3339(sql`m.sent_at`)}, 'text': m.text)
          ORDER BY m.sent_at, m.id)
        FROM case_messages m WHERE m.shop_id = c.shop_id AND m.case_id = c.id), '[]') AS messages,
      COALESCE((SELECT json_agg(JSON_OBJECT('number': e.number, 'kind': e.kind, 'mediaType': e.media_type,
          'sha256': e.sha256, 'addedAt': ${rfc3339(sql`e.added_at`)}, 'storageKey': e.storage_key)
          ORDER BY e.added_at, e.id)
        FROM evidence e WHERE e.shop_id = c.shop_id AND e.case_id = c.id AND e.status = 'STORED'), '[]') AS files
    FROM cases c WHERE c.shop_id = ${shopId} AND c.id = ${caseId} AND c.kind = 'COMPLAINT'`.execute(db)
  const [found] = rows
  if (!found) return null
  return {
    ...found,
    files: found.files.map((file) => ({ ...file, storageKey: asStorageKey(file.storageKey) })),
  }
}
