import { lockComplaint } from '@cs/data/complaints'
import { findCompensation, lockCompensation, setCompensationIssued } from '@cs/data/settlements'
import type { CompensationKind } from '@cs/domain/after-sales'
import { judge } from '@cs/domain/decisions'
import { fen } from '@cs/domain/money'
import { z } from 'zod'
import { loadAfterSale } from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  compensationId: id,
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type IssueCompensationInput = z.input<typeof schema>

export interface CompensationIssued {
  readonly compensationId: string
  readonly caseId: string
}

interface CompensationFacts {
  readonly id: string
  readonly caseId: string
  readonly orderId: string | null
  readonly kind: CompensationKind
  readonly amountFen: number
  readonly status: string
}

/** Pays out a compensation in money that was granted, once: a Conflict where it was paid already. */
export function issueCompensation(
  deps: CommandDeps,
  actor: Actor,
  input: IssueCompensationInput,
): Promise<Outcome<CompensationIssued>> {
  return runCommand(deps, actor, issueCompensationCommand, input, { keyRequired: true })
}

const issueCompensationCommand: Command<z.output<typeof schema>, CompensationFacts, CompensationIssued> = {
  name: 'issueCompensation',
  permission: 'refund.issue',
  schema,
  subjectType: 'Compensation',
  async load(run, { compensationId }) {
    const { tx, actor, asking } = run
    const found = await findCompensation(tx, actor.shop, compensationId)
    if (!found) return null
    // Its order and its case are locked first, as everywhere.
    const locked = await loadAfterSale(run, found.case_id, () => ({ step: 'CONFIRM' }))
    if (!locked && !asking) await lockComplaint(tx, actor.shop, found.case_id)
    const row = asking ? found : await lockCompensation(tx, actor.shop, compensationId)
    if (!row) return null
    const facts = {
      id: row.id,
      caseId: row.case_id,
      orderId: row.order_id,
      kind: row.kind as CompensationKind,
      amountFen: row.amount_fen,
      status: row.status,
    }
    return { subjectId: row.id, version: 1, facts }
  },
  async attempt(_run, _input, { facts }) {
    if (facts.status !== 'OWED') throw conflict(1, PAID)
    return facts
  },
  judge: (facts, context) => judge('ISSUE_COMPENSATION', [], facts, context),
  async execute(run, _, { facts }) {
    const { id: compensationId, caseId, orderId, kind } = facts
    const amountFen = fen(facts.amountFen)
    await setCompensationIssued(run.tx, run.actor.shop, compensationId, run.now)
    const moved = { subjectId: compensationId, orderId, caseId }
    await postMovement(run, moved, { kind: 'COMPENSATION_ISSUED', in: kind, amountFen })
    return {
      ids: { compensationId, caseId },
      events: [
        {
          type: 'CompensationIssued',
          data: { compensationId, orderId, kind, amountFen },
          subject: { type: 'Case', id: caseId },
        },
      ],
      fields: ['status', 'issuedAt'],
    }
  },
}

const PAID = { zh: '该补偿已经发放。', en: 'This compensation was given already.' }
