import { addNotice } from '@cs/data/notices'
import { type PointsAccounts, postPoints, setPointsAnnounced } from '@cs/data/points'
import { dayOf, endOfDay } from '@cs/domain/calendar'
import { type Context, judge } from '@cs/domain/decisions'
import { noticeDayOf, pointsLines } from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { loadPoints, originOfPoints } from './member.ts'

const schema = z.strictObject({ customerId: id, expiresOn: z.iso.date() })
type Input = z.input<typeof schema>

export interface PointsOfDay {
  readonly customerId: string
  readonly points: number
}

interface DayFacts extends PointsOfDay {
  readonly expiresOn: string
}
interface Found extends Loaded<DayFacts> {
  readonly accounts: PointsAccounts
}

/** Takes away what is left of points whose last day is over (Q25). For the worker alone; NotFound: nothing is left. */
export function expirePoints(deps: CommandDeps, actor: Actor, input: Input): Promise<Outcome<PointsOfDay>> {
  return runCommand(deps, actor, expirePointsCommand, input)
}

/** Puts the notice in line that points expire, once for each last day (Q25). For the worker alone. */
export function announceExpiry(deps: CommandDeps, actor: Actor, input: Input): Promise<Outcome<PointsOfDay>> {
  return runCommand(deps, actor, announceExpiryCommand, input)
}

/** What is left of the points of a member that expire on a day; `null`: nothing, or no member. */
async function loadDay(run: Run, { customerId, expiresOn }: Input): Promise<Found | null> {
  if (run.actor.kind !== 'worker') throw new Forbidden('points.adjust')
  const accounts = await loadPoints(run, customerId)
  const lot = accounts?.lots.find((each) => each.expiresOn === expiresOn)
  if (!accounts || !lot) return null
  const facts = { customerId, expiresOn, points: lot.points }
  return { subjectId: customerId, version: accounts.version, facts, accounts }
}

type DayCommand = Command<Input, DayFacts, PointsOfDay, Found>
const ofDay = { permission: 'points.adjust', schema, subjectType: 'Member', load: loadDay } as const

const expirePointsCommand: DayCommand = {
  ...ofDay,
  name: 'expirePoints',
  async attempt(run, _input, { facts, version }) {
    if (facts.expiresOn >= dayOf(run.now)) throw conflict(version, NOT_YET)
    return facts
  },
  judge: (facts, context) => judge('EXPIRE_POINTS', [], facts, context),
  async execute(run, { customerId, expiresOn }, { facts: { points }, accounts }) {
    const lines = pointsLines({ kind: 'EXPIRY', expiresOn }, accounts)
    await postPoints(run.tx, originOfPoints(run, customerId), 'EXPIRY', lines)
    return {
      ids: { customerId, points },
      events: [{ type: 'PointsExpired', data: { points, expiresOn } }],
      fields: ['points'],
    }
  },
}

const announceExpiryCommand: DayCommand = {
  ...ofDay,
  name: 'announceExpiry',
  async attempt(run, _input, { facts, version }) {
    if (!isDue(facts.expiresOn, run.context)) throw conflict(version, NOT_YET)
    return facts
  },
  judge: (facts, context) => judge('ANNOUNCE_EXPIRY', [], facts, context),
  async execute(run, { customerId, expiresOn }, { facts: { points }, version }) {
    const { tx, actor, now, commandId } = run
    const shopId = actor.shop
    if (!(await setPointsAnnounced(tx, { shopId, customerId, expiresOn, at: now })))
      throw conflict(version, TOLD_BEFORE)
    await addNotice(tx, {
      shopId,
      customerId,
      caseId: null,
      orderId: null,
      script: 'POINTS_TO_EXPIRE',
      parameters: { points, dueAt: endOfDay(expiresOn).toISOString() },
      at: now,
      commandId,
    })
    return {
      ids: { customerId, points },
      events: [{ type: 'PointsExpiryAnnounced', data: { points, expiresOn } }],
      fields: ['notices'],
    }
  },
}

/** From the day of the notice up to and with the last day. */
function isDue(expiresOn: string, { pack, now }: Context): boolean {
  const today = dayOf(now)
  return noticeDayOf(expiresOn, pack) <= today && today <= expiresOn
}

const NOT_YET = { zh: '尚未到期。', en: 'It is not due yet.' }
const TOLD_BEFORE = { zh: '已经通知过该会员。', en: 'The member was told already.' }
