import { type CarrierClaim, findClaim, lockClaim } from '@cs/data/settlements'
import { fen } from '@cs/domain/money'
import type { ClaimFacts } from '@cs/domain/settlements'
import { loadAfterSaleOrder } from '../after-sales/index.ts'
import type { Run } from '../context.ts'

/** Finds a claim and locks its order and then itself, unless somebody only asks. `null`: not in this shop. */
export async function loadClaim(run: Run, claimId: string): Promise<CarrierClaim | null> {
  const { tx, actor, asking } = run
  const found = await findClaim(tx, actor.shop, claimId)
  if (!found || asking) return found
  await loadAfterSaleOrder(run, found.order_id)
  return lockClaim(tx, actor.shop, claimId)
}

export function claimFacts(row: CarrierClaim): ClaimFacts {
  return {
    id: row.id,
    number: row.number,
    status: row.status as ClaimFacts['status'],
    amountFen: fen(row.amount_fen),
  }
}
