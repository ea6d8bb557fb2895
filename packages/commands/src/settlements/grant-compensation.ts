import { newId } from '@cs/data'
import { addCompensation } from '@cs/data/settlements'
import { COMPENSATION_KINDS, judgeAfterSale } from '@cs/domain/after-sales'
import { fen } from '@cs/domain/money'
import { z } from 'zod'
import {
  type LoadedAfterSale,
  loadAfterSale,
  requireAuthority,
  type StepRequest,
  takeStep,
} from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { amount } from './amount.ts'
import { grantedBy } from './authority.ts'
import { givePoints, isPaidOut } from './compensation.ts'

const schema = z.strictObject({
  caseId: id,
  kind: z.enum(COMPENSATION_KINDS),
  /** Fen, at face value; points at 1 fen (Q61). */
  amountFen: amount,
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: money or points move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type GrantCompensationInput = z.input<typeof schema>

export interface CompensationGranted {
  readonly caseId: string
  readonly version: number
  readonly compensationId: string
  readonly number: string
  /** OWED: money that issueCompensation pays out. */
  readonly status: 'OWED' | 'ISSUED'
}

/**
 * Grants a compensation and completes its after-sale (AS-TYP-06, AS-POL-22). Authority follows the grade and counts
 * what was granted on all cases of the order (C-24, Q33); above it somebody else approves (Q04, Q05).
 */
export function grantCompensation(
  deps: CommandDeps,
  actor: Actor,
  input: GrantCompensationInput,
): Promise<Outcome<CompensationGranted>> {
  return runCommand(deps, actor, grantCompensationCommand, input, { keyRequired: true })
}

/** What grantCompensation would decide now. */
export function previewGrantCompensation(
  deps: CommandDeps,
  actor: Actor,
  input: GrantCompensationInput,
): Promise<Preview> {
  return preview(deps, actor, grantCompensationCommand, input)
}

export const grantCompensationCommand: Command<
  z.output<typeof schema>,
  StepRequest,
  CompensationGranted,
  LoadedAfterSale
> = {
  name: 'grantCompensation',
  permission: 'compensation.grant',
  schema,
  subjectType: 'Case',
  load: (run, { caseId, kind, amountFen }) =>
    loadAfterSale(run, caseId, () => ({ step: 'COMPENSATE', kind, amountFen: fen(amountFen) })),
  async attempt(run, _input, found) {
    requireAuthority(run, found)
    return found.facts
  },
  judge: judgeAfterSale,
  async execute(run, { kind, amountFen: asked, note: text }, found, decision) {
    const { tx, actor, now, commandId } = run
    const { order, case: of } = found.facts
    const amountFen = fen(asked)
    const compensationId = newId(now)
    const number = newNumber('CP', now)
    const issued = !isPaidOut(kind)
    await addCompensation(tx, {
      shopId: actor.shop,
      id: compensationId,
      number,
      caseId: of.id,
      orderId: order.id,
      customerId: order.customerId,
      kind,
      amountFen,
      issued,
      ...grantedBy(run),
      commandId,
      at: now,
    })
    const moved = { subjectId: compensationId, orderId: order.id, caseId: of.id }
    await postMovement(run, moved, { kind: 'COMPENSATION_OWED', in: kind, amountFen })
    if (issued) await postMovement(run, moved, { kind: 'COMPENSATION_ISSUED', in: kind, amountFen })
    if (kind === 'POINTS')
      await givePoints(run, { customerId: order.customerId, orderId: order.id, number }, amountFen)
    const step = await takeStep(run, found, 'COMPENSATE', decision, {
      note: text ?? null,
      set: { approved_fen: amountFen },
      parameters: { amountFen },
    })
    const status = issued ? 'ISSUED' : 'OWED'
    const granted = { compensationId, kind, amountFen, status }
    return {
      ids: { caseId: of.id, version: step.version, compensationId, number, status },
      events: [{ type: 'CompensationGranted', data: { orderId: order.id, ...granted } }],
      fields: ['state', 'compensations'],
    }
  },
}
