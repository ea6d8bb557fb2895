import {
  type CommandDeps,
  expireBlacklisting,
  removeErasedFile,
  reviewLifecycles,
  reviewValues,
} from '@cs/commands'
import { dueBlacklistings, dueFileRemovals, dueLifecycles, dueValues } from '@cs/data/customers'
import type { Files } from '@cs/data/files'
import { type DueSource, over, workerOf } from './sources.ts'

/** Blacklistings whose time is over: orders are taken again (C-44). */
export function blacklistingsDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await dueBlacklistings(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'blacklisting',
        id,
        shopId,
        place: { at: dueAt, id },
        settle: () => over(expireBlacklisting(deps, workerOf(shopId), { blacklistingId: id })),
      }))
    },
  }
}

/** Files of erased proof that are still to be taken away (PRV-15). */
export function erasedFilesDue(deps: CommandDeps, files: Files): DueSource {
  return {
    async page(after, size) {
      const rows = await dueFileRemovals(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'erased file',
        id,
        shopId,
        place: { at: dueAt, id },
        async settle() {
          await removeErasedFile({ ...deps, files }, workerOf(shopId), id)
          return true
        },
      }))
    },
  }
}

/** Customers whose lifecycle may have changed because time passed (CUS-SEG-01). */
export function lifecyclesDue(deps: CommandDeps): DueSource {
  const review = (shopId: string, ids: readonly string[]) => reviewLifecycles(deps, workerOf(shopId), ids)
  return {
    async page(after, size) {
      const rows = await dueLifecycles(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'lifecycle',
        id,
        shopId,
        place: { at: dueAt, id },
        settle: async () => (await review(shopId, [id])).includes(id),
      }))
    },
    together: { lifecycle: review },
  }
}

/** Shops whose customers are to be classed by value today (CUS-SEG-02). */
export function valuesDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await dueValues(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'values',
        id,
        shopId,
        place: { at: dueAt, id },
        async settle() {
          await reviewValues(deps, workerOf(shopId))
          return true
        },
      }))
    },
  }
}
