import {
  caseReach,
  customerVersion,
  type RevealedContact,
  revealedContact,
  revealsSince,
} from '@cs/data/customers'
import { judgeReveal, REVEAL_DISPLAY_SECONDS, REVEAL_PURPOSES, type RevealFacts } from '@cs/domain/customers'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, principalOf } from '../context.ts'
import { id } from '../fields.ts'
import { Forbidden, notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { within } from '../scope.ts'

const HOUR_MS = 3_600_000

const schema = z.strictObject({
  customerId: id,
  purpose: z.enum(REVEAL_PURPOSES),
  /** The case it is needed for. Only who holds the permission for the whole shop may leave it out. */
  caseId: id.nullish(),
})
export type RevealContactInput = z.input<typeof schema>

/** Contact data in full, once. Nothing of it is kept: a repeated call is another reveal. */
export interface ContactRevealed extends RevealedContact {
  readonly customerId: string
  /** RFC 3339 UTC: take it off the screen then. */
  readonly displayUntil: string
}

/**
 * Shows a customer's contact data for a stated purpose (PRV-01), with an audit entry in the same
 * transaction. Own scope: a case that the actor owns or works on; team: one of the agents supervised as well.
 * Throws Forbidden for a case beyond the scope; a closed case, one of another customer, or too many
 * reveals within the hour are PolicyDenied.
 */
export function revealContact(
  deps: CommandDeps,
  actor: Actor,
  input: RevealContactInput,
): Promise<Outcome<ContactRevealed>> {
  return runCommand(deps, actor, revealContactCommand, input)
}

const revealContactCommand: Command<z.output<typeof schema>, RevealFacts, ContactRevealed> = {
  name: 'revealContact',
  permission: 'customer.contact.reveal',
  schema,
  subjectType: 'Customer',
  async load(run, { customerId, purpose, caseId }) {
    const { tx, actor, now } = run
    const version = await customerVersion(tx, actor.shop, customerId)
    if (version === null) return null
    const about = caseId ? await caseReach(tx, actor.shop, caseId) : null
    if (caseId && !about) throw notFound('Case')
    if (about && !within(run, [about.ownerId, about.assigneeId]))
      throw new Forbidden('customer.contact.reveal')
    const who = principalOf(actor) ?? actor.shop
    const reveals = await revealsSince(tx, actor.shop, who, new Date(now.getTime() - HOUR_MS))
    const [oldest] = reveals
    return {
      subjectId: customerId,
      version,
      facts: {
        customerId,
        purpose,
        scope: run.scope,
        case: about && { id: about.id, open: about.open, concernsCustomer: about.customerId === customerId },
        reveals: reveals.length,
        nextAt: oldest ? new Date(oldest.getTime() + HOUR_MS).toISOString() : null,
      },
    }
  },
  judge: judgeReveal,
  async execute(run, { customerId, purpose, caseId }) {
    const revealed = await revealedContact(run.tx, run.actor.shop, customerId)
    const displayUntil = new Date(run.now.getTime() + REVEAL_DISPLAY_SECONDS * 1000).toISOString()
    const kinds = revealed.contacts.map((contact) => contact.kind.toLowerCase())
    return {
      ids: { customerId, displayUntil, ...revealed },
      events: [{ type: 'ContactRevealed', data: { purpose, caseId: caseId ?? null } }],
      // Never empty: the rate limit counts the entries that name fields.
      fields: [...new Set(['contact', ...kinds]), 'addresses'],
      purpose,
    }
  },
}
