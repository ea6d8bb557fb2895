import {
  breachClock,
  type CommandDeps,
  clearEvidence,
  expireApproval,
  lapseAfterSale,
  type Outcome,
  remindSendBack,
  reportSilentParcel,
  UPLOAD_FORGOTTEN_AFTER,
  warnClock,
} from '@cs/commands'
import { inShop } from '@cs/data'
import { lapsedApprovals } from '@cs/data/approvals'
import { type DueClock, type DuePlace, dueClocks } from '@cs/data/clocks'
import { staleEvidence } from '@cs/data/evidence'
import type { Files } from '@cs/data/files'
import { silentParcels } from '@cs/data/parcels'
import { packInForce } from '@cs/data/policy'
import type { Principal, ShopId } from '@cs/domain/access'
import { type Duration, dueAfter } from '@cs/domain/policy'

type WorkerOf = Extract<Principal, { kind: 'worker' }>

/** One thing that has come due, in its shop. */
export interface DueJob {
  readonly key: string
  readonly shopId: string
  readonly place: DuePlace
  /** Settles it by its command. An outcome other than success leaves it due. */
  readonly settle: () => Promise<Outcome>
}

/** Where due work comes from: pages over all shops, in the order of due times. */
export interface DueSource {
  readonly name: string
  page(after: DuePlace, size: number): Promise<readonly DueJob[]>
}

/** Requests for approval whose time is over. */
export function approvalsDue(deps: CommandDeps): DueSource {
  return {
    name: 'approval',
    async page(after, size) {
      const rows = await lapsedApprovals(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        key: `approval:${id}`,
        shopId,
        place: { at: dueAt, id },
        settle: () => expireApproval(deps, workerOf(shopId), { approvalId: id }),
      }))
    },
  }
}

/** Promises that run out, are to be reminded of, or are broken. */
export function clocksDue(deps: CommandDeps): DueSource {
  return {
    name: 'clock',
    async page(after, size) {
      const rows = await dueClocks(deps.database.writer, deps.now(), after, size)
      return rows.map((clock) => ({
        key: `${clock.due}:${clock.id}`,
        shopId: clock.shopId,
        place: { at: clock.dueAt, id: clock.id },
        settle: () => settleClock(deps, clock),
      }))
    },
  }
}

/** Before this time without a scan, in milliseconds, no pack counts a parcel as lost: so they are not looked at. */
const SILENT_AT_LEAST = 24 * 3_600_000

/** Parcels that nobody has scanned for as long as their shop waits (AS-LOG-01). */
export function parcelsSilent(deps: CommandDeps): DueSource {
  return {
    name: 'parcel',
    async page(after, size) {
      const now = deps.now()
      const { writer } = deps.database
      const rows = await silentParcels(writer, new Date(now.getTime() - SILENT_AT_LEAST), after, size)
      const waits = new Map<string, Duration>()
      for (const { shopId } of rows) {
        if (!waits.has(shopId)) waits.set(shopId, await waitOf(deps, shopId))
      }
      return rows.map(({ shopId, shipmentId, silentSince }) => {
        const wait = waits.get(shopId)
        const lost = wait !== undefined && dueAfter(silentSince, wait) <= now
        return {
          key: `parcel:${shipmentId}`,
          shopId,
          place: { at: silentSince, id: shipmentId },
          settle: async () => (lost ? reportSilentParcel(deps, workerOf(shopId), { shipmentId }) : NOT_YET),
        }
      })
    },
  }
}

/** Nothing to do, and nothing wrong. */
const NOT_YET: Outcome = { kind: 'NotFound', what: 'Shipment' }

/** How long a shop waits for a scan before a parcel counts as lost. */
async function waitOf({ database, now }: CommandDeps, shopId: string): Promise<Duration> {
  const pack = await inShop(database, shopId, (tx) => packInForce(tx, shopId, now()))
  return pack.get('parcel.lost_after')
}

/** Proof that was announced and never came; with it goes what never became a file. */
export function uploadsForgotten(deps: CommandDeps, files: Files): DueSource {
  return {
    name: 'upload',
    async page(after, size) {
      const before = new Date(deps.now().getTime() - UPLOAD_FORGOTTEN_AFTER)
      await files.sweep(before)
      const rows = await staleEvidence(deps.database.writer, before, after, size)
      return rows.map(({ shopId, id, addedAt }) => ({
        key: `upload:${id}`,
        shopId,
        place: { at: addedAt, id },
        settle: () => clearEvidence({ ...deps, files }, workerOf(shopId), { evidenceId: id }),
      }))
    },
  }
}

/** What a due clock asks for. Most are told of; goods that are to be sent back have an end of their own. */
function settleClock(deps: CommandDeps, { shopId, id, name, subjectId, due }: DueClock): Promise<Outcome> {
  const actor = workerOf(shopId)
  if (due === 'WARN') return warnClock(deps, actor, { clockId: id })
  if (due === 'REMIND') return remindSendBack(deps, actor, { caseId: subjectId })
  if (name === 'after_sale.send_back') return lapse(deps, actor, subjectId, id)
  return breachClock(deps, actor, { clockId: id })
}

/**
 * Closes an after-sale whose goods did not come (AS-WF-RFD-2), which stops its clock and tells that it was broken.
 * Where the rules say no, it is told alone: the clock would stay due for ever.
 */
async function lapse(deps: CommandDeps, actor: WorkerOf, caseId: string, clockId: string): Promise<Outcome> {
  const outcome = await lapseAfterSale(deps, actor, { caseId })
  return outcome.kind === 'PolicyDenied' ? breachClock(deps, actor, { clockId }) : outcome
}

const workerOf = (shop: string): WorkerOf => ({ kind: 'worker', shop: shop as ShopId })
