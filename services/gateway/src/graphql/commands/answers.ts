import { encodeGlobalId, type Mapped, type Sql } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { AfterSale, Case, Complaint } from '../cases/index.ts'
import { type RequestContext, shopOf } from '../context.ts'
import { Customer } from '../customers/index.ts'
import { mapper } from '../mapping.ts'
import { Member } from '../membership/types.ts'
import { Order } from '../orders/types.ts'
import { decisionField } from './outcomes.ts'

type Ids = Readonly<Record<string, string | null>>
interface Row {
  readonly id: Sql
  readonly kind: Sql
}

/**
 * A field of a success that reads the row whose id the command answered with as `key`. `of`: only where it is a case
 * of this kind.
 */
export function answered<Table>(
  t: unknown,
  type: Mapped<Table>,
  key: string,
  description: string,
  of?: 'AFTER_SALE' | 'COMPLAINT',
) {
  return mapper.read<Ids>(t, (f) =>
    f.one(type, {
      description,
      where: (columns, _parent, c) => {
        const row = columns as unknown as Row
        const same = sql`${row.id} = ${c.parent((done: Ids) => done[key])}::uuid`
        return of ? sql`${same} AND ${row.kind} = ${sql.lit(of)}` : same
      },
    }),
  )
}

/** The global id of something that a command made. */
export function idField(t: unknown, name: string, code: number, description: string) {
  return (t as { id(options: object): unknown }).id({
    description,
    nullable: true,
    resolve: (done: Ids, _args: unknown, { viewer }: RequestContext) => {
      const id = done[name]
      return typeof id === 'string' ? encodeGlobalId({ code, tenant: shopOf(viewer), id }) : null
    },
  })
}

/** The decision that let a command happen. */
export const permitted = (t: unknown) => ({
  decision: decisionField(t, 'The decision that permitted it.'),
})

const afterSale = (t: unknown) =>
  answered(t, AfterSale, 'caseId', 'The after-sale as it is now.', 'AFTER_SALE')
const complaint = (t: unknown) => answered(t, Complaint, 'caseId', 'The complaint as it is now.', 'COMPLAINT')

/** The after-sale that a command moved on. */
export const changedAfterSale = (t: unknown) => ({ afterSale: afterSale(t), ...permitted(t) })

/** The complaint that a command moved on. */
export const changedComplaint = (t: unknown) => ({ complaint: complaint(t), ...permitted(t) })

/** The after-sale or the complaint that a command moved on. */
export const changedEither = (t: unknown) => ({ ...changedAfterSale(t), complaint: complaint(t) })

/** The case that a command changed. */
export const changedCase = (t: unknown) => ({
  case: answered(t, Case, 'caseId', 'The case as it is now.'),
  ...permitted(t),
})

/** The member whom a command concerned. */
export const memberField = (t: unknown) =>
  mapper.read<Ids>(t, (f) =>
    f.one(Member, {
      description: 'The member as it is now.',
      where: (m, _parent, c) => sql`${m.customer_id} = ${c.parent((done: Ids) => done.customerId)}::uuid`,
    }),
  )

/** The order that a command changed. */
export const orderField = (t: unknown) => answered(t, Order, 'orderId', 'The order as it is now.')

/** The customer that a command changed. */
export const changedCustomer = (t: unknown) => ({
  customer: answered(t, Customer, 'customerId', 'The customer as it is now.'),
  ...permitted(t),
})
