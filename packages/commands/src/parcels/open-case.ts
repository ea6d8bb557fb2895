import { addMatter, caseOnOrder, caseOnParcel, isMatterKnown, type Parcel, piecesIn } from '@cs/data/parcels'
import { MATTER_CASES, type ParcelMatter } from '@cs/domain/parcels'
import { applicationSchema, requestAfterSaleCommand } from '../after-sales/index.ts'
import type { Run } from '../context.ts'
import { perform } from '../perform.ts'

/** What became of a matter: the case that it has, and whether it is a new one. */
export interface MatterOpened {
  readonly matter: ParcelMatter
  readonly caseId: string
  readonly opened: boolean
}

/**
 * Opens the after-sale for what is the matter with a parcel, once for a parcel and matter, in the transaction that
 * found it: the service asks for it by the command that anybody else uses, so that the same rules judge it. Where an
 * after-sale is at work on the pieces already, that one has the matter. `null`: it was known, or the rules say no.
 * The order is locked. `settles`: a no is final, and not asked for again.
 */
export async function openParcelCase(
  run: Run,
  parcel: Pick<Parcel, 'id' | 'orderId'>,
  matter: ParcelMatter,
  { settles = false } = {},
): Promise<MatterOpened | null> {
  const { tx, now } = run
  const shopId = run.actor.shop
  if (await isMatterKnown(tx, shopId, parcel.id, matter)) return null
  const { type, reason, claimsPieces } = MATTER_CASES[matter]
  const known = claimsPieces
    ? await caseOnParcel(tx, shopId, parcel.id)
    : await caseOnOrder(tx, shopId, parcel.orderId, reason)
  const lines = claimsPieces ? await piecesIn(tx, shopId, parcel.id) : []
  const caseId =
    known ??
    (claimsPieces && lines.length === 0 ? null : await ask(run, parcel.orderId, { type, reason, lines }))
  if (caseId === null && !settles) return null
  await addMatter(tx, shopId, { shipmentId: parcel.id, matter, caseId, at: now })
  return caseId === null ? null : { matter, caseId, opened: known === null }
}

async function ask(run: Run, orderId: string, wanted: object): Promise<string | null> {
  const worker: Run = {
    ...run,
    actor: { kind: 'worker', shop: run.actor.shop },
    scope: 'shop',
    approval: null,
  }
  const input = applicationSchema.parse({ orderId, ...wanted })
  const found = await requestAfterSaleCommand.load(worker, input)
  if (!found) return null
  const outcome = await perform(worker, requestAfterSaleCommand, input, found)
  return outcome.kind === 'Success' ? outcome.caseId : null
}
