import { judgeAfterSale } from '@cs/domain/after-sales'
import { z } from 'zod'
import { type LoadedAfterSale, loadAfterSale, type StepRequest, takeStep } from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  caseId: id,
  note: note.optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type StartRepairInput = z.input<typeof schema>

export interface RepairStarted {
  readonly caseId: string
  readonly version: number
}

/** Starts the repair of what came back (AS-TYP-03, C-46, Q51). */
export function startRepair(
  deps: CommandDeps,
  actor: Actor,
  input: StartRepairInput,
): Promise<Outcome<RepairStarted>> {
  return runCommand(deps, actor, startRepairCommand, input)
}

const startRepairCommand: Command<z.output<typeof schema>, StepRequest, RepairStarted, LoadedAfterSale> = {
  name: 'startRepair',
  permission: 'after_sale.receive',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'START_REPAIR' })),
  judge: judgeAfterSale,
  async execute(run, { note: text }, found, decision) {
    const step = await takeStep(run, found, 'START_REPAIR', decision, { note: text ?? null })
    return {
      ids: { caseId: found.subjectId, version: step.version },
      events: [{ type: 'RepairStarted', data: { orderId: found.facts.order.id } }],
      fields: ['state'],
    }
  },
}
