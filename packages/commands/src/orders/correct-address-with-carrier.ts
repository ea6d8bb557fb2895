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

export type CorrectAddressWithCarrierInput = z.input<typeof addressInput>
export type CarrierCorrectionRequested = Readdressed

/**
 * Asks the carrier to deliver a shipped parcel to another address, where the pack allows it (ORD-MOD-05, C-12),
 * after an identity check. Best effort: the order shows the address asked for, and the open task that it is not
 * confirmed.
 */
export function correctAddressWithCarrier(
  deps: CommandDeps,
  actor: Actor,
  input: CorrectAddressWithCarrierInput,
): Promise<Outcome<CarrierCorrectionRequested>> {
  return runCommand(deps, actor, correctAddressWithCarrierCommand, input)
}

/** What correctAddressWithCarrier would decide now. An identity check in the input is not tried. */
export function previewCorrectAddressWithCarrier(
  deps: CommandDeps,
  actor: Actor,
  input: CorrectAddressWithCarrierInput,
): Promise<Preview> {
  return preview(deps, actor, correctAddressWithCarrierCommand, input)
}

const correctAddressWithCarrierCommand: Command<AddressInput, OrderRequest, CarrierCorrectionRequested> = {
  name: 'correctAddressWithCarrier',
  permission: 'order.change_address',
  schema: addressInput,
  subjectType: 'Order',
  load: (run, input) =>
    loadOrder(run, input.orderId, () => ({ action: 'CORRECT_WITH_CARRIER', address: addressFacts(input) })),
  attempt: (run, input, { facts }) => tryIdentity(run, input, facts),
  judge: judgeRequest,
  async execute(run, { address }, { facts: { order } }) {
    const ids = await readdress(run, order, address, 'CORRECT_WITH_CARRIER')
    const { addressId, warehouseTaskId } = ids
    return {
      ids,
      events: [{ type: 'CarrierCorrectionRequested', data: { addressId, warehouseTaskId } }],
      fields: ADDRESS_FIELDS,
      purpose: 'CORRECT_ADDRESS',
    }
  },
}
