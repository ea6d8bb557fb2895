import { pendingApproval } from '@cs/data/approvals'
import { recordAudit, recordDecision, recordEvents } from '@cs/data/journal'
import type { Decision } from '@cs/domain/decisions'
import type { Command, Consequence, Loaded } from './command.ts'
import { originOf, type Run } from './context.ts'
import { type ApprovalRequired, conflict, type PolicyDenied, type Success } from './outcomes.ts'
import { scopeOf } from './scope.ts'

/**
 * Judges a found and locked subject and acts on the answer. Whatever the answer, the decision and an audit
 * entry are stored; only an execution writes more. Under an approval, a subject on which the rules now say
 * no is a Conflict: the facts changed since it was asked for.
 */
export async function perform<
  Input extends object,
  Facts extends object,
  Ids extends object,
  Found extends Loaded<Facts>,
>(
  run: Run,
  command: Command<Input, Facts, Ids, Found>,
  input: Input,
  found: Found,
): Promise<Success<Ids> | PolicyDenied | ApprovalRequired> {
  const further = command.alsoNeeds?.(run, found.facts)
  if (further) scopeOf(run.actor, further)
  const facts = command.attempt ? await command.attempt(run, input, found) : found.facts
  const loaded = { ...found, facts }
  const decision = command.judge(facts, run.context)
  const consequence = command.consequence?.(run, decision) ?? consequenceOf(run, decision)
  if (run.approval && consequence !== 'EXECUTE') throw conflict(found.version)
  const { tx, actor, commandId } = run
  const origin = originOf(run)
  const subject = { type: command.subjectType, id: found.subjectId }
  const decisionId = await recordDecision(tx, origin, { subject, decision, facts })
  const audit = { subject, permission: command.permission, action: command.name }
  if (consequence !== 'EXECUTE') {
    await recordAudit(tx, origin, audit)
    if (consequence === 'DENY') return { kind: 'PolicyDenied', decisionId }
    const approvalId = await pendingApproval(tx, actor.shop, found.subjectId, command.name)
    return { kind: 'ApprovalRequired', decisionId, approvalId, approver: 'approval.decide' }
  }
  const done = await command.execute(run, input, loaded, { id: decisionId, decision })
  const ruleIds = [...new Set(decision.findings.map((finding) => finding.rule))]
  const pack = `${decision.pack.id}@${decision.pack.version}`
  const events = done.events.map((event) => ({ subject, decisionId, ruleIds, pack, ...event }))
  await recordEvents(tx, origin, events)
  await recordAudit(tx, origin, { ...audit, purpose: done.purpose ?? null, fields: done.fields })
  return { kind: 'Success', commandId, decisionId, ...done.ids }
}

function consequenceOf(run: Run, decision: Decision): Consequence {
  if (decision.outcome === 'DENIED') return 'DENY'
  return decision.outcome === 'ALLOWED' || run.approval ? 'EXECUTE' : 'ASK'
}
