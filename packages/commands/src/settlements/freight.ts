import { freightSettlementsOf } from '@cs/data/settlements'
import { freightOf } from '@cs/domain/after-sales'
import { fen } from '@cs/domain/money'
import type { FreightRequest, FreightSettlementFacts } from '@cs/domain/settlements'
import { type LoadedAfterSale, loadAfterSale } from '../after-sales/index.ts'
import type { Loaded } from '../command.ts'
import type { Run } from '../context.ts'

/** An after-sale found and locked, and how its freight is to be settled. */
export interface LoadedFreight extends Loaded<FreightRequest> {
  readonly afterSale: LoadedAfterSale
}

type Asked = Pick<FreightRequest, 'direction' | 'mode' | 'consent'> & { readonly amountFen: number }

/**
 * Finds an after-sale and says who bears the freight of one way of it, in which modes (AS-FRT-01 to -04, Q29, Q31),
 * and what the customer is on record to have advanced. `null`: none such in this shop.
 */
export async function loadFreight(run: Run, caseId: string, asked: Asked): Promise<LoadedFreight | null> {
  // Freight is no step of the lifecycle: the facts are all that is asked for.
  const afterSale = await loadAfterSale(run, caseId, () => ({ step: 'CONFIRM' }))
  if (!afterSale) return null
  const { order, case: of } = afterSale.facts
  const terms = freightOf(
    {
      type: of.type,
      reason: of.reason,
      liable: of.liable,
      finding: of.inspection?.finding ?? null,
      tier: order.tier,
      insured: order.freightInsured,
    },
    run.context,
  )
  const back = asked.direction === 'BACK'
  const { returnShipment: parcel } = of
  const advanced = back && parcel && !parcel.pickup && !parcel.freightCollect ? parcel.freightFen : 0
  const facts: FreightRequest = {
    caseId,
    direction: asked.direction,
    payer: back ? terms.back : terms.out,
    modes: back ? terms.modes : terms.outModes,
    mode: asked.mode,
    amountFen: fen(asked.amountFen),
    advancedFen: fen(advanced),
    awaitsInspection: back && terms.back !== null && of.inspection === null,
    consent: asked.consent,
    before: (await freightSettlementsOf(run.tx, run.actor.shop, caseId)).map((row) => ({
      direction: row.direction as FreightSettlementFacts['direction'],
      mode: row.mode as FreightSettlementFacts['mode'],
      status: row.status as FreightSettlementFacts['status'],
    })),
  }
  return { subjectId: of.id, version: of.version, facts, afterSale }
}
