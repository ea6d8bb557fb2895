import { getOperationAST, parse } from 'graphql'
import type pg from 'pg'
import { mapper, schema, type Viewer } from './gateway.ts'
import type { ListQuery } from './lists.ts'

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Filter?: string
  readonly Alias?: string
  readonly Plans?: readonly PlanNode[]
}

/** The statement that the planner makes of a list query. */
export function statementOf(query: ListQuery, viewer: Viewer): string {
  const document = parse(query.document)
  const operation = getOperationAST(document)
  const root = schema.getQueryType()
  const node = operation?.selectionSet.selections[0]
  if (!operation || !root || node?.kind !== 'Field') throw new Error(query.document)
  const field = root.getFields()[node.name.value]
  const mapping = (field?.extensions.pothosKyselyReads as { mapping: never } | undefined)?.mapping
  if (!mapping) throw new Error(`${query.name} is not read`)
  const question = {
    schema,
    operation,
    fragments: {},
    variables: {},
    parentType: root,
    nodes: [node],
    path: 'x',
  }
  const { plan } = mapper.reader.prepare(mapping, question, viewer, 'object')
  if (!plan.statement) throw new Error(`${query.name} is denied`)
  return plan.statement.text
}

/** The scans of a statement that look at rows of the shop which they then throw away or sort; empty: none. */
export async function looseScans(client: pg.Client, text: string): Promise<string[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
  )
  const found: string[] = []
  const visit = (node: PlanNode, sorted: boolean): void => {
    const problem = problemOf(node, sorted)
    if (problem) found.push(problem)
    // A bitmap's rows come in no order, but they are those of its condition.
    const sorts = node['Node Type'] === 'Sort' || (sorted && node['Node Type'] !== 'Limit')
    for (const child of node.Plans ?? []) visit(child, sorts)
  }
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (plan) visit(plan, false)
  return found
}

const TENANT = /\(?\(?(\w+\.)?(shop_id|id) = (\(current_setting\('app\.shop'::text\)\)::uuid|\$\d+)\)?\)?/g

function problemOf(node: PlanNode, sorted: boolean): string | undefined {
  const type = node['Node Type']
  const table = node['Relation Name']
  const filter = node.Filter?.replaceAll(TENANT, '').replace(/^[\s()AND]*$/, '')
  if (type === 'Seq Scan') return ABOVE_SHOPS.includes(table ?? '') ? undefined : `seq scan of ${table}`
  if (!type.startsWith('Index') && type !== 'Bitmap Index Scan') return undefined
  const condition = (node['Index Cond'] ?? '').replaceAll(/shop_id = [^)]*\)?(::uuid)?\)?/g, '')
  if (/[a-z_]+ (=|<|>|<=|>=)|ROW\(/.test(condition)) return undefined
  if (filter) return `${node['Index Name']} walked, rows thrown away by ${filter}`
  return sorted ? `${node['Index Name']} read whole and sorted` : undefined
}

/** Tables without a shop. */
const ABOVE_SHOPS = ['agents']
