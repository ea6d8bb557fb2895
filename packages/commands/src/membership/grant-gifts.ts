import { inShop, newId, type Tx } from '@cs/data'
import { type Origin, recordAudit, recordEvents } from '@cs/data/journal'
import { grantGifts as grant, moveRound, takeRound } from '@cs/data/membership'
import { addNotice } from '@cs/data/notices'
import { packInForce } from '@cs/data/policy'
import { addDays, dayOf, startOfDay } from '@cs/domain/calendar'
import { type GiftBenefit, giftsOn, titleOfBenefit } from '@cs/domain/membership'
import type { Pack } from '@cs/domain/policy'
import { type Actor, originFor } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'

/** Gifts of one benefit that are granted in one transaction. */
const BATCH = 500

/** What a part of the daily look for gifts came to. */
export interface GiftsGranted {
  /** The day it was for; `null`: no look is due, or another worker is at it. */
  readonly day: string | null
  readonly finished: boolean
}

/**
 * Grants the gifts of the day that is due: a birthday gift in the month of the birthday (MEM-02), a yearly gift in each
 * calendar year (MEM-05), each once a year whatever becomes of the tier. Days that were missed follow in order. The
 * worker's: throws Forbidden for anybody else.
 */
export function grantGifts(deps: CommandDeps, actor: Actor): Promise<GiftsGranted> {
  if (actor.kind !== 'worker') throw new Forbidden('member.manage')
  const now = deps.now()
  const origin = originFor(actor, newId(now), now)
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const round = await takeRound(tx, actor.shop, 'GIFTS', now)
      if (!round) return { day: null, finished: true }
      const day = dayOf(round.dueAt)
      const pack = await packInForce(tx, actor.shop, round.dueAt)
      let more = false
      for (const occasion of giftsOn(day, pack)) {
        const granted = await grant(tx, { ...occasion, shopId: actor.shop }, now, BATCH)
        more ||= granted.length === BATCH
        for (const gift of granted) await tell(tx, origin, pack, occasion.benefit, occasion.ruleId, gift)
      }
      if (!more) await moveRound(tx, actor.shop, 'GIFTS', { nextAt: startOfDay(addDays(day, 1)) })
      return { day, finished: !more }
    }),
  )
}

async function tell(
  tx: Tx,
  origin: Origin,
  pack: Pack,
  benefit: GiftBenefit,
  ruleId: string,
  { id, customerId }: { readonly id: string; readonly customerId: string },
): Promise<void> {
  const { shopId, at, commandId } = origin
  const subject = { type: 'Member', id: customerId }
  await recordEvents(tx, origin, [
    {
      type: 'GiftGranted',
      subject,
      ruleIds: [ruleId],
      pack: `${pack.ref.id}@${pack.ref.version}`,
      data: { giftId: id, customerId, benefit },
    },
  ])
  await recordAudit(tx, origin, {
    subject,
    permission: 'member.manage',
    action: 'grantGift',
    fields: ['gifts'],
  })
  await addNotice(tx, {
    shopId,
    customerId,
    caseId: null,
    orderId: null,
    script: 'BENEFIT_ISSUED',
    parameters: { benefit: titleOfBenefit(benefit) },
    at,
    commandId,
  })
}
