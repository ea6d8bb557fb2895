import { caseReach, consentGiven, logOutsideContact as log } from '@cs/data/customers'
import { CONTACT_CHANNELS } from '@cs/domain/customers'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor } from '../context.ts'
import { id, note } from '../fields.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

export const OUTSIDE_REASONS = [
  'DELIVERY',
  'AFTER_SALE',
  'COMPLAINT',
  'VERIFICATION',
  'CALLBACK',
  'OTHER',
] as const

const schema = z.strictObject({
  ...customerInput,
  channel: z.enum(CONTACT_CHANNELS),
  reason: z.enum(OUTSIDE_REASONS),
  caseId: id.optional(),
  note: note.optional(),
})
export type LogOutsideContactInput = z.input<typeof schema>

export interface OutsideContactLogged extends CustomerChanged {
  readonly contactId: string
}

/**
 * Logs that a customer was contacted outside the platform, with the reason and whether they had agreed to that (C-34).
 * What happened is logged also where they had not; the decision then warns.
 */
export function logOutsideContact(
  deps: CommandDeps,
  actor: Actor,
  input: LogOutsideContactInput,
): Promise<Outcome<OutsideContactLogged>> {
  return runCommand(deps, actor, logOutsideContactCommand, input)
}

const logOutsideContactCommand = customerCommand<z.output<typeof schema>, { readonly contactId: string }>({
  name: 'logOutsideContact',
  permission: 'customer.profile.manage',
  schema,
  async ask({ tx, actor }, { customerId, channel, caseId }) {
    const about = caseId ? await caseReach(tx, actor.shop, caseId) : null
    if (caseId && about?.customerId !== customerId) throw notFound('Case')
    const consent = await consentGiven(tx, actor.shop, customerId, 'SERVICE', channel)
    return { step: 'LOG_CONTACT', channel, consent }
  },
  async execute(run, { customerId, channel, reason, caseId, note: text }, found, { ask }) {
    if (channel === 'CHAT' || ask.step !== 'LOG_CONTACT') throw new Error('the chat is not outside')
    const { tx, actor, now } = run
    const { consent } = ask
    const contactId = await log(tx, actor.shop, {
      customerId,
      caseId: caseId ?? null,
      channel,
      reason,
      consent,
      note: text ?? null,
      agentId: requireAgent(run, 'customer.profile.manage').id,
      at: now,
    })
    return {
      version: found.version,
      ids: { contactId },
      events: [{ type: 'OutsideContactLogged', data: { channel, reason, consent, caseId: caseId ?? null } }],
      fields: ['outsideContacts'],
    }
  },
})
