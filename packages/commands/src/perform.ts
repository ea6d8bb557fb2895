import { recordAudit, recordDecision, recordEvent } from '@cs/data/journal'
import { pendingApproval } from '@cs/data/approvals'
import type { Decision } from '@cs/domain/decisions'
import type { Command, Consequence, Loaded } from './command.ts'
import { originOf, type Run } from './context.ts'
import { type ApprovalRequired, conflict, Forbidden, type PolicyDenied, type Success } from './outcomes.ts'
import { scopeOf } from './run.ts'

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
  requireAlso(run, command.alsoNeeds?.(run, found.facts))
  const facts = command.attempt ? await command.attempt(run, input, found) : found.facts
  const loaded = { ...found, facts }
  const decision = command.judge(facts, run.context)
  const consequence = command.consequence?.(run, decision) ?? consequenceOf(run, decision)
  if (run.approval && consequence !== 'EXECUTE') throw conflict(found.version)
  const origin = originOf(run)
  const subject = { type: command.subjectType, id: found.subjectId }
  const decisionId = await recordDecision(run.tx, origin, { subject, decision, facts })
  const entry = { subject, permission: command.permission, action: command.name }
  if (consequence !== 'EXECUTE') {
    await recordAudit(run.tx, origin, { ...entry, purpose: null, fields: [] })
    if (consequence === 'DENY') return { kind: 'PolicyDenied', decisionId }
    const approvalId = await pendingApproval(run.tx, origin.shopId, found.subjectId, command.name)
    return { kind: 'ApprovalRequired', decisionId, approvalId, approver: 'approval.decide' }
  }
  const done = await command.execute(run, input, loaded, { id: decisionId, decision })
  const ruleIds = [...new Set(decision.findings.map((finding) => finding.rule))]
  const pack = `${decision.pack.id}@${decision.pack.version}`
  for (const event of done.events) {
    await recordEvent(run.tx, origin, { subject, decisionId, ruleIds, pack, ...event, data: event.data ?? {} })
  }
  await recordAudit(run.tx, origin, { ...entry, purpose: done.purpose ?? null, fields: done.fields })
  return { kind: 'Success', commandId: run.commandId, decisionId, ...done.ids }
}

function consequenceOf(run: Run, decision: Decision): Consequence {
  if (decision.outcome === 'DENIED') return 'DENY'
  return decision.outcome === 'ALLOWED' || run.approval ? 'EXECUTE' : 'ASK'
}

function requireAlso(run: Run, permission: Parameters<typeof scopeOf>[1] | null | undefined): void {
  if (!permission) return
  if (!scopeOf(run.actor, permission)) throw new Forbidden(permission)
}
