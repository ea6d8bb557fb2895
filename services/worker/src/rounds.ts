import { type CommandDeps, clearEvidence, reportSilentParcel, UPLOAD_FORGOTTEN_AFTER } from '@cs/commands'
import { inShop } from '@cs/data'
import { staleEvidence } from '@cs/data/evidence'
import type { Files } from '@cs/data/files'
import { silentParcels } from '@cs/data/parcels'
import { packInForce } from '@cs/data/policy'
import { type Duration, dueAfter } from '@cs/domain/policy'
import { type DueSource, over, workerOf } from './sources.ts'

/** Before this time without a scan, in milliseconds, no pack counts a parcel as lost: so they are not looked at. */
const SILENT_AT_LEAST = 24 * 3_600_000

/** Parcels that nobody has scanned for as long as their shop waits (AS-LOG-01). */
export function parcelsSilent(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const now = deps.now()
      const before = new Date(now.getTime() - SILENT_AT_LEAST)
      const rows = await silentParcels(deps.database.writer, before, after, size)
      const waits = new Map<string, Duration>()
      for (const { shopId } of rows) {
        if (!waits.has(shopId)) waits.set(shopId, await waitOf(deps, shopId))
      }
      return rows.map(({ shopId, shipmentId, silentSince }) => {
        const wait = waits.get(shopId)
        const lost = wait !== undefined && dueAfter(silentSince, wait) <= now
        return {
          kind: 'silent parcel',
          id: shipmentId,
          shopId,
          place: { at: silentSince, id: shipmentId },
          settle: async () => !lost || over(reportSilentParcel(deps, workerOf(shopId), { shipmentId })),
        }
      })
    },
  }
}

/** How long a shop waits for a scan before a parcel counts as lost. */
async function waitOf({ database, now }: CommandDeps, shopId: string): Promise<Duration> {
  const pack = await inShop(database, shopId, (tx) => packInForce(tx, shopId, now()))
  return pack.get('parcel.lost_after')
}

/** Proof that was announced and never came; with it goes what never became a file. */
export function uploadsForgotten(deps: CommandDeps, files: Files): DueSource {
  return {
    async page(after, size) {
      const before = new Date(deps.now().getTime() - UPLOAD_FORGOTTEN_AFTER)
      await files.sweep(before)
      const rows = await staleEvidence(deps.database.writer, before, after, size)
      return rows.map(({ shopId, id, addedAt }) => ({
        kind: 'forgotten upload',
        id,
        shopId,
        place: { at: addedAt, id },
        settle: () => over(clearEvidence({ ...deps, files }, workerOf(shopId), { evidenceId: id })),
      }))
    },
  }
}
