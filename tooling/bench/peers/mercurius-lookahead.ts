import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'
import { addDomainFields } from '../floor/domain.ts'
import { searchTerms } from '../floor/search.ts'
import { board, factsOf, list, POINT, SEARCH, view } from '../floor/statements.ts'
import { serverOptions } from '../servers/child.ts'
import { mutations, pack, read, serve } from './mercurius-server.ts'

// Mercurius with resolvers that the framework does not ask for: each root resolver looks ahead and reads everything
// in one statement, the floor's own; fields below have no resolvers, so the compiled executor reads plain properties.
const { shop, hashKey } = serverOptions()

type Customer = Parameters<typeof addDomainFields>[0]

/** The names of the fields asked for below a field, three levels deep: `nodes.lines`, `orders.nodes.actions`. */
function asked(info: GraphQLResolveInfo): Set<string> {
  const names = new Set<string>()
  const walk = (set: SelectionSetNode | undefined, prefix: string, depth: number): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        walk(info.fragments[selection.name.value]?.selectionSet, prefix, depth)
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, prefix, depth)
      else {
        names.add(prefix + selection.name.value)
        if (depth < 3) walk(selection.selectionSet, `${prefix}${selection.name.value}.`, depth + 1)
      }
    }
  }
  for (const node of info.fieldNodes) walk(node.selectionSet, '', 1)
  return names
}

/** Looks ahead once for each parsed document. */
function once(make: (asked: Set<string>) => string) {
  const known = new WeakMap<FieldNode, { text: string; name: string; domain: boolean }>()
  let plans = 0
  return (info: GraphQLResolveInfo, prefix: string) => {
    const [node] = info.fieldNodes
    if (!node) throw new Error('no field')
    const kept = known.get(node)
    if (kept) return kept
    plans += 1
    const text = make(asked(info))
    const made = { text, name: `${prefix}-${plans}`, domain: text.includes("'facts'") }
    known.set(node, made)
    return made
  }
}

const listText = once((names) =>
  list({ customer: names.has('nodes.customer'), lines: names.has('nodes.lines') }),
)
const boardText = once((names) =>
  board({ owner: names.has('nodes.owner'), customer: names.has('nodes.customer') }),
)
const DOMAIN = ['handlingHint', 'member.benefits', 'member.progress', 'orders.nodes.actions']
const viewText = once((names) => {
  const domain = DOMAIN.some((name) => names.has(name))
  return view({
    contacts: names.has('contacts'),
    member: domain || names.has('member'),
    orders: domain || names.has('orders'),
    cases: names.has('cases'),
    reviews: names.has('reviews'),
    ...(domain && { facts: factsOf('t', '$3') }),
  })
})

const resolvers = {
  Query: {
    order: async (_: unknown, { id }: { id: string }) =>
      (await read<{ order: unknown }>({ name: 'point', text: POINT }, [id])).order,
    orders: async (
      _: unknown,
      args: { filter: { placedBefore: string } },
      __: unknown,
      info: GraphQLResolveInfo,
    ) => (await read<{ orders: unknown }>(listText(info, 'list'), [args.filter.placedBefore])).orders,
    customer: async (_: unknown, { id }: { id: string }, __: unknown, info: GraphQLResolveInfo) => {
      const { domain, ...statement } = viewText(info, 'view')
      const now = new Date()
      const { customer } = await read<{ customer: Customer | null }>(statement, domain ? [id, now] : [id])
      if (domain && customer) addDomainFields(customer, pack, now)
      return customer
    },
    cases: async (
      _: unknown,
      args: { filter: { openedBefore: string } },
      __: unknown,
      info: GraphQLResolveInfo,
    ) => (await read<{ cases: unknown }>(boardText(info, 'board'), [args.filter.openedBefore])).cases,
    searchCustomers: async (_: unknown, { text }: { text: string }) =>
      (
        await read<{ searchCustomers: unknown }>(
          { name: 'search', text: SEARCH },
          searchTerms(text, shop, hashKey),
        )
      ).searchCustomers,
  },
  ...mutations,
}

await serve({ resolvers })
