import type { DB } from '@cs/data'
import type { Permission } from '@cs/domain/access'
import { decodeGlobalId, Mapper, type ReadContext, type Sql } from '@cs/pothos-kysely'
import { GraphQLError } from 'graphql'
import { sql } from 'kysely'
import { builder } from './builder.ts'
import { type RequestContext, reach, shopOf, type Viewer } from './context.ts'
import { recordTraces } from './traces.ts'

/** The one mapper of the schema: types to tables, fields to SQL, permissions and the shop with them. */
export const mapper = new Mapper<DB, Viewer, Permission, RequestContext>(builder, {
  tenantColumn: 'shop_id',
  tenantReach: 'shop',
  setting: 'app.shop',
  tenant: shopOf,
  grant: (viewer, permission) => reach(viewer, permission as Permission),
  grantsKey: (viewer) =>
    viewer.principal.kind === 'partner'
      ? `partner:${[...viewer.principal.scopes].sort().join()}`
      : viewer.principal.kind === 'agent'
        ? viewer.principal.grade
        : viewer.principal.kind,
  codecs: {
    DateTime: (value) => sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    Date: (value) => sql`to_char(${value}, 'YYYY-MM-DD')`,
  },
  quoted: new Set(['DateTime', 'Date', 'Decimal']),
  context: readContext,
})

/** What reads need of a request. */
export function readContext(context: RequestContext): ReadContext<Viewer> {
  return {
    viewer: context.viewer,
    pool: context.database.reader,
    denials: context.denials,
    told: context.told,
    onCost: (points) => spend(context, points),
    onTraces: (traces) => recordTraces(context, traces),
    shared: context.event ? context.live.shared : undefined,
  }
}

/** Takes what a part of the operation costs, before it runs. Throws COST_LIMIT or COST_THROTTLED. */
export function spend(context: RequestContext, points: number): void {
  const { budgets, viewer } = context
  const limit = budgets.limits.operation
  if (context.cost + points > limit)
    throw new GraphQLError(
      `This operation costs ${context.cost + points} points; the limit is ${limit}. Ask for shorter pages or fewer nested lists.`,
      { extensions: { code: 'COST_LIMIT', cost: context.cost + points, limit } },
    )
  budgets.take(principalKey(viewer), points, viewer.now.getTime())
  context.cost += points
}

/** Budgets count per principal, not per token; everybody without a token is one. */
export function principalKey({ principal }: Pick<Viewer, 'principal'>): string {
  return 'id' in principal ? principal.id : principal.kind
}

/** Money over a number of fen. */
export const Money = mapper.value('Money', 'An amount of money.', {
  amount: {
    type: 'Decimal',
    description: 'The amount in yuan with two decimals, such as `"129.90"`.',
    sql: (v) =>
      sql`CASE WHEN ${v} < 0 THEN '-' ELSE '' END || (abs(${v}) / 100)::text || '.' || lpad((abs(${v}) % 100)::text, 2, '0')`,
  },
  currency: { type: 'String', description: 'ISO 4217; always `CNY` here.', sql: () => sql`'CNY'` },
})

/** What is bound for an id that is none of ours or of another shop: a row that does not exist. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** The uuid in a global id of one of these types in the viewer's shop; any other id is one that does not exist. */
export function idIn(viewer: Viewer, value: string, code: number): string {
  const id = decodeGlobalId(value)
  return id && id.code === code && id.tenant === shopOf(viewer) ? id.id : NOBODY
}

/** The byte of each type in global ids. Never reused. */
export const CODES = {
  Shop: 1,
  Agent: 2,
  Team: 3,
  Product: 4,
  Sku: 5,
  Customer: 6,
  Address: 7,
  Order: 8,
  OrderLine: 9,
  Payment: 10,
  Refund: 11,
  Shipment: 12,
  Invoice: 13,
  Review: 14,
  Case: 15,
  PointsEntry: 16,
  Decision: 17,
  Approval: 18,
  Event: 19,
  AuditEntry: 20,
  OrderRemark: 21,
  OrderProblem: 22,
  CaseMessage: 23,
  ContactPoint: 24,
  Member: 25,
  ReturnShipment: 26,
  Inspection: 27,
  Replacement: 28,
  Compensation: 29,
  FreightSettlement: 30,
  CarrierClaim: 31,
  Evidence: 32,
  ProductIssue: 33,
  Notice: 34,
  Clock: 35,
  AfterSaleStep: 36,
  WrongShipment: 37,
  LedgerJournal: 38,
  CaseTask: 50,
  Lead: 51,
  PaymentFollowUp: 52,
  Blacklisting: 71,
  CustomerMerge: 72,
  Shift: 60,
  HandoverItem: 61,
  TierChange: 90,
  GiftGrant: 91,
  Promotion: 80,
  Coupon: 81,
  Concession: 82,
  PointsHold: 100,
  FollowUp: 70,
  Reward: 101,
  Redemption: 102,
  Draw: 103,
  DrawPlay: 104,
} as const

/** Rows of a type by an agent column: whose `own`, and whose in the viewer's `team`. */
export const agentIn = {
  own: (column: Sql, viewer: (read: (v: Viewer) => unknown) => unknown) =>
    sql`${column} = ${viewer(actorId)}::uuid`,
  team: (column: Sql, viewer: (read: (v: Viewer) => unknown) => unknown) =>
    sql`${column} = ANY(${viewer((v) => [actorId(v), ...(v.principal.kind === 'agent' ? v.principal.team : [])])}::uuid[])`,
}

function actorId(viewer: Viewer): string {
  const { principal } = viewer
  return principal.kind === 'agent' || principal.kind === 'partner' ? principal.id : NOBODY
}
