import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { query } from './support.ts'

/** What an erasure deletes or masks by itself (cs.erase_customer): rows of the vault, masks, names, tags, terms. */
const HANDLED = [
  'addresses.detail_masked',
  'addresses.district',
  'addresses.fingerprint',
  'addresses.phone_last4',
  'addresses.phone_masked',
  'addresses.recipient_masked',
  'contact_points.last4',
  'contact_points.lookup_hash',
  'contact_points.masked',
  'contact_vault.value',
  'customer_tags.tag',
  'customers.form_of_address',
  'customers.name',
  'customers.name_masked',
  'search_terms.term',
]

/** Whole tables that hold nothing a person said or is: the shop's own, goods, people of the shop, packs. */
const NOBODYS = [
  'agents',
  'draw_seeds',
  'draws',
  'event_cursors',
  'parked_events',
  'partner_clients',
  'partner_grants',
  'policy_packs',
  'product_attributes',
  'product_issues',
  'products',
  'return_addresses',
  'shops',
  'skus',
  'teams',
]

/**
 * Columns of a fixed vocabulary or of numbers that the shop gives: codes, kinds, numbers, hashes, waybills. Decisions, events,
 * audit entries, kept outcomes and approvals' inputs hold ids, codes and amounts alone; commands' tests look.
 */
const CODES =
  /(?:^|_)(?:number|kind|name|status|state|step|steps|type|class|action|permission|purpose|method|script|code|pack|pack_id|pack_hash|rule_id|rule_ids|pause_reason|fields|command|consumer|carrier|waybill|reference|currency|media_type|sha256|storage_key|hash|table_name|fingerprint|key|outcome|queue|link_number|province|city|place|account|tier|quarter|group|source|token|channel|occasion)$/

const HARMLESS: Readonly<Record<string, string>> = {
  'approvals.input': 'ids, codes and amounts: what is approvable takes no personal data',
  'customer_merges.before': 'figures and marks',
  'customer_merge_rows.row_key': 'keys of rows; those of a person go with the erasure',
  'decisions.facts': 'facts hold no personal data',
  'decisions.findings': 'sentences of rules',
  'events.data': 'events hold no personal data',
  'order_lines.product_name': 'goods',
  'order_lines.spec': 'goods',
  'invoices.content': 'the class of goods',
}

describe('free text of the database', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await cloneDatabase('personal')
  })
  afterAll(() => db.drop())

  test('is cleared by an erasure, or is known to be nobody’s', async () => {
    const columns = await query<{ place: string; known: boolean }>(
      db.adminUrl,
      `SELECT c.table_name || '.' || c.column_name AS place, c.table_name = ANY($1) OR EXISTS (
           SELECT FROM cs.personal_columns p WHERE p.table_name = c.table_name AND p.column_name = c.column_name) AS known
       FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND (c.data_type IN ('text', 'json', 'jsonb', 'ARRAY', 'character varying'))
         AND NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)
           WHERE k.contype = 'c' AND cardinality(k.conkey) = 1 AND k.conrelid = ('public.' || c.table_name)::regclass
             AND a.attname = c.column_name AND pg_get_constraintdef(k.oid) LIKE '%ARRAY[%')
       ORDER BY 1`,
      [NOBODYS],
    )
    const unknown = columns.filter(({ place, known }) => {
      const column = place.split('.')[1] ?? ''
      return !known && !HANDLED.includes(place) && !Object.hasOwn(HARMLESS, place) && !CODES.test(column)
    })
    expect(unknown.map(({ place }) => place)).toEqual([])
  })

  test('is looked for where it stands: every column of the register exists and is reached', async () => {
    const lost = await query<{ place: string }>(
      db.adminUrl,
      `SELECT p.table_name || '.' || p.column_name AS place FROM cs.personal_columns p
       WHERE NOT EXISTS (SELECT FROM information_schema.columns c
           WHERE c.table_schema = 'public' AND c.table_name = p.table_name AND c.column_name = p.column_name)
         OR NOT EXISTS (SELECT FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = p.table_name
           AND (c.column_name IN ('customer_id', 'order_id', 'case_id', 'subject_id') OR c.table_name IN ('orders', 'cases')))`,
    )
    expect(lost).toEqual([])
  })
})
