import { changeCase } from '@cs/data/cases'
import { recordDecision, recordEvent } from '@cs/data/journal'
import { judgeCase } from '@cs/domain/cases'
import { readCase, requestOf } from '../cases/index.ts'
import { originOf, type Run } from '../context.ts'

/** Puts a complaint away once its customer was called back, or could not be (PRV-02, Q54), unless it was opened again. */
export async function archiveAfterCallback(run: Run, caseId: string): Promise<void> {
  const { tx, actor, now, context } = run
  const found = await readCase(run, caseId)
  if (!found) return
  const { facts } = requestOf(run, found, { step: 'ARCHIVE' })
  const decision = judgeCase(facts, context)
  if (decision.outcome !== 'ALLOWED') return
  const subject = { type: 'Case', id: caseId }
  const decisionId = await recordDecision(tx, originOf(run), { subject, decision, facts })
  await changeCase(tx, actor.shop, caseId, { archived_at: now })
  const ruleIds = decision.findings.map((finding) => finding.rule)
  await recordEvent(tx, originOf(run), { type: 'CaseArchived', subject, decisionId, ruleIds })
}
