import type { AfterSaleState, StepName } from '@cs/domain/after-sales'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** A step that was taken: one entry of the timeline of an after-sale. */
export interface AfterSaleStep {
  readonly shopId: string
  readonly caseId: string
  readonly step: StepName | 'APPLY'
  /** `null`: it began with this step. */
  readonly from: AfterSaleState | null
  readonly to: AfterSaleState
  readonly actorKind: 'AGENT' | 'PARTNER' | 'WORKER'
  readonly agentId: string | null
  readonly decisionId: string
  readonly note: string | null
  readonly at: Date
}

/** Adds a step to the timeline. Returns its id. */
export async function recordAfterSaleStep(tx: Tx, step: AfterSaleStep): Promise<string> {
  const id = newId(step.at)
  await tx
    .insertInto('after_sale_steps')
    .values({
      shop_id: step.shopId,
      id,
      case_id: step.caseId,
      step: step.step,
      from_state: step.from,
      to_state: step.to,
      actor_kind: step.actorKind,
      agent_id: step.agentId,
      decision_id: step.decisionId,
      note: step.note,
      at: step.at,
    })
    .execute()
  return id
}

/** Whether an after-sale took a step before. */
export async function hasTakenStep(
  db: Db,
  shopId: string,
  caseId: string,
  step: AfterSaleStep['step'],
): Promise<boolean> {
  const row = await db
    .selectFrom('after_sale_steps')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('step', '=', step)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
