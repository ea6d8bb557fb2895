import { inShop, newId } from '@cs/data'
import { recordAudits, recordEvents } from '@cs/data/journal'
import { type GrantedGift, grantGifts, moveRound, takeRound } from '@cs/data/membership'
import { addNotices } from '@cs/data/notices'
import { packInForce } from '@cs/data/policy'
import { membersWithoutKeeper } from '@cs/data/routing'
import { addDays, dayOf, startOfDay } from '@cs/domain/calendar'
import { type GiftBenefit, giftsOn, hasDedicatedAgent, TIERS, titleOfBenefit } from '@cs/domain/membership'
import { type Actor, originFor } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import { retrying } from '../retry.ts'
import { dedicate } from '../routing/index.ts'
import type { CommandDeps } from '../run.ts'
import { type Moving, PART } from './write-moves.ts'

/** Gifts of one benefit that are granted in one transaction, and members who get an agent. */
const BATCH = 500

/** What a part of the daily look at members came to. */
export interface MembersSeen {
  /** The day it was for; `null`: no look is due, or another worker is at it. */
  readonly day: string | null
  readonly finished: boolean
}

/**
 * Looks at the members of a shop for the day that is due. Grants its gifts: for a birthday in its month (MEM-02), and
 * in each calendar year (MEM-05), each once a year whatever becomes of the tier. Gives somebody to members with that right
 * whom nobody looks after, such as where an agent has left. Days that were missed follow in order. The worker's: throws
 * Forbidden for anybody else.
 */
export async function lookDaily(deps: CommandDeps, actor: Actor): Promise<MembersSeen> {
  if (actor.kind !== 'worker') throw new Forbidden('member.manage')
  const now = deps.now()
  const origin = originFor(actor, newId(now), now)
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const round = await takeRound(tx, actor.shop, 'DAILY', now)
      if (!round) return { day: null, finished: true }
      const day = dayOf(round.dueAt)
      const pack = await packInForce(tx, actor.shop, round.dueAt)
      let more = false
      for (const occasion of giftsOn(day, pack)) {
        const granted = await grantGifts(tx, { ...occasion, shopId: actor.shop }, now, BATCH)
        more ||= granted.length === BATCH
        await tell({ tx, origin, pack }, occasion, granted)
      }
      const entitled = TIERS.filter((tier) => hasDedicatedAgent(tier, pack))
      const alone = await membersWithoutKeeper(tx, actor.shop, entitled, BATCH)
      if ((await dedicate(tx, origin, alone)) === BATCH) more = true
      if (!more) await moveRound(tx, actor.shop, 'DAILY', { nextAt: startOfDay(addDays(day, 1)) })
      return { day, finished: !more }
    }),
  )
}

/** Tells of gifts, in parts: texts of statements are kept by their number of rows. */
async function tell(
  { tx, origin, pack }: Moving,
  { benefit, ruleId }: { readonly benefit: GiftBenefit; readonly ruleId: string },
  gifts: readonly GrantedGift[],
): Promise<void> {
  const { shopId, at, commandId } = origin
  const told = gifts.map(({ id, customerId }) => ({ id, subject: { type: 'Member', id: customerId } }))
  for (let i = 0; i < told.length; i += PART) {
    const part = told.slice(i, i + PART)
    await recordEvents(
      tx,
      origin,
      part.map(({ id, subject }) => ({
        type: 'GiftGranted',
        subject,
        ruleIds: [ruleId],
        pack: `${pack.ref.id}@${pack.ref.version}`,
        data: { giftId: id, customerId: subject.id, benefit },
      })),
    )
    recordAudits(
      tx,
      origin,
      part.map(({ subject }) => ({
        subject,
        permission: 'member.manage',
        action: 'grantGift',
        fields: ['gifts'],
      })),
    )
    addNotices(
      tx,
      part.map(({ subject }) => ({
        shopId,
        customerId: subject.id,
        caseId: null,
        orderId: null,
        script: 'BENEFIT_ISSUED',
        parameters: { benefit: titleOfBenefit(benefit) },
        at,
        commandId,
      })),
    )
  }
}
