import { addReplacements } from '@cs/data/settlements'
import { judgeAfterSale } from '@cs/domain/after-sales'
import { z } from 'zod'
import {
  itemsOf,
  type LoadedAfterSale,
  loadAfterSale,
  remarkReshipment,
  type StepRequest,
  takeStep,
} from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { carrier, waybill } from './parcel.ts'
import type { ReplacementSent } from './send-replacement.ts'

const schema = z.strictObject({
  caseId: id,
  carrier,
  waybill,
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: goods move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type SendRepairedInput = z.input<typeof schema>

/** Sends repaired goods back to the customer. They are the customer's: no stock moves (Q51). */
export function sendRepaired(
  deps: CommandDeps,
  actor: Actor,
  input: SendRepairedInput,
): Promise<Outcome<ReplacementSent>> {
  return runCommand(deps, actor, sendRepairedCommand, input, { keyRequired: true })
}

const sendRepairedCommand: Command<z.output<typeof schema>, StepRequest, ReplacementSent, LoadedAfterSale> = {
  name: 'sendRepaired',
  permission: 'after_sale.receive',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'SEND_REPAIRED' })),
  judge: judgeAfterSale,
  async execute(run, { carrier: by, waybill: number, note: text }, found, decision) {
    const { order, case: of } = found.facts
    const items = itemsOf(found.facts)
    const parcel = { carrier: by, waybill: number }
    const on = { shopId: run.actor.shop, caseId: of.id, at: run.now }
    const replacementIds = await addReplacements(run.tx, { ...on, kind: 'REPAIRED', items, ...parcel })
    const step = await takeStep(run, found, 'SEND_REPAIRED', decision, {
      note: text ?? null,
      parameters: parcel,
    })
    await remarkReshipment(run, order.id, `维修寄回 ${of.number} ${number}`)
    return {
      ids: { caseId: of.id, version: step.version, replacementIds, refundId: null },
      events: [
        { type: 'RepairedGoodsSent', data: { orderId: order.id, items, replacementIds, carrier: by } },
      ],
      fields: ['state', 'replacements'],
    }
  },
}
