import type { Sql, SqlContext } from '@cs/pothos-kysely'
import { GraphQLError } from 'graphql'
import { sql } from 'kysely'
import type { Viewer } from './context.ts'
import { idIn } from './mapping.ts'

interface LookupArgs {
  readonly id?: string | null
  readonly number?: string | null
}

/** The arguments of a look-up by id or by number. */
export const lookupArgs =
  (what: string) => (arg: (options: { type: unknown; description: string }) => unknown) => ({
    id: arg({ type: 'ID', description: 'The global id. Give this or the number.' }),
    number: arg({ type: 'String', description: `The ${what} number. Give this or the id.` }),
  })

/** The row with the id or the number given; exactly one is to be given (BAD_USER_INPUT otherwise). */
export function lookup(row: { id: Sql; number: Sql }, context: SqlContext<Viewer>, code: number): Sql {
  const by = context.shape((args: LookupArgs) => {
    if (Boolean(args.id) === Boolean(args.number))
      throw new GraphQLError('Give either "id" or "number".', {
        extensions: { code: 'BAD_USER_INPUT', argument: 'id' },
      })
    return args.id ? 'id' : 'number'
  })
  return by === 'id'
    ? sql`${row.id} = ${context.arg((args: LookupArgs, viewer) => idIn(viewer, args.id ?? '', code))}::uuid`
    : sql`${row.number} = ${context.arg((args: LookupArgs) => args.number)}::text`
}
