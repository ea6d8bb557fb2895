import { grantsOf } from '@cs/domain/access'
import { agentOf, type Run } from '../context.ts'

/** Whether an agent acts who may decide requests for approval. The worker and partners decide nothing. */
export function mayDecide(run: Run): boolean {
  return run.actor.kind === 'agent' && grantsOf(run.actor).has('approval.decide')
}

/** Who granted something, and who let it happen where that was somebody else. */
export function grantedBy(run: Run): {
  readonly grantedBy: string | null
  readonly approvedBy: string | null
} {
  const acting = agentOf(run)
  return run.approval
    ? { grantedBy: run.approval.requestedBy, approvedBy: acting }
    : { grantedBy: acting, approvedBy: null }
}
