import { MATRIX, PERMISSIONS } from '@cs/domain/access'
import {
  type GraphQLField,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { schema } from '../harness/gateway.ts'

const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'))
const composites = types.filter((type) => isObjectType(type) || isInterfaceType(type))
const fields = composites.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ type, field, at: `${type.name}.${field.name}` })),
)
const permissionsOf = (field: GraphQLField<unknown, unknown>) =>
  (field.extensions.permissions as readonly string[] | undefined) ?? []

/** Root fields that everybody may ask, with or without a token. */
const PUBLIC_FIELDS = ['viewer', 'permissions', 'fieldAccess', 'enumLabels', 'rule', 'rules', 'node', 'nodes']

/** Permissions that no field or mutation names, with the place that asks for them. */
const ASKED_ELSEWHERE: Readonly<Record<string, string>> = {
  'handbook.read': 'public: rule texts, labels and the matrix are for everybody',
  'customer.search_phone': 'asked for by the searches when the text is a whole phone or account',
  'case.own': 'asked for by transferCase where ownership is taken over (Q49)',
  'order.close_unpaid': 'asked for by cancelOrder when the order is unpaid (C-45)',
}

describe('every name is described', () => {
  test('types', () => {
    expect(types.filter((type) => !type.description && !isBuiltIn(type.name)).map(String)).toEqual([])
  })
  test('fields and arguments', () => {
    const bare = fields.flatMap(({ field, at }) => [
      ...(field.description ? [] : [at]),
      ...field.args.filter((arg) => !arg.description).map((arg) => `${at}(${arg.name})`),
    ])
    expect(bare).toEqual([])
  })
  test('enum values and input fields', () => {
    const bare = types.flatMap((type) => {
      if (isEnumType(type))
        return type.getValues().flatMap((v) => (v.description ? [] : [`${type.name}.${v.name}`]))
      if (isInputObjectType(type))
        return Object.values(type.getFields()).flatMap((f) =>
          f.description ? [] : [`${type.name}.${f.name}`],
        )
      return []
    })
    expect(bare).toEqual([])
  })
  test('directives and their arguments', () => {
    const bare = schema
      .getDirectives()
      .flatMap((d) => [
        ...(d.description ? [] : [`@${d.name}`]),
        ...d.args.filter((a) => !a.description).map((a) => `@${d.name}(${a.name})`),
      ])
    expect(bare).toEqual([])
  })
})

describe('guards', () => {
  test('a guarded field is nullable and says so in its description', () => {
    const wrong = fields
      .filter(({ field }) => permissionsOf(field).length > 0)
      .filter(
        ({ field }) =>
          isNonNullType(field.type) ||
          permissionsOf(field).some((permission) => !field.description?.includes(`\`${permission}\``)),
      )
    expect(wrong.map(({ at }) => at)).toEqual([])
  })

  test('a field names permissions of the matrix only', () => {
    const unknown = fields.flatMap(({ field, at }) =>
      permissionsOf(field)
        .filter((permission) => !(permission in MATRIX))
        .map((permission) => `${at}: ${permission}`),
    )
    expect(unknown).toEqual([])
  })

  test('every permission is asked for somewhere', () => {
    const used = new Set(fields.flatMap(({ field }) => permissionsOf(field)))
    const unused = PERMISSIONS.filter((permission) => !used.has(permission))
    expect(unused.sort()).toEqual(Object.keys(ASKED_ELSEWHERE).sort())
  })

  test('every mutation is guarded', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})
    expect(mutations.length).toBeGreaterThan(5)
    expect(mutations.filter((field) => permissionsOf(field).length === 0).map((f) => f.name)).toEqual([])
  })

  test('every root query is guarded or public by name', () => {
    const open = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
      (field) => permissionsOf(field).length === 0,
    )
    expect(open.map((field) => field.name).sort()).toEqual([...PUBLIC_FIELDS].sort())
  })

  test('all ways to a type that is guarded at its root are guarded by the same permission', () => {
    // A type's guard is what every root field to it asks for; a field elsewhere must not be a way around it.
    const guardOf = new Map<string, Set<string>>()
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      const target = nodeTypeOf(field)
      if (!target || permissionsOf(field).length === 0) continue
      const known = guardOf.get(target)
      const asked = new Set(permissionsOf(field))
      guardOf.set(target, known ? known.intersection(asked) : asked)
    }
    const around = fields.flatMap(({ type, field, at }) => {
      if (/(Connection|Edge)$/.test(type.name)) return [] // reached through the guarded field alone
      const target = nodeTypeOf(field)
      const guards = target ? guardOf.get(target) : undefined
      if (!guards || guards.size === 0) return []
      return [...guards].every((guard) => permissionsOf(field).includes(guard)) ? [] : [at]
    })
    expect(around.filter((at) => !WITHIN.has(at))).toEqual([])
  })
})

