import { addCheckIn, lastCheckIn, type PointsAccounts, postPoints } from '@cs/data/points'
import { dayOf } from '@cs/domain/calendar'
import {
  checkInPoints,
  dayInRow,
  expiryOf,
  judgePoints,
  type PointsRequest,
  pointsLines,
} from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { loadPoints, originOfPoints } from './member.ts'

const schema = z.strictObject({
  customerId: id,
  /** Required: points move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type CheckInInput = z.input<typeof schema>

export interface CheckedIn {
  readonly customerId: string
  readonly points: number
  /** 1 to 7. */
  readonly dayInRow: number
}

type Asked = Extract<PointsRequest, { step: 'CHECK_IN' }>
interface Found extends Loaded<Asked> {
  readonly accounts: PointsAccounts
}

/** Checks a member in: once a calendar day, the seventh in a row brings more (PTS-03, Q43). */
export function checkIn(deps: CommandDeps, actor: Actor, input: CheckInInput): Promise<Outcome<CheckedIn>> {
  return runCommand(deps, actor, checkInCommand, input, { keyRequired: true })
}

const checkInCommand: Command<z.output<typeof schema>, Asked, CheckedIn, Found> = {
  name: 'checkIn',
  permission: 'points.check_in',
  schema,
  subjectType: 'Member',
  async load(run, { customerId }) {
    const accounts = await loadPoints(run, customerId)
    if (!accounts) return null
    const last = await lastCheckIn(run.tx, run.actor.shop, customerId)
    const facts = { step: 'CHECK_IN', customerId, day: dayOf(run.now), last } as const
    return { subjectId: customerId, version: accounts.version, facts, accounts }
  },
  judge: judgePoints,
  async execute(run, { customerId }, { facts: { day, last }, accounts }) {
    const { tx, actor, now, context } = run
    const place = dayInRow(day, last)
    const points = checkInPoints(place, context.pack)
    const lines = pointsLines({ kind: 'CHECK_IN', points, expiresOn: expiryOf(now, context.pack) }, accounts)
    const journalId = await postPoints(tx, originOfPoints(run, customerId), 'CHECK_IN', lines)
    await addCheckIn(tx, { shopId: actor.shop, customerId, journalId, day, dayInRow: place })
    return {
      ids: { customerId, points, dayInRow: place },
      events: [{ type: 'MemberCheckedIn', data: { day, dayInRow: place, points } }],
      fields: ['points'],
    }
  },
}
