import { findComplaint, lockComplaint } from '@cs/data/complaints'
import { grantsOf } from '@cs/domain/access'
import {
  type ComplaintActor,
  type ComplaintAsk,
  type ComplaintFacts,
  type ComplaintRequest,
  judgeComplaint,
} from '@cs/domain/complaints'
import type { Context, Decision } from '@cs/domain/decisions'
import type { Loaded } from '../command.ts'
import { originOf, principalOf, type Run } from '../context.ts'

/** What is asked of a complaint that exists. */
export interface ComplaintStepRequest extends ComplaintRequest {
  readonly complaint: ComplaintFacts
}

/** A complaint found and locked, and what is asked of it. Both are stored with the decision. */
export type LoadedComplaint = Loaded<ComplaintStepRequest>

/**
 * Finds a complaint, locks its order and then its case unless somebody only asks, and says what is asked of it.
 * `null`: none such in this shop.
 */
export async function loadComplaint(
  run: Run,
  caseId: string,
  ask: (found: ComplaintFacts) => ComplaintAsk,
): Promise<LoadedComplaint | null> {
  const read = run.asking ? findComplaint : lockComplaint
  const complaint = await read(run.tx, run.actor.shop, caseId)
  if (!complaint) return null
  return {
    subjectId: complaint.id,
    version: complaint.version,
    facts: { complaint, actor: complaintActor(run), ask: ask(complaint) },
  }
}

/**
 * Who asks, as the rules see it. Under an approval it is whoever decides: what was approved is judged once more, by
 * the authority that lets it happen. The worker supervises nothing.
 */
export function complaintActor(run: Run): ComplaintActor {
  const { actor } = run
  return {
    kind: originOf(run).actorKind,
    grade: actor.kind === 'agent' ? actor.grade : null,
    id: principalOf(actor),
    supervises: actor.kind === 'agent' && grantsOf(actor).has('complaint.supervise'),
  }
}

/** The domain's verdict on a step: also how a stored decision is replayed. */
export function judgeComplaintStep(facts: ComplaintRequest, context: Context): Decision {
  return judgeComplaint(facts, context)
}
