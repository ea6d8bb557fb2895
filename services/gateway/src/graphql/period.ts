import { GraphQLError } from 'graphql'

/** The longest period that is added up, in milliseconds: a year. */
const LONGEST = 366 * 86_400_000

/** A period from the outside. Throws BAD_USER_INPUT where it is none, or too long. */
export function periodOf(from: string | Date, before: string | Date) {
  const period = { from: new Date(from), before: new Date(before) }
  const length = period.before.getTime() - period.from.getTime()
  if (length > 0 && length <= LONGEST) return period
  throw refused('before', 'The period must end after it begins, at most 366 days later.')
}

/** The error for an argument that can't be acted on. */
export const refused = (argument: string, message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument } })
