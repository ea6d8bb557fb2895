import { findCustomer, findMerge, laterMerges, lockCustomers, undoMerge } from '@cs/data/customers'
import { type CustomerRequest, judgeCustomer } from '@cs/domain/customers'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import type { CustomerChanged } from './customer.ts'

const schema = z.strictObject({ mergeId: id, idempotencyKey: idempotencyKey.optional() })
export type UndoCustomerMergeInput = z.input<typeof schema>

export interface CustomerMergeUndone extends CustomerChanged {
  readonly mergeId: string
  readonly duplicateId: string
}

/** Takes a merge back: what it moved names the former record again, and both are as they were (PRV-15). Newest first. */
export function undoCustomerMerge(
  deps: CommandDeps,
  actor: Actor,
  input: UndoCustomerMergeInput,
): Promise<Outcome<CustomerMergeUndone>> {
  return runCommand(deps, actor, undoCustomerMergeCommand, input)
}

const undoCustomerMergeCommand: Command<
  z.output<typeof schema>,
  CustomerRequest,
  CustomerMergeUndone,
  Loaded<CustomerRequest>
> = {
  name: 'undoCustomerMerge',
  permission: 'customer.merge',
  schema,
  subjectType: 'CustomerMerge',
  async load({ tx, actor, asking }, { mergeId }) {
    const seen = await findMerge(tx, actor.shop, mergeId)
    if (!seen) return null
    if (!asking) await lockCustomers(tx, actor.shop, [seen.survivor_id, seen.duplicate_id])
    // Read again behind the lock: whoever waited sees what the other one wrote.
    const [merge, survivor] = [
      await findMerge(tx, actor.shop, mergeId),
      await findCustomer(tx, actor.shop, seen.survivor_id),
    ]
    if (!merge || !survivor) return null
    const { facts } = survivor
    return {
      subjectId: mergeId,
      version: 1,
      facts: {
        customer: facts,
        ask: {
          step: 'UNDO_MERGE',
          mergeId,
          undone: merge.undone_at !== null,
          later: await laterMerges(tx, actor.shop, merge),
          survivorGone: facts.mergedInto !== null || facts.erased,
        },
      },
    }
  },
  judge: judgeCustomer,
  async execute(run, { mergeId }) {
    const { tx, actor, now } = run
    const merge = await findMerge(tx, actor.shop, mergeId)
    if (!merge) throw new Error('a merge that was locked is gone')
    const version = await undoMerge(tx, actor.shop, merge, requireAgent(run, 'customer.merge').id, now)
    const { survivor_id: customerId, duplicate_id: duplicateId } = merge
    return {
      ids: { mergeId, customerId, duplicateId, version },
      events: [
        {
          type: 'CustomerMergeUndone',
          subject: { type: 'Customer', id: customerId },
          data: { mergeId, duplicateId },
        },
      ],
      fields: ['customers'],
    }
  },
}
