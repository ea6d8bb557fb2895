import { type Database, inShop, newId } from '@cs/data'
import { findPack } from '@cs/data/policy'
import { flagOf, judgeOrder, type OrderFacts, type RemarkAction } from '@cs/domain/orders'
import type { Pack } from '@cs/domain/policy'
import type pg from 'pg'
import { factsOf } from './statements.ts'

/** Who remarks, in which shop. */
export interface Remarker {
  readonly shop: string
  readonly agentId: string
}

/** What is remarked on an order. */
export interface Remark {
  readonly orderId: string
  readonly action: RemarkAction
  readonly text: string
}

const LOCK = 'SELECT o.id FROM orders o WHERE o.shop_id = $1 AND o.id = $2 FOR UPDATE'

const FACTS = `SELECT ${factsOf('o', '$3')} AS facts, p.id AS pack_id, p.version AS pack_version, p.hash AS pack_hash
  FROM orders o, LATERAL (SELECT p.id, p.version, p.hash FROM policy_packs p WHERE p.shop_id = $1 AND p.effective_from <= $3::timestamptz
    ORDER BY p.effective_from DESC, p.version DESC LIMIT 1) p
  WHERE o.shop_id = $1 AND o.id = $2`

/** All five writes in one statement; a colour of null leaves the order's as it is. */
const WRITE = `WITH decided AS (
    INSERT INTO decisions (shop_id, id, action, subject_type, subject_id, outcome, findings, facts, pack_id, pack_version,
      pack_hash, actor_kind, actor_id, command_id, decided_at)
    VALUES ($1, $4, $5, 'Order', $2, $6, $7, $8, $9, $10, $11, 'AGENT', $12, $13, $3)),
  remarked AS (
    INSERT INTO order_remarks (shop_id, id, order_id, action_type, flag, text, agent_id, created_at)
    VALUES ($1, $14, $2, $15, $16, $17, $12, $3)),
  changed AS (
    UPDATE orders SET version = version + 1, flag = coalesce($16, flag) WHERE shop_id = $1 AND id = $2
    RETURNING id, number, version, flag),
  announced AS (
    INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, actor_id, command_id, decision_id, rule_ids, pack, data, occurred_at)
    VALUES ($1, $18, 'OrderRemarked', 'Order', $2, 'AGENT', $12, $13, $4, $19, $20, $21, $3)),
  audited AS (
    INSERT INTO audit_entries (shop_id, id, actor_kind, actor_id, permission, action, purpose, subject_type, subject_id, fields, command_id, at)
    VALUES ($1, $22, 'AGENT', $12, 'order.remark', 'remarkOrder', NULL, 'Order', $2, $23, $13, $3))
  SELECT JSON_OBJECT('remarkOrder': JSON_OBJECT('order': JSON_OBJECT('id': id, 'number': number, 'version': version, 'flag': flag)))::text AS data
  FROM changed`

interface FactsRow {
  readonly facts: OrderFacts
  readonly pack_id: string
  readonly pack_version: number
  readonly pack_hash: string
}

const packs = new Map<string, Pack>()

/**
 * The rows that the command `remarkOrder` writes, in one hand-written transaction of six round trips: lock,
 * facts, the domain's verdict, one statement for all writes. Answers the JSON of \`data\`.
 */
export async function remark(
  pool: pg.Pool,
  load: (row: FactsRow) => Promise<Pack>,
  by: Remarker,
  { orderId, action, text }: Remark,
): Promise<string> {
  const client = await pool.connect()
  const run = async <Row extends pg.QueryResultRow>(name: string, statement: string, values: unknown[]) =>
    (await client.query<Row>({ name, text: statement, values })).rows[0]
  try {
    await client.query('BEGIN')
    await run('shop', `SELECT set_config('app.shop', $1, true)`, [by.shop])
    const now = new Date()
    if (!(await run('lock', LOCK, [by.shop, orderId]))) throw new Error('no such order')
    const row = await run<FactsRow>('facts', FACTS, [by.shop, orderId, now])
    if (!row) throw new Error('no such order')
    const pack = packs.get(row.pack_hash) ?? (await load(row))
    packs.set(row.pack_hash, pack)
    const order = row.facts
    const ask = { action: 'REMARK', type: action, text: null } as const
    const decision = judgeOrder(order, ask, { pack, now })
    if (decision.outcome !== 'ALLOWED') throw new Error(`the rules say ${decision.outcome}`)
    const flag = flagOf(order, action)
    const remarkId = newId(now)
    const written = await run<{ data: string }>('write', WRITE, [
      by.shop,
      orderId,
      now,
      newId(now),
      decision.action,
      decision.outcome,
      JSON.stringify(decision.findings),
      JSON.stringify({ order, ask }),
      decision.pack.id,
      decision.pack.version,
      decision.pack.hash,
      by.agentId,
      newId(now),
      remarkId,
      action,
      flag,
      text,
      newId(now),
      [...new Set(decision.findings.map(({ rule }) => rule))],
      `${decision.pack.id}@${decision.pack.version}`,
      JSON.stringify({ remarkId, type: action, flag, registersBuyerRemark: false }),
      newId(now),
      flag ? ['remarks', 'flag'] : ['remarks'],
    ])
    await client.query('COMMIT')
    if (!written) throw new Error('nothing was written')
    return written.data
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

/** Loads a pack that was not seen yet. */
export const packLoader =
  (database: Database, shop: string) =>
  async (row: FactsRow): Promise<Pack> => {
    const pack = await inShop(database, shop, (tx) => findPack(tx, shop, row.pack_id, row.pack_version))
    if (!pack) throw new Error(`pack ${row.pack_id}@${row.pack_version} is not there`)
    return pack
  }
