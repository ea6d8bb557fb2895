import { GraphQLError } from 'graphql'
import { cursorSignature } from '../cursor.ts'
import type { Order, TypeDefinition } from '../definitions.ts'

/** The order that a list is asked for in: the first one where nothing is said. */
export function orderAsked<Viewer>(
  type: TypeDefinition<Viewer>,
  args: Record<string, unknown>,
): readonly [string, Order] {
  const named = [...type.orders].find(([name]) => name === args.orderBy) ?? [...type.orders][0]
  if (!named) throw new Error(`${type.name} has no order`)
  return named
}

/** What cursors of this list, order and filter carry in front. */
export function signatureAsked<Viewer>(type: TypeDefinition<Viewer>, args: Record<string, unknown>): string {
  const { first: _first, last: _last, after: _after, before: _before, orderBy: _order, ...rest } = args
  return cursorSignature(type.name, orderAsked(type, args)[0], { ...rest, filter: rest.filter ?? {} })
}

/** The keys in a cursor; `null` where it is none of this list. */
export function keysIn<Viewer>(
  type: TypeDefinition<Viewer>,
  args: Record<string, unknown>,
  cursor: string,
): string[] | null {
  try {
    const [signature, ...keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[]
    return signature === signatureAsked(type, args) ? keys : null
  } catch {
    return null
  }
}

/** What is wrong with the arguments of a page. */
export function pageError<Viewer>(
  type: TypeDefinition<Viewer>,
  args: Record<string, unknown>,
): GraphQLError | undefined {
  const bad = (argument: string) =>
    new GraphQLError('bad', { extensions: { code: 'BAD_USER_INPUT', argument } })
  const given = (name: string) => args[name] !== undefined && args[name] !== null
  for (const name of ['first', 'last'])
    if (given(name) && (Number(args[name]) < 1 || Number(args[name]) > 100)) return bad(name)
  if (given('last') && !given('before')) return bad('last')
  if (given('before') && !given('last')) return bad('before')
  if (given('before') && given('after')) return bad('before')
  for (const name of ['after', 'before'])
    if (given(name) && keysIn(type, args, String(args[name])) === null) return bad(name)
  return undefined
}
