import type { RefundRoute } from '@cs/domain/after-sales'
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
  /** The number of the payment, as the channel gives it. */
  reference: line.optional(),
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type IssueRefundInput = z.input<typeof schema>

/**
 * Issues what is owed back, once: for an after-sale, which moves on with it, or for a cancellation. Says between
 * which two moments the money arrives (AS-RFD-01 to -04, C-08) and tells the customer (AS-RFD-08).
 */
export function issueRefund(
  deps: CommandDeps,
  actor: Actor,
  input: IssueRefundInput,
): Promise<Outcome<RefundIssued>> {
  return runCommand(deps, actor, issueRefundCommand, input, { keyRequired: true })
}

/** What issueRefund would decide now. */
export function previewIssueRefund(
  deps: CommandDeps,
  actor: Actor,
  input: IssueRefundInput,
): Promise<Preview> {
  return preview(deps, actor, issueRefundCommand, input)
}

const issueRefundCommand: Command<z.output<typeof schema>, RefundRequest, RefundIssued, LoadedRefund> = {
  name: 'issueRefund',
  permission: 'refund.issue',
  schema,
  subjectType: 'Refund',
  load: (run, { refundId }) => loadRefund(run, refundId, 'ISSUE_REFUND'),
  judge: judgeRefundStep,
  execute: (run, { reference, note: text }, found, decision) =>
    payOut(run, found, decision, {
      route: found.refund.route as RefundRoute,
      reference: reference ?? null,
      note: text ?? null,
    }),
}
