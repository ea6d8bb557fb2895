import { actions, benefits, hint, progress } from '../floor/domain.ts'
import { searchTerms } from '../floor/search.ts'
import { serverOptions } from '../servers/child.ts'
import { mutations, pack, read, serve } from './mercurius-server.ts'
import * as statements from './mercurius-statements.ts'

// Mercurius as its documentation has it written: a resolver for each root field reads its own rows, and each relation
// is a loader, which reads for all rows of its level at once. Loaders do not cache, as the documentation advises
// where nothing is read twice: that spares them serialising their keys.
const { shop, hashKey } = serverOptions()

type Statement = statements.Statement
type Tier = Parameters<typeof benefits>[0]
type Facts = Parameters<typeof actions>[0]

interface Query<Row, Params = unknown> {
  readonly obj: Row
  readonly params: Params
}

const uncached = <Row, Params = unknown>(
  loader: (queries: readonly Query<Row, Params>[]) => Promise<readonly unknown[]>,
) => ({ loader, opts: { cache: false } })

/** A relation: one statement for all rows of the level. */
const relation = <Row>(statement: Statement, key: (row: Row) => string | null) =>
  uncached<Row>((queries) => read(statement, [queries.map(({ obj }) => key(obj))]))

/** A list of each row's own, one statement for each length asked for. */
const list = (statement: (first: number) => Statement) =>
  uncached<{ id: string }, { first?: number }>(async (queries) => {
    const found: unknown[] = new Array(queries.length)
    const lengths = new Set(queries.map(({ params }) => params.first ?? 20))
    for (const first of lengths) {
      const at = [...queries.keys()].filter((i) => (queries[i]?.params.first ?? 20) === first)
      const values = await read<unknown[]>(statement(first), [at.map((i) => queries[i]?.obj.id)])
      for (const [n, i] of at.entries()) found[i] = values[n]
    }
    return found
  })

const id = (row: { readonly id: string }) => row.id
const customerId = (row: { readonly customerId: string | null }) => row.customerId

const resolvers = {
  Query: {
    order: (_: unknown, args: { id: string }) => read(statements.ORDER, [args.id]),
    orders: (_: unknown, args: { first: number; filter: { placedBefore: string } }) =>
      read(statements.orders(args.first), [args.filter.placedBefore]),
    customer: (_: unknown, args: { id: string }) => read(statements.CUSTOMER, [args.id]),
    cases: (_: unknown, args: { first: number; filter: { openedBefore: string } }) =>
      read(statements.cases(args.first), [args.filter.openedBefore]),
    searchCustomers: (_: unknown, args: { text: string; first: number }) =>
      read(statements.found(args.first), searchTerms(args.text, shop, hashKey)),
  },
  Customer: { handlingHint: hint },
  Member: { benefits: ({ tier }: { tier: Tier }) => benefits(tier, pack) },
  ...mutations,
}

const loaders = {
  Order: {
    customer: relation(statements.CUSTOMERS, customerId),
    lines: relation(statements.LINES, id),
    actions: uncached<{ id: string }>(async (queries) => {
      const now = new Date()
      const facts = await read<Facts[]>(statements.FACTS, [queries.map(({ obj }) => obj.id), now])
      return facts.map((each) => actions(each, pack, now))
    }),
  },
  Customer: {
    phoneMasked: relation(statements.PHONES, id),
    contacts: relation(statements.CONTACTS, id),
    member: relation(statements.MEMBERS, id),
    orders: list(statements.customerOrders),
    cases: list(statements.customerCases),
    reviews: list(statements.customerReviews),
  },
  Member: {
    progress: uncached<{ customerId: string; tier: Tier }>(async (queries) => {
      const customers = queries.map(({ obj }) => obj.customerId)
      const now = new Date()
      const paid = await read<number[]>(statements.PAID, [customers, now])
      return queries.map(({ obj }, i) => progress(paid[i] ?? 0, obj.tier, pack, now))
    }),
  },
  Case: {
    owner: relation<{ ownerId: string | null }>(statements.OWNERS, ({ ownerId }) => ownerId),
    customer: relation(statements.CUSTOMERS, customerId),
  },
}

await serve({ resolvers, loaders })
