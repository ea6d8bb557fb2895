import type { Permission } from '../access/index.ts'
import { dayOf } from '../calendar/index.ts'
import type { Context, Decision } from '../decisions/index.ts'
import { channelFor } from './channel.ts'
import type { FollowUpAsk, FollowUpRequest } from './facts.ts'
import { firstHourOf, lastContactOf, nextContactDay, nextContactHour } from './hours.ts'
import { judgeFollowUp } from './judge.ts'
import { hasEnded, KINDS } from './kinds.ts'
import { retryAt } from './plans.ts'

/** What may be done with a follow-up: the command, its permission, and what would be decided now. */
export interface FollowUpAction {
  readonly step: FollowUpAsk['step']
  readonly command: string
  readonly permission: Permission
  readonly decision: Decision
}

type Asked = Omit<FollowUpRequest, 'ask'>

const COMMANDS = [
  ['START', 'startFollowUp', 'follow_up.work'],
  ['COMPLETE', 'completeFollowUp', 'follow_up.work'],
  ['NO_ANSWER', 'recordNoAnswer', 'follow_up.work'],
  ['RESCHEDULE', 'rescheduleFollowUp', 'follow_up.work'],
  ['HAND_OVER', 'handOverFollowUp', 'follow_up.work'],
  ['CANCEL', 'cancelFollowUp', 'follow_up.work'],
] as const satisfies readonly (readonly [FollowUpAsk['step'], string, Permission])[]

/** Everything that may be done with a follow-up that has not ended, each with its decision: why not now, too. */
export function followUpActions(of: Asked, context: Context): readonly FollowUpAction[] {
  if (hasEnded(of.followUp.status)) return []
  return COMMANDS.map(([step, command, permission]) => ({
    step,
    command,
    permission,
    decision: judgeFollowUp({ ...of, ask: askOf(step, of, context) }, context),
  }))
}

function askOf(
  step: (typeof COMMANDS)[number][0],
  { followUp, customer }: Asked,
  { pack, now }: Context,
): FollowUpAsk {
  const channel = channelFor(customer, KINDS[followUp.kind].purpose) ?? 'CHAT'
  const at = followUp.startedAt ?? now.toISOString()
  switch (step) {
    case 'START':
      return { step, channel, at: now.toISOString() }
    case 'NO_ANSWER':
      return { step, channel, at }
    case 'COMPLETE':
      return { step, channel, at, durationSeconds: null }
    case 'RESCHEDULE':
      return { step, at: retryAt(now, pack).toISOString() }
    default:
      return { step }
  }
}

/**
 * From when the customer may be contacted for this, by hours and by the last contact; `null`: not as things are, because
 * of a complaint, the customer's will, or because it has ended.
 */
export function nextAllowedAt(of: Asked, { pack, now }: Context): Date | null {
  const { followUp, customer } = of
  if (hasEnded(followUp.status)) return null
  const last = lastContactOf(customer)
  const from = last && nextContactDay(last, pack)
  const at = from !== null && from > dayOf(now) ? firstHourOf(from, pack) : nextContactHour(now, pack)
  const channel = channelFor(customer, KINDS[followUp.kind].purpose) ?? 'CHAT'
  const then = judgeFollowUp(
    { ...of, ask: { step: 'START', channel, at: at.toISOString() } },
    { pack, now: at },
  )
  return then.outcome === 'ALLOWED' && at.getTime() < Date.parse(followUp.latestAt) ? at : null
}
