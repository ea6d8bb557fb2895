import { encodeGlobalId } from '@cs/pothos-kysely'
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { SHOP_IDS } from '../harness/world.ts'
import { mapper, schema } from './gateway.ts'

/** One way to ask for a list: its field, an order, and at most one filter. */
export interface ListQuery {
  readonly name: string
  readonly document: string
}

const ID = '01900000-0000-7000-8000-00000000abcd'
const globalId = (type: string) => {
  const code = mapper.registry.types.get(type)?.code ?? 8
  return encodeGlobalId({ code, tenant: SHOP_IDS.general, id: ID })
}

/** The values by which a filter changes its SQL: one and several of a list, both booleans. */
function literals(type: GraphQLInputType): string[] {
  const bare = getNullableType(type)
  if (isListType(bare)) {
    const item = getNamedType(bare)
    if (!isEnumType(item)) return [`[${literals(bare.ofType)[0]}]`]
    const names = item.getValues().map((value) => value.name)
    return [`[${names[0]}]`, `[${names.slice(0, 2).join(', ')}]`]
  }
  if (isEnumType(bare)) return [bare.getValues()[0]?.name ?? 'null']
  switch (String(bare)) {
    case 'Boolean':
      return ['true', 'false']
    case 'ID':
      return [JSON.stringify(globalId('Order'))]
    case 'Int':
      return ['1']
    case 'DateTime':
      return ['"2026-05-01T00:00:00Z"']
    case 'Date':
      return ['"2026-05-01"']
    default:
      return ['"words"']
  }
}

const required = (field: GraphQLField<unknown, unknown>) =>
  field.args.filter((arg) => isNonNullType(arg.type)).map((arg) => `${arg.name}: ${literals(arg.type)[0]}`)

function waysToAsk(field: GraphQLField<unknown, unknown>): string[] {
  const orderBy = field.args.find(({ name }) => name === 'orderBy')
  const filter = field.args.find(({ name }) => name === 'filter')
  const orderType = orderBy && getNamedType(orderBy.type)
  const filterType = filter && getNamedType(filter.type)
  const orders = isEnumType(orderType) ? orderType.getValues().map((v) => `orderBy: ${v.name}`) : ['']
  const filters = ['']
  if (isInputObjectType(filterType))
    for (const each of Object.values(filterType.getFields()))
      for (const literal of literals(each.type)) filters.push(`filter: { ${each.name}: ${literal} }`)
  return orders.flatMap((order) =>
    filters.map((each) => [...required(field), order, each].filter(Boolean).join(', ')),
  )
}

/** Every list of the schema, at the root and below each type that has an id, by each filter and each order. */
export function everyList(): ListQuery[] {
  const found: ListQuery[] = []
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    const root = type === schema.getQueryType()
    const mapped = mapper.registry.types.get(type.name)
    const code = mapped?.code ?? mapper.registry.byCode(15)?.code
    if (!root && (!mapped || code === undefined)) continue
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type)
      const isPage = isObjectType(target) && target.name.endsWith('Connection')
      const isShort = !root && mapped?.fields.get(field.name)?.kind === 'list'
      if (!isPage && !isShort && !(root && field.name === 'teams')) continue
      for (const args of waysToAsk(field)) {
        const set = isPage ? '{ nodes { __typename } }' : '{ __typename }'
        const asked = `${field.name}${args ? `(${args})` : ''} ${set}`
        const name = `${root ? '' : `${type.name}.`}${field.name}(${args})`
        const owner = isNodeType(type.name)
        if (root) found.push({ name, document: `{ ${asked} }` })
        else if (owner)
          found.push({
            name,
            document: `{ node(id: "${globalId(owner)}") { ... on ${type.name} { ${asked} } } }`,
          })
      }
    }
  }
  return found
}

/** The type whose ids find rows of this type: itself, or the interface it implements. */
function isNodeType(name: string): string | undefined {
  if (mapper.registry.types.get(name)?.code !== undefined) return name
  return [...mapper.registry.types.values()].find((type) => type.implementations.has(name))?.name
}
