import { announceExpiry, type CommandDeps, expirePoints, lapseHold } from '@cs/commands'
import { type DuePoints, expiredPoints, lapsedPointsHolds, pointsToAnnounce } from '@cs/data/points'
import { type DueJob, type DueSource, over, workerOf } from './sources.ts'

/** Points that were set aside and not spent in time (PTS-04). */
export function pointsHoldsDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await lapsedPointsHolds(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'points hold',
        id,
        shopId,
        place: { at: dueAt, id },
        settle: () => over(lapseHold(deps, workerOf(shopId), { holdId: id })),
      }))
    },
  }
}

/** Points whose last day is over (Q25). */
export function pointsExpiryDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await expiredPoints(deps.database.writer, deps.now(), after, size)
      return rows.map((row) => job('points expiry', row, () => over(expirePoints(deps, ...of(row)))))
    },
  }
}

/** Points of which is to be told that they expire (Q25). */
export function pointsNoticesDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await pointsToAnnounce(deps.database.writer, deps.now(), after, size)
      return rows.map((row) => job('points notice', row, () => over(announceExpiry(deps, ...of(row)))))
    },
  }
}

const of = ({ shopId, customerId, expiresOn }: DuePoints) =>
  [workerOf(shopId), { customerId, expiresOn }] as const

const job = (kind: string, row: DuePoints, settle: DueJob['settle']): DueJob => ({
  kind,
  id: row.customerId,
  shopId: row.shopId,
  place: { at: row.dueAt, id: row.customerId },
  settle,
})
