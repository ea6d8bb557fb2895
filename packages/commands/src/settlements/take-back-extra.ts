import { judgeAfterSale } from '@cs/domain/after-sales'
import { z } from 'zod'
import {
  type LoadedAfterSale,
  loadAfterSale,
  moveStock,
  type StepRequest,
  takeStep,
} from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  caseId: id,
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: goods move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type TakeBackExtraInput = z.input<typeof schema>

export interface ExtraTakenBack {
  readonly caseId: string
  readonly version: number
}

/**
 * Ends the return of what was sent too much (AS-POL-30): nothing was paid for it, so nothing is owed. What was found
 * as sold is on sale again (CAT-25).
 */
export function takeBackExtra(
  deps: CommandDeps,
  actor: Actor,
  input: TakeBackExtraInput,
): Promise<Outcome<ExtraTakenBack>> {
  return runCommand(deps, actor, takeBackExtraCommand, input, { keyRequired: true })
}

const takeBackExtraCommand: Command<z.output<typeof schema>, StepRequest, ExtraTakenBack, LoadedAfterSale> = {
  name: 'takeBackExtra',
  permission: 'after_sale.receive',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'TAKE_BACK' })),
  judge: judgeAfterSale,
  async execute(run, { note: text }, found, decision) {
    await moveStock(run, found.facts, [])
    const step = await takeStep(run, found, 'TAKE_BACK', decision, { note: text ?? null })
    return {
      ids: { caseId: found.subjectId, version: step.version },
      events: [{ type: 'ExtraTakenBack', data: { orderId: found.facts.order.id } }],
      fields: ['state'],
    }
  },
}
