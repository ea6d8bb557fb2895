import { recordConsent as record } from '@cs/data/customers'
import { CONSENT_PURPOSES, CONSENT_SOURCES, CONTACT_CHANNELS } from '@cs/domain/customers'
import { z } from 'zod'
import { type Actor, agentOf } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const schema = z.strictObject({
  ...customerInput,
  purpose: z.enum(CONSENT_PURPOSES),
  channel: z.enum(CONTACT_CHANNELS),
  source: z.enum(CONSENT_SOURCES),
})
type Input = z.output<typeof schema>
export type RecordConsentInput = z.input<typeof schema>

/** Records that a customer agreed to be contacted for a purpose through a channel (C-34, CUS-ATT-05). */
export function recordConsent(
  deps: CommandDeps,
  actor: Actor,
  input: RecordConsentInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, recordConsentCommand, input)
}

/** Records that a customer took it back, or refused it when asked. What was said before stays as history. */
export function withdrawConsent(
  deps: CommandDeps,
  actor: Actor,
  input: RecordConsentInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, withdrawConsentCommand, input)
}

const answer = (name: string, given: boolean) =>
  customerCommand<Input>({
    name,
    permission: 'customer.consent.record',
    schema,
    ask: (_run, { purpose, channel }) => ({ step: 'CONSENT', given, purpose, channel }),
    async execute(run, { customerId, purpose, channel, source }, found) {
      const { tx, actor, now } = run
      const changed = await record(tx, actor.shop, {
        customerId,
        purpose,
        channel,
        given,
        source,
        recordedBy: agentOf(run),
        at: now,
      })
      if (!changed) return { version: found.version, ids: {}, events: [], fields: [] }
      const type = given ? 'ConsentGiven' : 'ConsentWithdrawn'
      return { ids: {}, events: [{ type, data: { purpose, channel, source } }], fields: ['consents'] }
    },
  })

const recordConsentCommand = answer('recordConsent', true)
const withdrawConsentCommand = answer('withdrawConsent', false)
