import { Forbidden, recordPhoneSearch, SearchLimited } from '@cs/commands'
import { isPhone, normaliseAccount, normalisePhone } from '@cs/domain/contacts'
import type { Admission, Sql, SqlContext } from '@cs/pothos-kysely'
import { GraphQLError } from 'graphql'
import { sql } from 'kysely'
import { builder } from './builder.ts'
import { type RequestContext, reach, type Viewer } from './context.ts'
import { Customer } from './customers/index.ts'
import { mapper } from './mapping.ts'
import { Order } from './orders/types.ts'

interface SearchArgs {
  readonly text: string
}

interface Term {
  readonly field: string
  readonly term: string
}

/** The most characters of a search. */
const LONGEST = 64
/** The most rows that are weighed; a search that finds more is too broad to be one. */
const MOST = 1_000

const tidy = (text: string) => text.normalize('NFKC').trim()

const isSearchable = (wanted: string) => [...wanted].length >= 2 && wanted.length <= LONGEST

function checked({ text }: SearchArgs): string {
  const wanted = tidy(text)
  if (isSearchable(wanted)) return wanted
  throw new GraphQLError(`"text" must have 2 to ${LONGEST} characters.`, {
    extensions: { code: 'BAD_USER_INPUT', argument: 'text' },
  })
}

/** The terms of the last search of a viewer, who is one request's: both arrays of a statement are made of them. */
const lastTerms = new WeakMap<Viewer, { readonly args: SearchArgs; readonly terms: readonly Term[] }>()

function termsOf(args: SearchArgs, viewer: Viewer): readonly Term[] {
  const last = lastTerms.get(viewer)
  if (last?.args === args) return last.terms
  const terms = makeTerms(args, viewer)
  lastTerms.set(viewer, { args, terms })
  return terms
}

/** What a text may stand for, as far as the viewer may look for it: a term finds by equality only. */
function makeTerms(args: SearchArgs, viewer: Viewer): readonly Term[] {
  const text = checked(args)
  const terms: Term[] = [
    { field: 'NUMBER', term: text.toUpperCase() },
    { field: 'WAYBILL', term: text.toUpperCase() },
  ]
  if (/^\d{4}$/.test(text)) terms.push({ field: 'PHONE_LAST4', term: text })
  if (reach(viewer, 'customer.name.read'))
    for (const term of partsOf(text)) terms.push({ field: 'NAME', term })
  if (!reach(viewer, 'customer.search_phone')) return terms
  if (isPhone(text))
    terms.push({ field: 'PHONE_HASH', term: viewer.lookupHash('PHONE', normalisePhone(text)) })
  else
    terms.push({ field: 'ACCOUNT_HASH', term: viewer.lookupHash('PLATFORM_ACCOUNT', normaliseAccount(text)) })
  return terms
}

/** A name as its pairs of neighbouring characters: all must be found. */
function partsOf(text: string): string[] {
  const signs = [...text.toLowerCase().replaceAll(/\s+/g, '')]
  return [...new Set(signs.slice(1).map((sign, i) => `${signs[i]}${sign}`))]
}

function found(id: Sql, entity: 'CUSTOMER' | 'ORDER', c: SqlContext<Viewer>): Sql {
  const { from, where } = c.scoped('search_terms', 's')
  const fields = c.arg((args: SearchArgs, viewer) => termsOf(args, viewer).map(({ field }) => field))
  const terms = c.arg((args: SearchArgs, viewer) => termsOf(args, viewer).map(({ term }) => term))
  const parts = c.arg((args: SearchArgs) => partsOf(checked(args)).length)
  // Through a bare parameter PostgreSQL would see how long the arrays are, and plan each search anew.
  return sql`${id} = ANY(ARRAY(
    SELECT s.entity_id FROM unnest((SELECT ${fields}::text[]), (SELECT ${terms}::text[])) AS wanted(field, term) JOIN ${from}
      ON s.entity = ${sql.lit(entity)} AND s.field = wanted.field AND s.term = wanted.term
    WHERE ${where} GROUP BY s.entity_id, s.field
    HAVING count(*) >= CASE s.field WHEN 'NAME' THEN ${parts}::int ELSE 1 END LIMIT ${sql.lit(MOST)}))`
}

/** A whole phone number is looked for only with the permission, counted and audited. */
const admission: Admission<SearchArgs, RequestContext> = {
  // What can't be searched for is refused where the resolver can say so.
  needed: ({ text }) => isPhone(tidy(text)) || !isSearchable(tidy(text)),
  admit,
}

async function admit({ text }: SearchArgs, context: RequestContext): Promise<void> {
  const { principal } = context.viewer
  if (!isPhone(tidy(text)) || principal.kind === 'public') return
  try {
    await recordPhoneSearch(context.commands, principal)
  } catch (error) {
    if (error instanceof Forbidden)
      throw new GraphQLError(`Searching by a whole phone number needs ${error.permission}.`, {
        extensions: { code: 'FORBIDDEN', permission: error.permission, argument: 'text' },
      })
    if (error instanceof SearchLimited)
      throw new GraphQLError(error.message, {
        extensions: { code: 'RATE_LIMITED', retryAt: error.nextAt.toISOString() },
      })
    throw error
  }
}

const text = (arg: (options: { type: unknown; required: boolean; description: string }) => unknown) => ({
  text: arg({
    type: 'String',
    required: true,
    description:
      'A number, a waybill, the last four digits of a phone, a name or two characters of it; with `customer.search_phone` also a whole phone or platform account (a whole phone is counted and audited).',
  }),
})

builder.queryFields((t) => ({
  searchCustomers: mapper.read(
    t,
    (f) =>
      f.connection(Customer, {
        description: 'Customers found by number, name, phone or platform account.',
        args: text,
        where: (customer, _parent, c) => found(customer.id, 'CUSTOMER', c),
      }),
    admission,
  ),
  searchOrders: mapper.read(
    t,
    (f) =>
      f.connection(Order, {
        description: 'Orders found by number, waybill, or by name, phone or platform account of the buyer.',
        args: text,
        where: (order, _parent, c) => found(order.id, 'ORDER', c),
      }),
    admission,
  ),
}))
