import { type CommandDeps, expireBlacklisting, removeErasedFile } from '@cs/commands'
import { dueBlacklistings, dueFileRemovals } from '@cs/data/customers'
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
