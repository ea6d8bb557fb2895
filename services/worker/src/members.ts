import { type CommandDeps, lookDaily, stepTiers } from '@cs/commands'
import { dueRounds, type RoundKind } from '@cs/data/membership'
import { type DueSource, workerOf } from './sources.ts'

/** Parts of a round that are done before others get their turn, and before the worker looks whether it is to stop. */
const PARTS = 20

/** Rounds over all members of a shop: the monthly step of tiers (Q42), and the daily look at gifts and agents. */
export function memberRoundsDue(deps: CommandDeps): DueSource {
  const part: Record<RoundKind, (shopId: string) => Promise<{ readonly day: string | null }>> = {
    TIERS: (shopId) => stepTiers(deps, workerOf(shopId)),
    DAILY: (shopId) => lookDaily(deps, workerOf(shopId)),
  }
  return {
    async page(after, size) {
      const rows = await dueRounds(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, kind, dueAt }) => ({
        kind: `round of ${kind}`,
        id: shopId,
        shopId,
        place: { at: dueAt, id: shopId },
        async settle() {
          for (let done = 0; done < PARTS; done += 1) if ((await part[kind](shopId)).day === null) break
          return true
        },
      }))
    },
  }
}
