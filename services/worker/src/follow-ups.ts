import { type CommandDeps, planRound, prepareFollowUps } from '@cs/commands'
import { FIRST } from '@cs/data/clocks'
import { dueFollowUps, shopsToPlan } from '@cs/data/follow-ups'
import { dayOf } from '@cs/domain/calendar'
import { type DueSource, workerOf } from './sources.ts'

/** How long before its hour a follow-up is judged again and given to somebody, in milliseconds. */
const AHEAD = 3_600_000
/** Parts of a round that are done before others get their turn, and before the worker looks whether it is to stop. */
const PARTS = 20

/** Follow-ups whose hour comes, and those that are too late (Q26). */
export function followUpsDue(deps: CommandDeps): DueSource {
  const prepare = (shopId: string, ids: readonly string[]) => prepareFollowUps(deps, workerOf(shopId), ids)
  return {
    async page(after, size) {
      const now = deps.now()
      const ahead = new Date(now.getTime() + AHEAD)
      const rows = await dueFollowUps(deps.database.writer, now, ahead, after, size)
      return rows.map(({ shopId, id, due, dueAt }) => ({
        kind: KIND_OF[due],
        id,
        shopId,
        place: { at: dueAt, id },
        settle: async () => {
          await prepare(shopId, [id])
          return true
        },
      }))
    },
    together: { [KIND_OF.PREPARE]: prepare, [KIND_OF.DROP]: prepare },
  }
}

const KIND_OF = { PREPARE: 'follow-up: prepare', DROP: 'follow-up: drop' } as const

/** What the days since the last round ask for: birthdays, holidays, monthly care, silence. */
export function followUpRounds(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const shops = await shopsToPlan(deps.database.writer, dayOf(deps.now()), after.id, size)
      return shops.map((shopId) => ({
        kind: 'follow-up round',
        id: shopId,
        shopId,
        place: { at: FIRST.at, id: shopId },
        settle: async () => {
          for (let done = 0; done < PARTS; done += 1) if (!(await planRound(deps, workerOf(shopId)))) break
          return true
        },
      }))
    },
  }
}
