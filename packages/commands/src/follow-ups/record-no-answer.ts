import { CONTACT_CHANNELS } from '@cs/domain/customers'
import { retryAt } from '@cs/domain/follow-ups'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FollowUpChanged, followUpCommand, followUpInput } from './follow-up.ts'

const schema = z.strictObject({ ...followUpInput, channel: z.enum(CONTACT_CHANNELS) })
export type RecordNoAnswerInput = z.input<typeof schema>

/**
 * Records that a customer did not answer: tried again the next day, and after the last attempt of the pack no more. Who was
 * not reached was not contacted, so the week does not begin anew.
 */
export function recordNoAnswer(
  deps: CommandDeps,
  actor: Actor,
  input: RecordNoAnswerInput,
): Promise<Outcome<FollowUpChanged>> {
  return runCommand(deps, actor, recordNoAnswerCommand, input)
}

const recordNoAnswerCommand = followUpCommand<z.output<typeof schema>>({
  name: 'recordNoAnswer',
  schema,
  ask: ({ now }, { channel }, { facts: { followUp } }) => ({
    step: 'NO_ANSWER',
    channel,
    at: followUp.startedAt ?? now.toISOString(),
  }),
  execute({ now, context: { pack } }, { channel }, { facts: { followUp } }) {
    const attempts = followUp.attempts + 1
    const last = attempts >= pack.get('follow_up.attempts')
    return {
      change: {
        attempts,
        started_at: null,
        ...(last
          ? { status: 'UNREACHED', because: 'NO_ANSWER', ended_at: now }
          : { wanted_at: retryAt(now, pack), prepared_at: null }),
      },
      event: { type: last ? 'FollowUpUnreached' : 'FollowUpNotAnswered', data: { channel, attempts } },
      fields: ['attempts', ...(last ? ['status'] : ['dueAt'])],
    }
  },
})
