import {
  Random,
  type RandomDocument,
  Reference,
  type Rules,
  randomDocument,
  Session,
} from '@cs/pothos-kysely/testing'
import { parse, print, validate } from 'graphql'
import pg from 'pg'
import { compare } from './compare.ts'
import { type Desk, somebody } from './desk.ts'
import { mapper, type RequestContext, schema, type Viewer } from './gateway.ts'
import { openPool } from './pool.ts'

/** The root fields that the differential asks: all that read the database. */
const ROOTS = [
  ...['approval', 'approvals', 'auditEntries', 'case', 'cases', 'customer', 'customers', 'decision'],
  ...[
    'member',
    'order',
    'orders',
    'product',
    'products',
    'review',
    'reviews',
    'shop',
    'agents',
    'teams',
    'shifts',
  ],
  ...['node', 'nodes', 'viewer', 'searchOrders', 'searchCustomers'],
]

/** What a run of the differential came to. */
export interface Tally {
  documents: number
  runs: number
  byText: number
  denied: number
  inError: number
  statements: number
  readonly failures: string[]
}

export interface DifferentialOptions {
  readonly documents: number
  readonly seed: number
  /** Principals and variables for each document. */
  readonly runs?: number
  /** Stops at the first failures. */
  readonly failures?: number
  readonly progress?: (tally: Tally) => void
  /** The rules of the reference, where they are not those of the planner. */
  readonly rules?: Rules<Viewer>
}

/** Asks random documents as random principals with random variables, by text, by object and by the reference. */
export async function differential(desk: Desk, options: DifferentialOptions): Promise<Tally> {
  const tally: Tally = {
    documents: 0,
    runs: 0,
    byText: 0,
    denied: 0,
    inError: 0,
    statements: 0,
    failures: [],
  }
  const pool = await openPool(desk.clone.adminUrl)
  const client = new pg.Client({ connectionString: desk.clone.readUrl })
  await client.connect()
  const session = new Session(client)
  const reference = new Reference<Viewer, RequestContext>(schema, options.rules ?? mapper.reader.options)
  try {
    for (let seed = options.seed; tally.documents < options.documents; seed += 1) {
      const random = new Random(seed)
      let viewer = desk.viewer(await somebody(desk, random))
      const shop = viewer.principal.kind === 'public' ? '' : viewer.principal.shop
      const made = randomDocument(random, {
        schema,
        roots: ROOTS,
        depth: 1 + random.below(3),
        value: (...asked) => pool.value(shop, ...asked),
        choose: eitherIdOrNumber,
      })
      const document = parse(made.text)
      if (validate(schema, document).length > 0) continue
      tally.documents += 1
      let variables: Record<string, unknown> = made.variables
      for (let run = 0; run < (options.runs ?? 3); run += 1) {
        const answered = await compare(desk, reference, session, { schema, document, variables, viewer })
        tally.runs += 1
        tally.statements += answered.expected.statements
        if (answered.byText) tally.byText += 1
        if (answered.expected.denials.size > 0) tally.denied += 1
        if (answered.expected.errors.length > 0) tally.inError += 1
        if (answered.differences.length > 0) {
          const who = JSON.stringify(viewer.principal)
          tally.failures.push(
            [
              `seed ${seed} run ${run} as ${who} with ${JSON.stringify(variables)}`,
              print(document),
              ...answered.differences,
            ].join('\n'),
          )
          if (tally.failures.length >= (options.failures ?? 5)) return tally
          break
        }
        variables = nextVariables(random, made, variables, answered.expected.data)
        if (run > 0 || random.chance(0.3)) viewer = desk.viewer(await somebody(desk, random))
      }
      options.progress?.(tally)
    }
  } finally {
    await client.end()
  }
  return tally
}

/** Look-ups take an id or a number; both together are an error, which is tried rarely. */
function eitherIdOrNumber(random: Random, names: readonly string[]): readonly string[] {
  if (!names.includes('number') || random.chance(0.03)) return names
  return random.chance(0.5) ? ['id'] : ['number']
}

/** The same document with other variables: switches turned, cursors of the answer filled in. */
function nextVariables(
  random: Random,
  made: RandomDocument,
  before: Readonly<Record<string, unknown>>,
  data: unknown,
): Record<string, unknown> {
  const variables = { ...before }
  for (const name of made.switches) if (random.chance(0.5)) variables[name] = !variables[name]
  for (const { name, from, side, last } of made.cursors) {
    const infos = named(data, from)
    if (infos.length === 0 || random.chance(0.2)) continue
    const info = random.of(infos) as { startCursor: string | null; endCursor: string | null }
    variables[name] = random.chance(0.5) ? info.endCursor : info.startCursor
    if (side === 'before' && last) variables[last] = variables[name] === null ? null : 1 + random.below(3)
    if (random.chance(0.02)) variables[name] = 'bm90aGluZw'
  }
  return variables
}

/** All values that stand under a key, however deep. */
function named(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => named(item, key))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => (name === key && each ? [each] : named(each, key)))
}
