import { CONTACT_CHANNELS } from '@cs/domain/customers'
import { FOLLOW_UP_RESULTS } from '@cs/domain/follow-ups'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FollowUpChanged, followUpCommand, followUpInput } from './follow-up.ts'

const schema = z
  .strictObject({
    ...followUpInput,
    channel: z.enum(CONTACT_CHANNELS),
    result: z.enum(FOLLOW_UP_RESULTS),
    /** Seconds; of a call always. */
    durationSeconds: z.int().min(0).max(14_400).optional(),
    /** What the customer says, 1 to 5. */
    satisfaction: z.int().min(1).max(5).optional(),
    note: note.optional(),
  })
  .refine(({ channel, durationSeconds }) => channel !== 'PHONE' || durationSeconds !== undefined, {
    path: ['durationSeconds'],
    params: { code: 'REQUIRED' },
  })
export type CompleteFollowUpInput = z.input<typeof schema>

/**
 * Records a contact and what came of it (FUP-12): it counts from when it began, and was to begin within the hours, at least
 * 7 days after the last and with no complaint open. What else is planned for the customer moves behind it (Q26).
 */
export function completeFollowUp(
  deps: CommandDeps,
  actor: Actor,
  input: CompleteFollowUpInput,
): Promise<Outcome<FollowUpChanged>> {
  return runCommand(deps, actor, completeFollowUpCommand, input)
}

const completeFollowUpCommand = followUpCommand<z.output<typeof schema>>({
  name: 'completeFollowUp',
  schema,
  ask: ({ now }, { channel, durationSeconds = null }, { facts: { followUp } }) => ({
    step: 'COMPLETE',
    channel,
    at: followUp.startedAt ?? new Date(now.getTime() - (durationSeconds ?? 0) * 1000).toISOString(),
    durationSeconds,
  }),
  execute(
    run,
    { channel, result, durationSeconds = null, satisfaction = null, note: text },
    { facts: { ask } },
  ) {
    if (ask.step !== 'COMPLETE') throw new RangeError(`not a completion: ${ask.step}`)
    return {
      change: {
        status: 'DONE',
        because: null,
        ended_at: run.now,
        channel,
        contacted_at: new Date(ask.at),
        contacted_by: requireAgent(run, 'follow_up.work').id,
        duration_s: durationSeconds,
        result,
        satisfaction,
        note: text ?? null,
      },
      event: { type: 'FollowUpCompleted', data: { channel, result, satisfaction, durationSeconds } },
      fields: [
        'status',
        'result',
        ...(satisfaction === null ? [] : ['satisfaction']),
        ...(text ? ['note'] : []),
      ],
    }
  },
})
