import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import { schema } from './gateway.ts'

/** A field on the way from Query to a type, with the text that asks for it. */
export interface Step {
  readonly text: string
  /** Its response key, and `[*]` where it is a list: a part of a denial's `selection`. */
  readonly key: string
  readonly permissions: readonly string[]
  /** The condition on the type before it, for types behind an interface. */
  readonly on?: string
}

/** A query for every field of one type that needs no argument of its own. */
export interface TypeQuery {
  readonly type: string
  readonly text: string
  readonly steps: readonly Step[]
  readonly fields: readonly { readonly name: string; readonly permissions: readonly string[] }[]
}

/** Arguments of root fields, where the usual ones do not do; `null`: a root field that is not walked. */
export type RootArguments = Readonly<Record<string, string | null>>

/** By lists that are long enough to have rows of every type behind them, not by look-ups. */
export const LONG_LISTS: RootArguments = {
  order: null,
  customer: null,
  case: null,
  product: null,
  promotion: null,
  review: null,
  approval: null,
  onDuty: null,
  myFollowUps: null,
  orders: '(first: 60)',
  cases: '(first: 60)',
  products: '(first: 40)',
  promotions: '(first: 60)',
  customers: '(first: 20)',
  members: '(first: 100)',
  followUps: '(first: 60)',
  fieldAccess: '(type: "Order")',
}

const permissionsOf = (field: GraphQLField<unknown, unknown>): readonly string[] =>
  (field.extensions.permissions as readonly string[] | undefined) ?? []

/**
 * Queries for every object type that can be reached from Query, each by the shortest way. Fields that
 * need arguments are not walked, but root fields that `roots` names.
 */
export function typeQueries(roots: RootArguments): TypeQuery[] {
  const query = schema.getQueryType()
  if (!query) throw new Error('no query type')
  const found = new Map<string, readonly Step[]>([[query.name, []]])
  const queue: GraphQLObjectType[] = [query]
  for (let type = queue.shift(); type; type = queue.shift()) {
    const steps = found.get(type.name) ?? []
    for (const field of Object.values(type.getFields())) {
      const text = callOf(type, field, roots)
      const target = getNamedType(field.type)
      if (text === undefined || isLeafType(target)) continue
      const step: Step = {
        text,
        key: field.name + (isListType(getNullableType(field.type)) ? '[*]' : ''),
        permissions: permissionsOf(field),
      }
      const targets = isInterfaceType(target)
        ? schema.getPossibleTypes(target).map((each) => [each, { ...step, on: each.name }] as const)
        : isObjectType(target)
          ? [[target, step] as const]
          : []
      for (const [next, way] of targets) {
        if (target.name === 'Node' || found.has(next.name)) continue
        found.set(next.name, [...steps, way])
        queue.push(next)
      }
    }
  }
  found.delete(query.name)
  return [...found].map(([type, steps]) => queryOf(type, steps, roots))
}

function callOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  roots: RootArguments,
): string | undefined {
  const isRoot = type === schema.getQueryType()
  const given = isRoot ? roots[field.name] : undefined
  if (given === null) return undefined
  if (given !== undefined) return `${field.name}${given}`
  if (field.args.some(isRequiredArgument)) return undefined
  if (field.args.some((arg) => arg.name === 'first')) return `${field.name}(first: 3)`
  return field.name
}

function queryOf(name: string, steps: readonly Step[], roots: RootArguments): TypeQuery {
  const type = schema.getType(name) as GraphQLObjectType
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const call = callOf(type, field, roots)
    if (call === undefined) return []
    const text = isLeafType(getNamedType(field.type)) ? call : `${call} { __typename }`
    return [{ name: field.name, permissions: permissionsOf(field), text }]
  })
  const inner = `__typename ${fields.map((field) => field.text).join(' ')}`
  const text = steps.reduceRight(
    (body, step) => `${step.text} { ${step.on ? `__typename ... on ${step.on} { ${body} }` : body} }`,
    inner,
  )
  return {
    type: name,
    text: `{ ${text} }`,
    steps,
    fields: fields.map(({ name, permissions }) => ({ name, permissions })),
  }
}

/** The values at a walk's end: every row of the type that the answer holds, and whether the way was cut by a null. */
export function rowsAt(data: unknown, query: TypeQuery): Record<string, unknown>[] {
  let here: unknown[] = [data]
  for (const step of query.steps) {
    const name = step.key.replace('[*]', '')
    here = here.flatMap((value) => {
      const next = (value as Record<string, unknown> | null)?.[name]
      const values = Array.isArray(next) ? next : [next]
      return values.filter(
        (each) => each && (!step.on || (each as { __typename: string }).__typename === step.on),
      )
    })
  }
  return here.filter((value) => value !== null && value !== undefined) as Record<string, unknown>[]
}
