import { newId } from '@cs/data'
import { lockMatter } from '@cs/data/cases'
import { addCompensation } from '@cs/data/settlements'
import { COMPENSATION_KINDS } from '@cs/domain/after-sales'
import type { Context, Decision } from '@cs/domain/decisions'
import { fen } from '@cs/domain/money'
import { z } from 'zod'
import { judgeStep, loadAfterSale, type StepRequest, takeStep } from '../after-sales/index.ts'
import { grantedBy, requireAuthority } from '../authority.ts'
import type { Command, Loaded, StoredDecision } from '../command.ts'
import {
  type ComplaintStepRequest,
  judgeComplaintStep,
  loadComplaint,
  takeComplaintStep,
} from '../complaints/index.ts'
import type { Actor, Run } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { giveServiceCoupon } from '../prices/index.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { amount } from './amount.ts'
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

/** An after-sale that is completed with it, or a complaint that goes on. */
type Granting = StepRequest | ComplaintStepRequest
type LoadedGrant = Loaded<Granting>

/**
 * Grants a compensation: it completes an after-sale (AS-TYP-06, AS-POL-22), and is part of what is done about a
 * complaint (CMP-PRI-06). Authority follows the grade and counts what was granted on all cases of the matter: linked,
 * merged, or of one order (C-24, Q33); above it somebody else approves (Q04, Q05).
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
  Granting,
  CompensationGranted,
  LoadedGrant
> = {
  name: 'grantCompensation',
  permission: 'compensation.grant',
  schema,
  subjectType: 'Case',
  async load(run, { caseId, kind, amountFen }) {
    const ask = () => ({ step: 'COMPENSATE', kind, amountFen: fen(amountFen) }) as const
    if (!run.asking) await lockMatter(run.tx, run.actor.shop, caseId)
    return (await loadAfterSale(run, caseId, ask)) ?? loadComplaint(run, caseId, ask)
  },
  async attempt(run, _input, { facts, version: current }) {
    requireAuthority(run, current, () => judgeGrant(facts, run.context))
    return facts
  },
  judge: judgeGrant,
  async execute(run, { kind, amountFen: asked, note: text }, found, decision) {
    const { tx, actor, now, commandId } = run
    const amountFen = fen(asked)
    const { caseId, orderId, customerId } = ofGrant(found.facts)
    const compensationId = newId(now)
    const number = newNumber('CP', now)
    const issued = !isPaidOut(kind)
    await addCompensation(tx, {
      shopId: actor.shop,
      id: compensationId,
      number,
      caseId,
      orderId,
      customerId,
      kind,
      amountFen,
      issued,
      ...grantedBy(run),
      commandId,
      at: now,
    })
    const moved = { subjectId: compensationId, orderId, caseId }
    await postMovement(run, moved, { kind: 'COMPENSATION_OWED', in: kind, amountFen })
    if (issued) await postMovement(run, moved, { kind: 'COMPENSATION_ISSUED', in: kind, amountFen })
    if (kind === 'POINTS') await givePoints(run, { customerId, orderId, number }, amountFen)
    const coupon =
      kind === 'COUPON' ? [await giveServiceCoupon(run, { customerId, compensationId, amountFen })] : []
    const next = await stepOf(run, found, decision, amountFen, text ?? null)
    const status = issued ? 'ISSUED' : 'OWED'
    const granted = { compensationId, kind, amountFen, status }
    return {
      ids: { caseId, version: next, compensationId, number, status },
      events: [{ type: 'CompensationGranted', data: { orderId, ...granted } }, ...coupon],
      fields: ['state', 'compensations'],
    }
  },
}

const isComplaint = (facts: Granting): facts is ComplaintStepRequest => 'complaint' in facts

function judgeGrant(facts: Granting, context: Context): Decision {
  return isComplaint(facts) ? judgeComplaintStep(facts, context) : judgeStep(facts, context)
}

function ofGrant(facts: Granting) {
  if (isComplaint(facts)) {
    const { id: caseId, orderId, customerId } = facts.complaint
    return { caseId, orderId, customerId }
  }
  return { caseId: facts.case.id, orderId: facts.order.id, customerId: facts.order.customerId }
}

/** Takes the step in the timeline of the case. Returns its new version. */
async function stepOf(
  run: Run,
  { subjectId, version: current, facts }: LoadedGrant,
  decision: StoredDecision,
  amountFen: number,
  text: string | null,
): Promise<number> {
  const loaded = { subjectId, version: current }
  if (isComplaint(facts)) {
    return (await takeComplaintStep(run, { ...loaded, facts }, 'COMPENSATE', decision, { note: text }))
      .version
  }
  const step = await takeStep(run, { ...loaded, facts }, 'COMPENSATE', decision, {
    note: text,
    set: { approved_fen: amountFen },
    parameters: { amountFen },
  })
  return step.version
}
