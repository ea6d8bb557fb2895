import { addReplacements } from '@cs/data/settlements'
import { judgeAfterSale } from '@cs/domain/after-sales'
import { z } from 'zod'
import {
  type LoadedAfterSale,
  loadAfterSale,
  moveStock,
  remarkReshipment,
  replacementOf,
  type StepRequest,
  takeStep,
} from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { carrier, waybill } from './parcel.ts'
import { settleDifference } from './price-difference.ts'

const schema = z.strictObject({
  caseId: id,
  carrier,
  waybill,
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: goods move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type SendReplacementInput = z.input<typeof schema>

export interface ReplacementSent {
  readonly caseId: string
  readonly version: number
  readonly replacementIds: readonly string[]
  /** What goes back because the replacement is cheaper (PRC-09); `null`: nothing. */
  readonly refundId: string | null
}

/**
 * Sends the replacement of an exchange or what is shipped again (AS-WF-EXC, AS-POL-17). Its stock is taken in the
 * same transaction; too little of it is a Conflict, and reportReplacementUnavailable the way on. Before the goods
 * are back it takes an approval (C-25, AS-POL-27).
 */
export function sendReplacement(
  deps: CommandDeps,
  actor: Actor,
  input: SendReplacementInput,
): Promise<Outcome<ReplacementSent>> {
  return runCommand(deps, actor, sendReplacementCommand, input, { keyRequired: true })
}

/** What sendReplacement would decide now. */
export function previewSendReplacement(
  deps: CommandDeps,
  actor: Actor,
  input: SendReplacementInput,
): Promise<Preview> {
  return preview(deps, actor, sendReplacementCommand, input)
}

export const sendReplacementCommand: Command<
  z.output<typeof schema>,
  StepRequest,
  ReplacementSent,
  LoadedAfterSale
> = {
  name: 'sendReplacement',
  permission: 'after_sale.receive',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'SEND_REPLACEMENT' })),
  judge: judgeAfterSale,
  async execute(run, { carrier: by, waybill: number, note: text }, found, decision) {
    const { tx, actor, now } = run
    const { order, case: of } = found.facts
    const items = replacementOf(found.facts)
    await moveStock(run, found.facts, items)
    const kind = of.type === 'RESHIP' ? 'RESHIP' : 'EXCHANGE'
    const parcel = { carrier: by, waybill: number }
    const on = { shopId: actor.shop, caseId: of.id, at: now }
    const replacementIds = await addReplacements(tx, { ...on, kind, items, ...parcel })
    const step = await takeStep(run, found, 'SEND_REPLACEMENT', decision, {
      note: text ?? null,
      // Before the goods are back: let happen by an approval.
      set: run.approval ? { special_approval: true } : {},
      parameters: parcel,
    })
    const difference = await settleDifference(run, found.facts)
    const { refundId, customerPaysFen } = difference
    await remarkReshipment(run, order.id, `${kind === 'RESHIP' ? '补发' : '换货发出'} ${of.number} ${number}`)
    return {
      ids: { caseId: of.id, version: step.version, replacementIds, refundId },
      events: [
        {
          type: 'ReplacementSent',
          data: { orderId: order.id, kind, items, replacementIds, carrier: by, refundId, customerPaysFen },
        },
        ...difference.events,
      ],
      fields: ['state', 'replacements'],
    }
  },
}
