import { REFUND_ROUTES, type RefundRoute } from '@cs/domain/after-sales'
import { judgeRefundStep, type RefundRequest } from '@cs/domain/settlements'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, line, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { payOut, type RefundIssued } from './pay-out.ts'
import { type LoadedRefund, loadRefund } from './refund.ts'

const schema = z.strictObject({
  refundId: id,
  /** Another way back, where the account of the first one is no good; absent: the same. */
  route: z.enum(REFUND_ROUTES).optional(),
  reference: line.optional(),
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: money moves. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type RetryRefundInput = z.input<typeof schema>

/**
 * Issues a refund again that failed (AS-WF-GEN-3): it was owed all the while. Tries are counted; past
 * `refund.max_attempts` of the pack another one takes a supervisor.
 */
export function retryRefund(
  deps: CommandDeps,
  actor: Actor,
  input: RetryRefundInput,
): Promise<Outcome<RefundIssued>> {
  return runCommand(deps, actor, retryRefundCommand, input, { keyRequired: true })
}

/** What retryRefund would decide now. */
export function previewRetryRefund(
  deps: CommandDeps,
  actor: Actor,
  input: RetryRefundInput,
): Promise<Preview> {
  return preview(deps, actor, retryRefundCommand, input)
}

export const retryRefundCommand: Command<
  z.output<typeof schema>,
  RefundRequest,
  RefundIssued,
  LoadedRefund
> = {
  name: 'retryRefund',
  permission: 'refund.issue',
  schema,
  subjectType: 'Refund',
  load: (run, { refundId }) => loadRefund(run, refundId, 'RETRY_REFUND'),
  judge: judgeRefundStep,
  execute: (run, { route, reference, note: text }, found, decision) =>
    payOut(run, found, decision, {
      route: route ?? (found.refund.route as RefundRoute),
      reference: reference ?? null,
      note: text ?? null,
    }),
}
