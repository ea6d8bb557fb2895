import type { Tx } from '@cs/data'
import { type Origin, recordAudits, recordEvents } from '@cs/data/journal'
import { addTierChanges, paidDays, type Standing, setTiers } from '@cs/data/membership'
import { addNotices, type NewNotice } from '@cs/data/notices'
import { startOfDay } from '@cs/domain/calendar'
import { afterMoves, hasDedicatedAgent, progressOf, type TierMove } from '@cs/domain/membership'
import type { Pack } from '@cs/domain/policy'
import type { NoticeParameters, NoticeScript } from '@cs/domain/wording'
import { dedicate } from '../routing/index.ts'
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

const FIELDS = {
  RAISED: ['tier', 'tierSince', 'lowersTo'],
  NOTIFIED: ['lowersTo', 'lowersOn'],
  KEPT: ['lowersTo', 'lowersOn'],
  LOWERED: ['tier', 'tierSince', 'lowersTo'],
} as const satisfies Record<TierMove['kind'], readonly string[]>

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
  const changes = changing.flatMap(({ customerId, paidFen, served, moves }) =>
    moves.map((each) => ({ ...each, customerId, paidFen, served })),
  )
  const { shopId, commandId, at } = origin
  addTierChanges(tx, { shopId, pack: pack.ref, commandId, at }, changes)
  const missing = await missingToKeep(moving, changing)
  const told = changes.map((change) => ({ change, subject: { type: 'Member', id: change.customerId } }))
  for (let i = 0; i < told.length; i += PART) {
    const part = told.slice(i, i + PART)
    await recordEvents(
      tx,
      origin,
      part.map(({ subject, change: { kind, from, to, paidFen, thresholdFen, effectiveOn, ruleId } }) => ({
        type: EVENTS[kind],
        subject,
        ruleIds: [ruleId],
        pack: `${pack.ref.id}@${pack.ref.version}`,
        data: { customerId: subject.id, from, to, paidFen, thresholdFen, effectiveOn },
      })),
    )
    recordAudits(
      tx,
      origin,
      part.map(({ subject, change }) => ({
        subject,
        permission: 'member.manage',
        action: 'moveTier',
        fields: FIELDS[change.kind],
      })),
    )
    addNotices(
      tx,
      part.filter(({ change }) => change.served).map(({ change }) => noticeOf(origin, change, missing)),
    )
  }
  // Last: it waits for others who give work to somebody.
  const raised = changes.filter(({ kind, to }) => kind === 'RAISED' && hasDedicatedAgent(to, pack))
  await dedicate(
    tx,
    origin,
    raised.map(({ customerId }) => customerId),
  )
}

/** Texts of statements are kept by their number of rows: no more than this. */
export const PART = 100

function noticeOf(
  { shopId, commandId, at }: Origin,
  { customerId, kind, to, thresholdFen, effectiveOn }: TierMove & { readonly customerId: string },
  missing: ReadonlyMap<string, number>,
): NewNotice {
  const parameters: NoticeParameters = {
    tier: to,
    ...(kind === 'NOTIFIED' && {
      amountFen: missing.get(customerId) ?? thresholdFen,
      dueAt: startOfDay(effectiveOn).toISOString(),
    }),
  }
  return { shopId, customerId, caseId: null, orderId: null, script: SCRIPTS[kind], parameters, at, commandId }
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
