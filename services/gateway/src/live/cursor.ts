import { GraphQLError } from 'graphql'
import { type RawBuilder, sql } from 'kysely'

const PREFIX = 'live:'

/** The cursor of an event, as the database writes it. */
export const cursorSql = (seq: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`encode(convert_to(${sql.lit(PREFIX)} || ${seq}, 'UTF8'), 'base64')`

/** The relay's number in a cursor. Throws BAD_USER_INPUT where it is none. */
export function seqIn(cursor: string): number {
  const text = Buffer.from(cursor, 'base64').toString('utf8')
  const seq = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : ''
  if (/^\d{1,15}$/.test(seq)) return Number(seq)
  throw new GraphQLError('"after" must be the cursor of a delivery, or a `liveCursor`.', {
    extensions: { code: 'BAD_USER_INPUT', argument: 'after' },
  })
}

/** Too much has happened since the cursor, or the database is not the one it is from. */
export const cursorExpired = () =>
  new GraphQLError(
    'What came after this cursor is not told one by one any more: ask for `liveCursor` and the list again, then subscribe after that cursor.',
    { extensions: { code: 'CURSOR_EXPIRED', argument: 'after' } },
  )