/** Unguarded fields to guarded types, within a type that asks for at least as much. */
const WITHIN = new Set<string>([])

describe('lists', () => {
  const connections = fields.filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'))

  test('every connection takes the four arguments and shows its page size', () => {
    expect(connections.length).toBeGreaterThan(10)
    for (const { field, at } of connections) {
      const args = Object.fromEntries(field.args.map((arg) => [arg.name, arg]))
      expect(args.first?.defaultValue, at).toBe(20)
      expect(String(args.first?.type), at).toBe('Int')
      expect(String(args.after?.type), at).toBe('String')
      expect(String(args.last?.type), at).toBe('Int')
      expect(String(args.before?.type), at).toBe('String')
      expect(args.orderBy?.defaultValue, at).toBeDefined()
    }
  })

  test('a connection has nodes, edges, pageInfo and a nullable totalCount', () => {
    for (const type of composites.filter(({ name }) => name.endsWith('Connection'))) {
      const shape = Object.values(type.getFields()).map((f) => `${f.name}: ${f.type}`)
      const name = type.name.replace(/Connection$/, '')
      expect(shape.sort()).toEqual(
        [`edges: [${name}Edge!]!`, `nodes: [${name}!]!`, 'pageInfo: PageInfo!', 'totalCount: Int'].sort(),
      )
    }
  })

  test('plain lists hold no nulls, but where an id may find nothing', () => {
    const holey = fields.filter(({ field }) => {
      const type = isNonNullType(field.type) ? field.type.ofType : field.type
      return isListType(type) && !isNonNullType(type.ofType)
    })
    expect(holey.map(({ at }) => at)).toEqual(['Query.nodes'])
  })
})

describe('mutations', () => {
  test('each takes one input and answers with one union of outcomes', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      expect(
        field.args.map((arg) => arg.name),
        field.name,
      ).toEqual(['input'])
      const result = getNamedType(field.type)
      expect(isUnionType(result), field.name).toBe(true)
      if (!isUnionType(result)) continue
      const members = result.getTypes().map(({ name }) => name)
      const verb = field.name[0]?.toUpperCase() + field.name.slice(1)
      expect(members).toContain(`${verb}Success`)
      expect(members).toEqual(
        expect.arrayContaining(['PolicyDenied', 'ValidationFailed', 'Conflict', 'NotFound']),
      )
    }
  })
})

describe('subscriptions', () => {
  const subscriptions = Object.values(schema.getSubscriptionType()?.getFields() ?? {})
  const queries = schema.getQueryType()?.getFields() ?? {}

  test('each is guarded, and goes on after a cursor', () => {
    expect(subscriptions.length).toBe(4)
    for (const field of subscriptions) {
      expect(permissionsOf(field).length, field.name).toBeGreaterThan(0)
      expect(String(field.args.find(({ name }) => name === 'after')?.type), field.name).toBe('String')
      const told = getNamedType(field.type)
      if (!isObjectType(told)) throw new Error(`${told} is no object`)
      expect(Object.keys(told.getFields()), field.name).toEqual(
        expect.arrayContaining(['cursor', 'type', 'at']),
      )
    }
  })

  test.each([
    ['caseChanged', 'cases'],
    ['clockWarned', 'clocks'],
    ['approvalRequested', 'approvals'],
    ['boardChanged', 'board'],
  ])('%s takes the filter and the permission of %s', (name, list) => {
    const field = subscriptions.find((each) => each.name === name)
    const filterOf = (args: readonly { readonly name: string; readonly type: unknown }[] | undefined) =>
      String(args?.find((arg) => arg.name === 'filter')?.type)
    expect(filterOf(field?.args)).toBe(filterOf(queries[list]?.args))
    expect(field && permissionsOf(field)).toEqual(queries[list] && permissionsOf(queries[list]))
  })
})

test('values of enums are in capitals, money is never a float', () => {
  const values = types.filter(isEnumType).flatMap((type) => type.getValues().map((v) => v.name))
  expect(values.filter((value) => !/^[A-Z][A-Z0-9_]*$/.test(value))).toEqual([])
  expect(fields.filter(({ field }) => getNamedType(field.type).name === 'Float').map(({ at }) => at)).toEqual(
    [],
  )
})

function nodeTypeOf(field: GraphQLField<unknown, unknown>): string | undefined {
  const { name } = getNamedType(field.type)
  return name.replace(/Connection$/, '')
}

function isBuiltIn(name: string): boolean {
  return ['String', 'Int', 'Boolean', 'ID', 'Float'].includes(name)
}
