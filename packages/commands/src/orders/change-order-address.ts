import { addAddress, lookupHash, setSearchTerms } from '@cs/data/customers'
import {
  addOrderRemark,
  phoneLast4Matches,
  recordIdentityCheck,
  setOrderAddress,
  useIdentityChecks,
} from '@cs/data/orders'
import { isSpecificDetail, maskAddressLine, maskName, maskPhone, normalisePhone } from '@cs/domain/contacts'
import { type Ask, flagOf, type OrderRequest } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf, type Run } from '../context.ts'
import { dueAfter } from '../due.ts'
import { id, idempotencyKey, line, typed, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, loadOrder, openTask } from './order.ts'

const phone = line.transform((text, context) => {
  const normal = normalisePhone(text)
  if (normal) return normal
  context.addIssue({ code: 'custom', params: { code: 'INVALID_FORMAT' } })
  return z.NEVER
})

const schema = z.strictObject({
  orderId: id,
  address: z.strictObject({
    province: line,
    city: line,
    district: line,
    detail: typed({ max: 200 }),
    recipient: typed({ max: 50 }),
    phone,
  }),
  /** What the caller said; compared, recorded as passed or not, and forgotten (Q39). */
  identity: z.strictObject({ orderNumber: line, phoneLast4: z.string().regex(/^\d{4}$/) }).optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type ChangeOrderAddressInput = z.input<typeof schema>
type Input = z.output<typeof schema>

export interface OrderAddressChanged {
  readonly orderId: string
  readonly version: number
  readonly addressId: string
  readonly remarkId: string
  /** The warehouse has to find the parcel first (ORD-MOD-07); `null`: nothing was printed. */
  readonly warehouseTaskId: string | null
}

/**
 * Sends an order to another address (ORD-MOD-01 to -04). A paid order takes an identity check, given here or
 * passed within its holding time; every check is recorded, also one that fails and so denies the change. It is
 * used up by one change (Q71).
 */
export function changeOrderAddress(
  deps: CommandDeps,
  actor: Actor,
  input: ChangeOrderAddressInput,
): Promise<Outcome<OrderAddressChanged>> {
  return runCommand(deps, actor, changeOrderAddressCommand, input)
}

/** What changeOrderAddress would decide now. An identity check in the input is not tried. */
export function previewChangeOrderAddress(
  deps: CommandDeps,
  actor: Actor,
  input: ChangeOrderAddressInput,
): Promise<Preview> {
  return preview(deps, actor, changeOrderAddressCommand, input)
}

export const changeOrderAddressCommand: Command<Input, OrderRequest, OrderAddressChanged> = {
  name: 'changeOrderAddress',
  permission: 'order.change_address',
  schema,
  subjectType: 'Order',
  load: (run, input) => loadOrder(run, input.orderId, () => askOf(input)),
  async attempt(run, { identity }, { facts }) {
    if (!identity) return facts
    const { tx, actor, now } = run
    const passed =
      identity.orderNumber === facts.order.number &&
      (await phoneLast4Matches(tx, actor.shop, facts.order.id, identity.phoneLast4))
    const check = { shopId: actor.shop, orderId: facts.order.id, passed, agentId: agentOf(run), at: now, usedBy: null }
    await recordIdentityCheck(tx, check)
    const until = passed ? dueAfter(now, run.context.pack.get('order.identity_check_hold')).toISOString() : null
    return { ...facts, order: { ...facts.order, identityCheckedUntil: until } }
  },
  judge: judgeRequest,
  async execute(run, { address }, { facts }) {
    const { tx, actor, now, commandId } = run
    const { order } = facts
    const addressId = await writeAddress(run, order.customerId, order.id, address)
    await setOrderAddress(tx, actor.shop, order.id, addressId)
    await useIdentityChecks(tx, actor.shop, order.id, commandId)
    const on = { shopId: actor.shop, orderId: order.id, at: now }
    const warehouseTaskId = await openTask(run, order, 'CHANGE_ADDRESS')
    const remark = await addOrderRemark(tx, {
      ...on,
      actionType: 'ADDRESS_CHANGE',
      flag: flagOf(order, 'ADDRESS_CHANGE'),
      text: '修改收货地址',
      agentId: agentOf(run),
    })
    return {
      ids: { orderId: order.id, version: remark.version, addressId, remarkId: remark.id, warehouseTaskId },
      events: [{ type: 'OrderAddressChanged', data: { addressId, warehouseTaskId } }],
      fields: ['province', 'city', 'district', 'detail', 'recipient', 'phone'],
      purpose: 'CORRECT_ADDRESS',
    }
  },
}

/** What the rules see of an address: no recipient, no number, no street. */
function askOf({ address }: Input): Ask {
  return {
    action: 'CHANGE_ADDRESS',
    address: {
      province: address.province,
      city: address.city,
      district: address.district,
      detailPresent: true,
      detailSpecific: isSpecificDetail(address.detail),
      recipientPresent: true,
      phoneValid: true,
    },
  }
}

async function writeAddress(
  run: Run,
  customerId: string,
  orderId: string,
  address: Input['address'],
): Promise<string> {
  const { tx, deps, now, actor } = run
  const addressId = await addAddress(tx, deps.hashKey, {
    shopId: actor.shop,
    customerId,
    ...address,
    detailMasked: maskAddressLine(address.detail),
    recipientMasked: maskName(address.recipient),
    phoneMasked: maskPhone(address.phone),
    detailSpecific: isSpecificDetail(address.detail),
    phoneValid: true,
    at: now,
  })
  const hash = lookupHash(deps.hashKey, actor.shop, 'PHONE', address.phone)
  await setSearchTerms(tx, actor.shop, 'ORDER', orderId, ['PHONE_LAST4', 'PHONE_HASH'], [
    { field: 'PHONE_LAST4', term: address.phone.slice(-4) },
    { field: 'PHONE_HASH', term: hash },
  ])
  return addressId
}
