import type { Tx } from '@cs/data'
import { type Origin, recordAudit, recordEvents } from '@cs/data/journal'
import { addTierChanges, paidDays, type Standing, setTiers } from '@cs/data/membership'
import { addNotice } from '@cs/data/notices'
import { startOfDay } from '@cs/domain/calendar'
import { afterMoves, progressOf, type TierMove } from '@cs/domain/membership'
import type { Pack } from '@cs/domain/policy'
import type { NoticeParameters, NoticeScript } from '@cs/domain/wording'
import { windowAt } from './window.ts'

/** In which transaction, by whom and by which pack tiers move. */
export interface Moving {
  readonly tx: Tx
  readonly origin: Origin
  readonly pack: Pack
}

/** A locked member and what becomes of the tier. */
export interface Moved extends Standing {
  readonly moves: readonly TierMove[]
}

const EVENTS = {
  RAISED: 'TierRaised',
  NOTIFIED: 'TierDowngradeAnnounced',
  KEPT: 'TierKept',
  LOWERED: 'TierLowered',
} as const satisfies Record<TierMove['kind'], string>

const SCRIPTS = {
  RAISED: 'TIER_RAISED',
  NOTIFIED: 'TIER_TO_FALL',
  KEPT: 'TIER_KEPT',
  LOWERED: 'TIER_FALLEN',
} as const satisfies Record<TierMove['kind'], NoticeScript>

/** Writes what became of tiers: state, history, events, audit, and what the members are owed to be told. */
export async function writeMoves(moving: Moving, moved: readonly Moved[]): Promise<void> {
  const { tx, origin, pack } = moving
  const changing = moved.filter(({ moves }) => moves.length > 0)
  if (changing.length === 0) return
  const states = changing.map(({ customerId, state, moves }) => ({
    customerId,
    state: afterMoves(state, moves),
  }))
  await setTiers(tx, origin.shopId, states)
  const changes = changing.flatMap(({ customerId, paidFen, moves }) =>
    moves.map((each) => ({ ...each, customerId, paidFen })),
  )
  const { shopId, commandId, at } = origin
  addTierChanges(tx, { shopId, pack: pack.ref, commandId, at }, changes)
  const missing = await missingToKeep(moving, changing)
  for (const { customerId, kind, from, to, paidFen, thresholdFen, effectiveOn, ruleId } of changes) {
    const subject = { type: 'Member', id: customerId }
    await recordEvents(tx, origin, [
      {
        type: EVENTS[kind],
        subject,
        ruleIds: [ruleId],
        pack: `${pack.ref.id}@${pack.ref.version}`,
        data: { customerId, from, to, paidFen, thresholdFen, effectiveOn },
      },
    ])
    await recordAudit(tx, origin, {
      subject,
      permission: 'member.manage',
      action: kind === 'NOTIFIED' ? 'announceTier' : 'moveTier',
      fields: kind === 'NOTIFIED' || kind === 'KEPT' ? ['lowersTo'] : ['tier', 'tierSince'],
    })
    const parameters: NoticeParameters = {
      tier: to,
      ...(kind === 'NOTIFIED' && {
        amountFen: missing.get(customerId) ?? thresholdFen,
        dueAt: startOfDay(effectiveOn).toISOString(),
      }),
    }
    const script = SCRIPTS[kind]
    await addNotice(tx, {
      shopId,
      customerId,
      caseId: null,
      orderId: null,
      script,
      parameters,
      at,
      commandId,
    })
  }
}

/** What each member who is told of a lower tier has to pay by then to keep this one, in fen. */
async function missingToKeep(
  { tx, origin, pack }: Moving,
  moved: readonly Moved[],
): Promise<ReadonlyMap<string, number>> {
  const told = moved.filter(({ moves }) => moves.at(-1)?.kind === 'NOTIFIED')
  if (told.length === 0) return new Map()
  const ids = told.map(({ customerId }) => customerId)
  const days = await paidDays(tx, origin.shopId, ids, windowAt(origin.at, pack))
  return new Map(
    told.map(({ customerId, state, moves }) => {
      const { tier, notice } = afterMoves(state, moves)
      const paid = days.get(customerId) ?? []
      const { keep } = progressOf({ tier, notice, paid }, origin.at, pack)
      return [customerId, keep?.missingFen ?? 0]
    }),
  )
}
