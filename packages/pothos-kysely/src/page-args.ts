import { GraphQLError } from 'graphql'
import { BadCursor, cursorSignature, decodeCursor } from './cursor.ts'
import type { Order, TypeDefinition } from './definitions.ts'

/** The most rows a page may have. */
export const MAX_PAGE = 100
/** The rows of a page where nothing else is asked. */
export const DEFAULT_PAGE = 20

/** The arguments of a page, coerced. */
export interface PageArgs {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
  readonly orderBy?: string | null
  readonly filter?: Readonly<Record<string, unknown>> | null
}

const input = (message: string, argument: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument } })

export const backwards = (args: PageArgs) => args.last !== undefined && args.last !== null

export const pageSize = (args: PageArgs) => (backwards(args) ? args.last : args.first) ?? DEFAULT_PAGE

export function nameOfOrder<Viewer>(type: TypeDefinition<Viewer>, args: PageArgs): string {
  return args.orderBy ?? [...type.orders.keys()][0] ?? ''
}

export function orderOf<Viewer>(type: TypeDefinition<Viewer>, name: string): Order {
  const order = type.orders.get(name)
  if (!order) throw new Error(`${type.name} has no order ${name}`)
  return order
}

/** The types of a cursor's keys: those of the order, then the row's own. */
export const castsOf = (order: Order): readonly string[] => [...order.casts, 'uuid']

/** Cursors belong to a list, its order and whatever narrows it: the filter, and arguments of its own. */
export function signatureOf<Viewer>(type: TypeDefinition<Viewer>, args: PageArgs): string {
  const { first: _first, last: _last, after: _after, before: _before, orderBy: _orderBy, ...narrowing } = args
  return cursorSignature(type.name, nameOfOrder(type, args), { ...narrowing, filter: args.filter ?? {} })
}

export function check<Viewer>(type: TypeDefinition<Viewer>, args: PageArgs): void {
  for (const name of ['first', 'last'] as const) {
    const count = args[name]
    if (typeof count === 'number' && (count < 1 || count > MAX_PAGE))
      throw input(`"${name}" must be between 1 and ${MAX_PAGE}, not ${count}.`, name)
  }
  const given = (side: 'after' | 'before') => args[side] !== undefined && args[side] !== null
  if (backwards(args) && !given('before'))
    throw input('"last" needs "before": pages go backwards from a cursor.', 'last')
  if (given('before') && !backwards(args)) throw input('"before" needs "last".', 'before')
  if (given('before') && given('after')) throw input('Give "after" or "before", not both.', 'before')
  const casts = castsOf(orderOf(type, nameOfOrder(type, args)))
  for (const side of ['after', 'before'] as const) {
    const cursor = args[side]
    if (cursor === undefined || cursor === null) continue
    try {
      decodeCursor(cursor, signatureOf(type, args), casts)
    } catch (error) {
      if (error instanceof BadCursor) throw input(error.message, side)
      throw error
    }
  }
}
