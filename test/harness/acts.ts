import { isObjectType, isUnionType } from 'graphql'
import { AFTER_SALE, type AfterSaleView } from './after-sale-view.ts'
import type { Answer, Client } from './client.ts'
import { schema } from './gateway.ts'

/** What came of a mutation, as far as tests look at it. */
export interface Act {
  readonly __typename: string
  readonly decision?: {
    readonly id: string
    readonly outcome: string
    readonly findings: readonly { readonly rule: { readonly id: string }; readonly verdict: string }[]
    readonly remedies: readonly { readonly kind: string; readonly alternative: string | null }[]
  } | null
  readonly order?: {
    readonly id: string
    readonly version: number
    readonly status: string
    readonly physicalStatus: string
    readonly refundedAmount: { readonly amount: string }
    readonly flag: string | null
  } | null
  readonly shipment?: {
    readonly id: string
    readonly status: string
    readonly waybill: string
    readonly lines: readonly { readonly id: string }[]
  } | null
  readonly refund?: {
    readonly id: string
    readonly status: string
    readonly amount: { readonly amount: string }
    readonly goods: { readonly amount: string }
    readonly freight: { readonly amount: string }
  } | null
  readonly afterSale?: AfterSaleView | null
  readonly number?: string
  readonly complaint?: {
    readonly id: string
    readonly number: string
    readonly state: string
    readonly grade: string
    readonly status: string
    readonly version: number
  } | null
  readonly claim?: {
    readonly id: string
    readonly status: string
    readonly amount: { readonly amount: string }
    readonly accepted: { readonly amount: string } | null
  } | null
  readonly carriers?: readonly {
    readonly carrier: string
    readonly claims: number
    readonly amount: { readonly amount: string }
  }[]
  readonly remark?: { readonly id: string; readonly text: string; readonly flag: string | null } | null
  readonly problem?: { readonly id: string; readonly kind: string; readonly status: string } | null
  readonly approval?: {
    readonly id: string
    readonly number: string
    readonly status: string
    readonly version: number
  } | null
  readonly caseId?: string | null
  readonly messageId?: string | null
  readonly case?: {
    readonly id: string
    readonly number: string
    readonly kind: string
    readonly status: string
    readonly version: number
    readonly awaitsReply: boolean
    readonly firstResponseAt: string | null
    readonly archivedAt: string | null
    readonly dueAt: string | null
    readonly owner: { readonly id: string }
    readonly assignee: { readonly id: string }
  } | null
  readonly task?: { readonly id: string; readonly status: string; readonly answer: string | null } | null
  readonly lead?: { readonly id: string; readonly status: string; readonly attempts: number } | null
  readonly approver?: string
  readonly currentVersion?: number
  readonly what?: string
  readonly issues?: readonly { readonly field: string; readonly code: string }[]
  readonly contacts?: readonly { readonly kind: string; readonly value: string }[]
  readonly addresses?: readonly {
    readonly recipient: string | null
    readonly phone: string | null
    readonly detail: string | null
  }[]
  readonly displayUntil?: string
}

/** What is asked of each field of an outcome. */
const SELECTIONS: Readonly<Record<string, string>> = {
  decision: '{ id outcome findings { rule { id } verdict } remedies { kind alternative } }',
  shipment: '{ id status waybill lines { id } }',
  order: '{ id version status physicalStatus refundedAmount { amount } flag }',
  payment: '{ id status amount { amount } }',
  refund: '{ id status amount { amount } goods { amount } freight { amount } }',
  afterSale: AFTER_SALE,
  complaint: '{ id number state grade status version }',
  claim: '{ id status amount { amount } accepted { amount } }',
  carriers: '{ carrier claims amount { amount } }',
  amount: '{ amount }',
  remark: '{ id text flag }',
  problem: '{ id kind status }',
  sku: '{ id version }',
  item: '{ id version status }',
  approval: '{ id number status version }',
  message: '{ zh en }',
  issues: '{ field code message { zh en } }',
  contacts: '{ kind value }',
  addresses: '{ recipient phone detail }',
  customer: '{ id }',
  blacklisting: '{ id status version }',
  merge: '{ id moved }',
  member: '{ id tier }',
  gift: '{ id status version }',
  evidence: '{ id number status }',
  upload: '{ path expiresAt }',
  wrongShipment: '{ id confirmed }',
  productIssue: '{ id status }',
  case: '{ id number kind status version awaitsReply firstResponseAt archivedAt dueAt owner { id } assignee { id } }',
  task: '{ id status department question answer dueAt }',
  followUp: '{ id kind status dueAt because version }',
  notice: '{ id status version }',
  lead: '{ id status reason nextFollowUpAt attempts }',
}

/** The text of a mutation with everything of interest of every outcome. */
export function mutation(name: string): string {
  const field = schema.getMutationType()?.getFields()[name]
  const result = field && (isUnionType(field.type) ? field.type : undefined)
  if (!field || !result) throw new Error(`no mutation ${name}`)
  const outcomes = result.getTypes().map((type) => {
    if (!isObjectType(type)) throw new Error(`${type} is no object`)
    // One response key may not have two nullabilities among the members of a union.
    const fields = Object.keys(type.getFields()).map((key) => `${key} ${SELECTIONS[key] ?? ''}`)
    return `... on ${type.name} { ${fields.join(' ')} }`
  })
  return `mutation ($input: ${field.args[0]?.type}) { result: ${name}(input: $input) { __typename ${outcomes.join(' ')} } }`
}

/** Runs a mutation; the answer as it came. */
export function tryAct(
  client: Client,
  name: string,
  input: object,
): Promise<Answer<{ result: Act | null } | null>> {
  return client.post<{ result: Act | null } | null>(mutation(name), { input })
}

/** Runs a mutation that answers with an outcome; throws on errors other than denied selections. */
export async function act(client: Client, name: string, input: object): Promise<Act> {
  const answer = await tryAct(client, name, input)
  const result = answer.data?.result
  if (!result || answer.errors.some((error) => error.extensions.code !== 'FORBIDDEN'))
    throw new Error(`${name}: ${answer.status} ${answer.text}`)
  return result
}

let keys = 0
/** A fresh idempotency key. */
export const key = (): string => {
  keys += 1
  return `key-${keys}-${Math.random().toString(36).slice(2)}`
}
