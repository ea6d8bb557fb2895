import { addBlacklisting, changeCustomer, endRunOut, lastWarning, provenBy } from '@cs/data/customers'
import { BLACKLIST_REASONS, WARNINGS_SKIPPED } from '@cs/domain/customers'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const schema = z.strictObject({
  ...customerInput,
  reason: z.enum(BLACKLIST_REASONS),
  /** Stored files of the customer's cases that prove it. */
  evidenceIds: z.array(id).max(20),
  /** Why nobody warned the customer before, where nobody did. */
  warningSkipped: z.enum(WARNINGS_SKIPPED).optional(),
})
export type BlacklistCustomerInput = z.input<typeof schema>

interface Ids {
  readonly blacklistingId: string
  /** RFC 3339 UTC: it ends by itself then. */
  readonly until: string
}
export type CustomerBlacklisted = CustomerChanged & Ids

/**
 * Refuses a customer further orders for the time of the pack (CUS-TAG-03, C-44). Whoever proposes it asks for an approval;
 * a manager's yes carries it out, never the proposer's own (Q65). Without stored proof it is PolicyDenied.
 */
export function blacklistCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: BlacklistCustomerInput,
): Promise<Outcome<CustomerBlacklisted>> {
  return runCommand(deps, actor, blacklistCustomerCommand, input)
}

/** What blacklistCustomer would decide now. */
export function previewBlacklistCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: BlacklistCustomerInput,
): Promise<Preview> {
  return preview(deps, actor, blacklistCustomerCommand, input)
}

export const blacklistCustomerCommand = customerCommand<z.output<typeof schema>, Ids>({
  name: 'blacklistCustomer',
  permission: 'customer.blacklist.propose',
  schema,
  // Supervisors decide most requests; this one takes who may blacklist.
  alsoNeeds: (run) => (run.approval ? 'customer.blacklist' : null),
  async ask({ tx, actor }, { customerId, reason, evidenceIds, warningSkipped }) {
    const [proof, warnedAt] = [
      await provenBy(tx, actor.shop, customerId, evidenceIds),
      await lastWarning(tx, actor.shop, customerId),
    ]
    return {
      step: 'BLACKLIST',
      reason,
      evidence: proof.length,
      warnedAt: warnedAt?.toISOString() ?? null,
      warningSkipped: warningSkipped ?? null,
    }
  },
  async execute(run, { customerId, reason, evidenceIds }, _found, { ask }) {
    const { tx, actor, now, approval } = run
    if (!approval || ask.step !== 'BLACKLIST') throw new Forbidden('customer.blacklist')
    const until = dueAfter(now, run.context.pack.get('blacklist.expiry'))
    const over = await endRunOut(tx, actor.shop, customerId, now)
    const blacklistingId = await addBlacklisting(tx, actor.shop, {
      number: newNumber('BL', now),
      customerId,
      reason,
      warnedAt: ask.warnedAt ? new Date(ask.warnedAt) : null,
      warningSkipped: ask.warnedAt ? null : ask.warningSkipped,
      proposedBy: approval.requestedBy,
      approvedBy: requireAgent(run, 'customer.blacklist').id,
      since: now,
      until,
      evidenceIds: await provenBy(tx, actor.shop, customerId, evidenceIds),
    })
    const ids = { blacklistingId, until: until.toISOString() }
    return {
      version: await changeCustomer(tx, actor.shop, customerId, { blacklisted_until: until, vip: false }),
      ids,
      events: [
        ...(over ? [{ type: 'BlacklistingExpired', data: { blacklistingId: over } }] : []),
        { type: 'CustomerBlacklisted', data: { ...ids, reason } },
      ],
      fields: ['blacklistedUntil', 'blacklistings'],
      purpose: reason,
    }
  },
})
