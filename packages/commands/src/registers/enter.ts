import { newId } from '@cs/data'
import {
  addProductIssue,
  dropWrongShipment,
  qualityCasesLike,
  recordWrongShipment,
  setIssueCases,
} from '@cs/data/registers'
import type { AfterSaleReason, Cause } from '@cs/domain/after-sales'
import { dueAfter } from '@cs/domain/policy'
import { isProductionReason, wrongShipmentParty } from '@cs/domain/registers'
import type { EventDraft } from '../command.ts'
import { agentOf, type Run } from '../context.ts'
import { newNumber } from '../numbers.ts'

/** Keeps the register of wrong shipments after what was judged of a case (AS-WF-BAS-5, OPS-REG-04). */
export async function enterWrongShipment(run: Run, caseId: string, cause: Cause): Promise<void> {
  const { tx, actor, now } = run
  const responsible = wrongShipmentParty(cause)
  const recordedBy = agentOf(run)
  if (!responsible) return dropWrongShipment(tx, actor.shop, caseId)
  if (recordedBy === null) return
  await recordWrongShipment(tx, { shopId: actor.shop, caseId, cause, responsible, recordedBy, at: now })
}

/**
 * Raises a product issue where a new case makes enough of them on one specification and batch within the window of
 * the pack (OPS-REG-07, AS-WF-BAS-6); one that is open counts on. Returns what there is to tell.
 */
export async function enterProductIssues(
  run: Run,
  caseId: string,
  reason: AfterSaleReason,
): Promise<readonly EventDraft[]> {
  if (!isProductionReason(reason)) return []
  const { tx, actor, now, context } = run
  const window = dueAfter(now, context.pack.get('product.alert_window')).getTime() - now.getTime()
  const found = await qualityCasesLike(tx, actor.shop, caseId, new Date(now.getTime() - window))
  const enough = context.pack.get('product.alert_cases')
  const raised: EventDraft[] = []
  for (const { issueId, ...like } of found) {
    if (issueId) await setIssueCases(tx, actor.shop, issueId, like.cases)
    else if (like.cases >= enough) {
      const id = newId(now)
      await addProductIssue(tx, { ...like, shopId: actor.shop, id, number: newNumber('PI', now), at: now })
      raised.push({ type: 'ProductIssueRaised', subject: { type: 'ProductIssue', id }, data: { ...like } })
    }
  }
  return raised
}
