import {
  LIST_TYPES,
  type PgCodec,
  type PgResource,
  type PgSelectSingleStep,
  type PgSelectStep,
  TYPES,
} from 'postgraphile/@dataplan/pg'
import { access, connection, constant, lambda, type Step } from 'postgraphile/grafast'
import { type SQL, sql } from 'postgraphile/pg-sql2'
import { extendSchema, gql } from 'postgraphile/utils'
import { searchTerms } from '../floor/search.ts'
import { serverOptions } from '../servers/child.ts'

// What PostGraphile does not offer by itself: a list by a range, the board, the search, a customer's main phone. Each is
// a plan over PostGraphile's own tables, so that relations below are joined into the same statement; with SQL functions
// as sources they were not, and read by a statement of their own that no index serves below row-level security.
const { shop, hashKey } = serverOptions()

type Arguments<Names extends `$${string}`> = Readonly<Record<Names, Step>>

/** Which rows, in which order; the row's own id makes the order one. */
interface List {
  readonly where: SQL
  readonly by: string
  readonly direction: 'ASC' | 'DESC'
}

function listed($rows: PgSelectStep, { where, by, direction }: List) {
  $rows.where(where)
  $rows.orderBy({ attribute: by, direction })
  $rows.orderBy({ attribute: 'id', direction })
  $rows.setOrderIsUnique()
  return connection($rows)
}

/** The fields, with their plans. */
export const lists = extendSchema((build) => {
  const { orders, cases, customers } = build.input.pgRegistry.pgResources as unknown as Record<
    'orders' | 'cases' | 'customers',
    PgResource
  >
  const ofShop = () => ({ shop_id: constant(shop) })
  return {
    typeDefs: gql`
      extend type Query {
        ordersBefore(placedBefore: Datetime!): OrderConnection
        openCases(openedBefore: Datetime!): CaseConnection
        customersFound(wanted: String!): CustomerConnection
      }
      extend type Customer { phoneMasked: String }
    `,
    objects: {
      Query: {
        plans: {
          ordersBefore(_: Step, { $placedBefore }: Arguments<'$placedBefore'>) {
            const $orders = orders.find(ofShop())
            const where = sql`${$orders.alias}.placed_at < ${$orders.placeholder($placedBefore, TYPES.timestamptz)}`
            return listed($orders, { where, by: 'placed_at', direction: 'DESC' })
          },
          openCases(_: Step, { $openedBefore }: Arguments<'$openedBefore'>) {
            const $cases = cases.find(ofShop())
            const before = $cases.placeholder($openedBefore, TYPES.timestamptz)
            const where = sql`${$cases.alias}.due_at is not null and ${$cases.alias}.status <> 'CLOSED' and ${$cases.alias}.opened_at < ${before}`
            return listed($cases, { where, by: 'due_at', direction: 'ASC' })
          },
          customersFound(_: Step, { $wanted }: Arguments<'$wanted'>) {
            const $customers = customers.find(ofShop())
            const $terms = lambda($wanted, (wanted: string) => searchTerms(wanted, shop, hashKey), true)
            const part = (n: number, codec: PgCodec) => $customers.placeholder(access($terms, n), codec)
            const where = sql`${$customers.alias}.id = any(array(
              select s.entity_id from unnest((select ${part(0, LIST_TYPES.text)}), (select ${part(1, LIST_TYPES.text)})) as w(field, term)
              join search_terms s on s.shop_id = ${$customers.placeholder(constant(shop), TYPES.uuid)}
                and s.entity = 'CUSTOMER' and s.field = w.field and s.term = w.term
              group by s.entity_id, s.field
              having count(*) >= case s.field when 'NAME' then ${part(2, TYPES.int)} else 1 end limit 1000))`
            return listed($customers, { where, by: 'created_at', direction: 'DESC' })
          },
        },
      },
      Customer: {
        plans: {
          phoneMasked($customer: PgSelectSingleStep) {
            const customer = $customer.getClassStep().alias
            const phone = sql`(select p.masked from contact_points p where p.shop_id = ${customer}.shop_id
              and p.customer_id = ${customer}.id and p.kind = 'PHONE' order by p.is_primary desc, p.id limit 1)`
            return $customer.select(phone, TYPES.text)
          },
        },
      },
    },
  } as never
})
