import { lookupHash, setSearchTerms } from '@cs/data/customers'
import {
  addOrderRemark,
  phoneLast4Matches,
  recordIdentityCheck,
  setOrderAddress,
  useIdentityChecks,
} from '@cs/data/orders'
import { isSpecificDetail } from '@cs/domain/contacts'
import {
  type AddressFacts,
  flagOf,
  identityBlockedUntil,
  type OrderFacts,
  type OrderRequest,
} from '@cs/domain/orders'
import { z } from 'zod'
import { agentOf, type Run } from '../context.ts'
import { addAddressOf, fullAddress } from '../customers/index.ts'
import { id, idempotencyKey, line, version } from '../fields.ts'
import { openTask } from './order.ts'

/** The input of what gives an order another address. */
export const addressInput = z.strictObject({
  orderId: id,
  address: fullAddress,
  /** What the caller said; compared, recorded as passed or not, and forgotten (Q39). */
  identity: z.strictObject({ orderNumber: line, phoneLast4: z.string().regex(/^\d{4}$/) }).optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type AddressInput = z.output<typeof addressInput>

/** What the rules see of an address: no recipient, no number, no street. */
export function addressFacts({ address }: Pick<AddressInput, 'address'>): AddressFacts {
  return {
    province: address.province,
    city: address.city,
    district: address.district,
    detailPresent: true,
    detailSpecific: isSpecificDetail(address.detail),
    recipientPresent: true,
    phoneValid: true,
  }
}

/**
 * Tries the identity check of an input, if there is one, and records that it passed or failed (Q39). One that
 * fails also ends an earlier one for this change. After too many within the hour none is tried.
 */
export async function tryIdentity(
  run: Run,
  { identity }: AddressInput,
  facts: OrderRequest,
): Promise<OrderRequest> {
  if (!identity) return facts
  const { tx, actor, now } = run
  const { order } = facts
  // Not tried and not recorded: who guesses learns nothing more, and the hour does not start anew.
  if (identityBlockedUntil(order, run.context))
    return { ...facts, order: { ...order, identityCheckedAt: null } }
  const passed =
    identity.orderNumber === order.number &&
    (await phoneLast4Matches(tx, actor.shop, order.id, identity.phoneLast4))
  const check = {
    shopId: actor.shop,
    orderId: order.id,
    passed,
    agentId: agentOf(run),
    at: now,
    usedBy: null,
  }
  await recordIdentityCheck(tx, check)
  return {
    ...facts,
    order: {
      ...order,
      identityCheckedAt: passed ? now.toISOString() : null,
      identityFailures: passed ? order.identityFailures : [...order.identityFailures, now.toISOString()],
    },
  }
}

/** What an order with another address is answered with. */
export interface Readdressed {
  readonly orderId: string
  readonly version: number
  readonly addressId: string
  readonly remarkId: string
  /** What the warehouse or the carrier has to do before it holds; `null`: it holds. */
  readonly warehouseTaskId: string | null
}

/** Gives an order a new address, uses the identity check up, opens a task where it takes one, and remarks it. */
export async function readdress(
  run: Run,
  order: OrderFacts,
  address: AddressInput['address'],
  action: 'CHANGE_ADDRESS' | 'CORRECT_WITH_CARRIER',
): Promise<Readdressed> {
  const { tx, actor, now, commandId } = run
  const addressId = await writeAddress(run, order, address)
  await setOrderAddress(tx, actor.shop, order.id, addressId)
  await useIdentityChecks(tx, actor.shop, order.id, commandId)
  const warehouseTaskId = await openTask(run, order, action)
  const remark = await addOrderRemark(tx, {
    shopId: actor.shop,
    orderId: order.id,
    actionType: 'ADDRESS_CHANGE',
    flag: flagOf(order, 'ADDRESS_CHANGE'),
    text: action === 'CHANGE_ADDRESS' ? '修改收货地址' : '请快递更正收件信息',
    agentId: agentOf(run),
    at: now,
  })
  return { orderId: order.id, version: remark.version, addressId, remarkId: remark.id, warehouseTaskId }
}

async function writeAddress(run: Run, order: OrderFacts, address: AddressInput['address']): Promise<string> {
  const { tx, deps, actor } = run
  const addressId = await addAddressOf(run, order.customerId, address)
  const terms = [
    { field: 'PHONE_LAST4', term: address.phone.slice(-4) },
    { field: 'PHONE_HASH', term: lookupHash(deps.hashKey, actor.shop, 'PHONE', address.phone) },
  ] as const
  const fields = terms.map((term) => term.field)
  await setSearchTerms(tx, actor.shop, 'ORDER', order.id, fields, terms)
  return addressId
}

/** The fields that an audit entry names. */
export const ADDRESS_FIELDS = ['province', 'city', 'district', 'detail', 'recipient', 'phone'] as const
