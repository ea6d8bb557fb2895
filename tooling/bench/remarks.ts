import { isDeepStrictEqual } from 'node:util'
import { askOnce } from './checks.ts'
import type { BenchDatabase } from './database.ts'
import { Connection } from './load/client.ts'
import type { Requests } from './rounds.ts'
import type { Server } from './servers/start.ts'
import { SHOP } from './settings.ts'
import type { Key } from './shapes.ts'

const COMPARED = 5

/** What a remark leaves behind, without ids and times: one row for each table. */
const LEFT = `SELECT
  (SELECT json_agg(json_build_object('action', d.action, 'outcome', d.outcome, 'findings', d.findings,
    'facts', d.facts #- '{order,version}' #- '{order,identityCheckedUntil}', 'pack', d.pack_hash, 'actor', d.actor_id, 'kind', d.actor_kind))
    FROM decisions d WHERE d.shop_id = $1 AND d.subject_id = $2 AND d.decided_at >= $3) AS decisions,
  (SELECT json_agg(json_build_object('type', e.type, 'version', e.version, 'subject', e.subject_type, 'actor', e.actor_id, 'rules', e.rule_ids,
    'pack', e.pack, 'decided', e.decision_id IS NOT NULL, 'data', e.data - 'remarkId'))
    FROM events e WHERE e.shop_id = $1 AND e.subject_id = $2 AND e.occurred_at >= $3) AS events,
  (SELECT json_agg(json_build_object('permission', a.permission, 'action', a.action, 'purpose', a.purpose, 'fields', a.fields, 'actor', a.actor_id))
    FROM audit_entries a WHERE a.shop_id = $1 AND a.subject_id = $2 AND a.at >= $3) AS audit,
  (SELECT json_agg(json_build_object('action', r.action_type, 'flag', r.flag, 'text', r.text, 'agent', r.agent_id))
    FROM order_remarks r WHERE r.shop_id = $1 AND r.order_id = $2 AND r.created_at >= $3) AS remarks`

interface Answer {
  readonly remarkOrder: { readonly order: { id: string; number: string; version: number; flag: string } }
}

/** Asserts that every server answers the same and leaves the same rows: one decision, event, audit entry and remark. */
export async function checkRemarks(
  database: BenchDatabase,
  servers: readonly Server[],
  requests: Requests,
  keys: readonly Key[],
): Promise<string> {
  for (let i = 0; i < COMPARED; i += 1) {
    const key = keys[i]
    if (!key) throw new Error('there are no orders')
    let expected: { answer: unknown; left: unknown } | undefined
    // The first remark gives the order its colour, which the later ones' facts then show.
    for (const server of [servers[0], ...servers].filter((each) => each !== undefined)) {
      const request = requests.get(server.name)?.[i]
      if (!request) throw new Error(`${server.name} has no request ${i}`)
      const [order] = await database.query<{ version: number; now: Date }>(
        'SELECT version, clock_timestamp() AS now FROM orders WHERE shop_id = $1 AND id = $2',
        [SHOP, key.id],
      )
      const connection = await Connection.open(server.port)
      const answer = (await askOnce(connection, request)) as unknown as Answer
      connection.close()
      const { version, ...rest } = answer.remarkOrder.order
      if (version !== (order?.version ?? 0) + 1) throw new Error(`${server.name}: the version is ${version}`)
      const [left] = await database.query(LEFT, [SHOP, key.id, order?.now])
      const found = { answer: rest, left }
      for (const rows of Object.values(left ?? {}))
        if (!Array.isArray(rows) || rows.length !== 1)
          throw new Error(`remark: ${server.name} left ${JSON.stringify(left)}`)
      if (expected && !isDeepStrictEqual(found, expected))
        throw new Error(
          `remark: ${server.name} differs from the floor:\n${JSON.stringify(found)}\n${JSON.stringify(expected)}`,
        )
      expected = found
    }
  }
  return `${COMPARED} remarks by ${servers.length} servers: answers equal, and one equal decision, event, audit entry and remark each`
}

/** Takes out what the measured mutations wrote, so that a second run finds the same data. */
export async function forgetRemarks(database: BenchDatabase, since: Date): Promise<void> {
  await database.query(`SET session_replication_role = replica`)
  for (const [table, column] of [
    ['events', 'occurred_at'],
    ['audit_entries', 'at'],
    ['order_remarks', 'created_at'],
    ['decisions', 'decided_at'],
  ])
    await database.query(`DELETE FROM ${table} WHERE ${column} >= $1`, [since])
  await database.query(`SET session_replication_role = origin`)
  await database.query('VACUUM (ANALYZE) events, audit_entries, order_remarks, decisions, orders')
}
