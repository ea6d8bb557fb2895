import { CONTACT_CHANNELS } from '@cs/domain/customers'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FollowUpChanged, followUpCommand, followUpInput } from './follow-up.ts'

const schema = z.strictObject({ ...followUpInput, channel: z.enum(CONTACT_CHANNELS) })
export type StartFollowUpInput = z.input<typeof schema>

/**
 * Begins a contact: judged by what is true this moment, and nobody else may contact the customer from now on. What comes of
 * it is recorded by `completeFollowUp` or `recordNoAnswer`.
 */
export function startFollowUp(
  deps: CommandDeps,
  actor: Actor,
  input: StartFollowUpInput,
): Promise<Outcome<FollowUpChanged>> {
  return runCommand(deps, actor, startFollowUpCommand, input)
}

const startFollowUpCommand = followUpCommand<z.output<typeof schema>>({
  name: 'startFollowUp',
  schema,
  ask({ now }, { channel }, { facts, version }) {
    if (facts.followUp.startedAt !== null) throw conflict(version, STARTED)
    return { step: 'START', channel, at: now.toISOString() }
  },
  execute: ({ now }, { channel }) => ({
    change: { started_at: now, channel },
    event: { type: 'FollowUpStarted', data: { channel } },
    fields: ['startedAt', 'channel'],
  }),
})

const STARTED = { zh: '该联系已开始。', en: 'This contact has begun already.' }
