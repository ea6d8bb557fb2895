import type { OrderRequest } from '@cs/domain/orders'
import type { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import {
  ADDRESS_FIELDS,
  type AddressInput,
  addressFacts,
  addressInput,
  type Readdressed,
  readdress,
  tryIdentity,
} from './address.ts'
import { judgeRequest, loadOrder } from './order.ts'

export type ChangeOrderAddressInput = z.input<typeof addressInput>
export type OrderAddressChanged = Readdressed

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

const changeOrderAddressCommand: Command<AddressInput, OrderRequest, OrderAddressChanged> = {
  name: 'changeOrderAddress',
  permission: 'order.change_address',
  schema: addressInput,
  subjectType: 'Order',
  load: (run, input) =>
    loadOrder(run, input.orderId, () => ({ action: 'CHANGE_ADDRESS', address: addressFacts(input) })),
  attempt: (run, input, { facts }) => tryIdentity(run, input, facts),
  judge: judgeRequest,
  async execute(run, { address }, { facts: { order } }) {
    const ids = await readdress(run, order, address, 'CHANGE_ADDRESS')
    const { addressId, warehouseTaskId } = ids
    return {
      ids,
      events: [{ type: 'OrderAddressChanged', data: { addressId, warehouseTaskId } }],
      fields: ADDRESS_FIELDS,
      purpose: 'CORRECT_ADDRESS',
    }
  },
}
