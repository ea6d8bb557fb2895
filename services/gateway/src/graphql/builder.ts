import SchemaBuilder from '@pothos/core'
import { Kind } from 'graphql'
import type { RequestContext } from './context.ts'

export interface SchemaTypes {
  Context: RequestContext
  DefaultFieldNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: string | Date }
    Date: { Input: string; Output: string }
    Decimal: { Input: string; Output: string }
  }
}

/** The one builder of the schema. Fields are non-null where nothing else is said; mapped fields say it themselves. */
export const builder = new SchemaBuilder<SchemaTypes>({ defaultFieldNullability: false })

/** Not a GraphQLError: graphql-js wraps this one, and tells the place and the argument with it. */
const bad = (message: string) => new TypeError(message)

/** RFC 3339 with seconds and an offset: `2026-05-01T12:00:00Z`. */
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

function parseDateTime(value: unknown): Date {
  if (typeof value !== 'string' || !RFC3339.test(value))
    throw bad('A DateTime is RFC 3339 text such as "2026-05-01T12:00:00Z".')
  const date = new Date(value)
  if (!isStorable(date)) throw bad(`"${value}" is no point in time.`)
  return date
}

/** A time between the years 1 and 9999, which the database takes as it is written. */
const isStorable = (date: Date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999

function parseDate(value: unknown): string {
  const valid = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
  const date = valid ? new Date(`${value}T00:00:00Z`) : undefined
  if (!date || !isStorable(date) || date.toISOString().slice(0, 10) !== value)
    throw bad('A Date is a calendar day such as "2026-05-01".')
  return value as string
}

function parseDecimal(value: unknown): string {
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d{1,4})?$/.test(value))
    throw bad('A Decimal is text such as "20.00".')
  return value
}

builder.scalarType('DateTime', {
  description: 'A point in time, RFC 3339 in UTC with milliseconds.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  parseValue: parseDateTime,
})
builder.scalarType('Date', {
  description: "A calendar day in the shop's zone, `YYYY-MM-DD`.",
  serialize: (value) => value,
  parseValue: parseDate,
})
builder.scalarType('Decimal', {
  description: 'An exact decimal number as text, such as `"129.90"`.',
  serialize: (value) => value,
  parseValue: parseDecimal,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
      return parseDecimal(node.value)
    throw bad('A Decimal is text such as "20.00".')
  },
})

builder.queryType({ description: 'Everything that can be asked. Each field answers in one statement.' })
builder.mutationType({
  description:
    'Everything that can be done: one verb for each command. Expected outcomes are members of the result union; unauthenticated, forbidden and malformed requests are errors with a code.',
})
builder.subscriptionType({
  description:
    'What happens, as it happens: over graphql-transport-ws or an event stream. Each delivery is read as its viewer, with the permissions of that moment, like a query. `after` goes on behind the cursor of a delivery, or behind `Shop.liveCursor`, without loss and without repeat; without it, with what happens from now on.',
})
