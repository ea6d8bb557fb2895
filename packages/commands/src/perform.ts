import { findPendingApproval } from '@cs/data/approvals'
import { recordAuditEntry } from '@cs/data/audit'
import { recordDecision } from '@cs/data/decisions'
import { appendEvent } from '@cs/data/events'
import type { Decision } from '@cs/domain/decisions'
import type { Command, Consequence, Loaded } from './command.ts'
import type { Run } from './context.ts'
import { type ApprovalRequired, conflict, type PolicyDenied, type Success } from './outcomes.ts'
import { scopeOf } from './scope.ts'

/**
 * Judges a found and locked subject and acts on the answer. Whatever the answer, the decision and an audit
 * entry are stored; only an execution writes more. Under an approval, a subject on which the rules now say
 * no is a Conflict: the facts changed since it was asked for.
 */
export async function perform<Input extends object, Facts extends object, Ids extends object>(
  run: Run,
  command: Command<Input, Facts, Ids>,
  input: Input,
  found: Loaded<Facts>,
): Promise<Success<Ids> | PolicyDenied | ApprovalRequired> {
  const further = command.alsoNeeds?.(run, found.facts)
  if (further) scopeOf(run.actor, further)
  const facts = command.attempt ? await command.attempt(run, input, found) : found.facts
  const loaded = { ...found, facts }
  const decision = command.judge(facts, run.context)
  const consequence = command.consequence?.(run, decision) ?? consequenceOf(run, decision)
  if (run.approval && consequence !== 'EXECUTE') throw conflict(found.version)
  const { tx, actor, commandId, now } = run
  const entry = { actor, commandId, subjectType: command.subjectType, subjectId: found.subjectId }
  const decisionId = await recordDecision(tx, actor.shop, { ...entry, decision, facts, at: now })
  const audit = { ...entry, permission: command.permission, action: command.name, at: now }
  if (consequence !== 'EXECUTE') {
    await recordAuditEntry(tx, actor.shop, audit)
    if (consequence === 'DENY') return { kind: 'PolicyDenied', decisionId }
    const pending = await findPendingApproval(tx, actor.shop, found.subjectId, command.name)
    return { kind: 'ApprovalRequired', decisionId, approvalId: pending?.id ?? null, approver: 'approval.decide' }
  }
  const done = await command.execute(run, input, loaded, { id: decisionId, decision })
  const ruleIds = [...new Set(decision.findings.map((finding) => finding.rule))]
  const pack = `${decision.pack.id}@${decision.pack.version}`
  for (const event of done.events) {
    await appendEvent(tx, actor.shop, { ...entry, decisionId, ruleIds, pack, occurredAt: now, ...event })
  }
  await recordAuditEntry(tx, actor.shop, { ...audit, purpose: done.purpose ?? null, fields: done.fields })
  return { kind: 'Success', commandId, decisionId, ...done.ids }
}

function consequenceOf(run: Run, decision: Decision): Consequence {
  if (decision.outcome === 'DENIED') return 'DENY'
  return decision.outcome === 'ALLOWED' || run.approval ? 'EXECUTE' : 'ASK'
}
