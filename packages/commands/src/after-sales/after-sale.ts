import {
  type AfterSaleFacts,
  findAfterSale,
  findAfterSaleOrder,
  lockAfterSale,
  lockAfterSaleOrder,
} from '@cs/data/after-sales'
import {
  type ActorFacts,
  type AfterSaleAsk,
  type AfterSaleCaseFacts,
  type AfterSaleOrderFacts,
  type AfterSaleRequest,
  judgeAfterSale,
} from '@cs/domain/after-sales'
import type { Context, Decision } from '@cs/domain/decisions'
import type { Loaded } from '../command.ts'
import { originOf, type Run } from '../context.ts'

/** What is asked of an after-sale that exists. */
export interface StepRequest extends AfterSaleRequest {
  readonly case: AfterSaleCaseFacts
}

/** An after-sale found and locked, and what is asked of it. Both are stored with the decision. */
export type LoadedAfterSale = Loaded<StepRequest>

/**
 * Finds an after-sale, locks its order and then its case unless somebody only asks, and says what is asked of it.
 * `null`: none such in this shop.
 */
export async function loadAfterSale(
  run: Run,
  caseId: string,
  ask: (found: AfterSaleFacts) => AfterSaleAsk | Promise<AfterSaleAsk>,
): Promise<LoadedAfterSale | null> {
  const read = run.asking ? findAfterSale : lockAfterSale
  const found = await read(run.tx, run.actor.shop, caseId)
  if (!found) return null
  return {
    subjectId: found.case.id,
    version: found.case.version,
    facts: { order: found.order, case: found.case, actor: actorFacts(run), ask: await ask(found) },
  }
}

/** Finds an order before an after-sale is opened on it, and locks it unless somebody only asks. */
export function loadAfterSaleOrder(run: Run, orderId: string): Promise<AfterSaleOrderFacts | null> {
  const read = run.asking ? findAfterSaleOrder : lockAfterSaleOrder
  return read(run.tx, run.actor.shop, orderId)
}

/**
 * Who asks, as the rules see it. Under an approval it is whoever decides: what was approved is judged once more,
 * by the authority that lets it happen.
 */
export function actorFacts(run: Run): ActorFacts {
  return { kind: originOf(run).actorKind, grade: run.actor.kind === 'agent' ? run.actor.grade : null }
}

/** The domain's verdict on a step: also how a stored decision is replayed. */
export function judgeStep(facts: AfterSaleRequest, context: Context): Decision {
  return judgeAfterSale(facts, context)
}
