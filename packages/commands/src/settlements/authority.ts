import { grantsOf } from '@cs/domain/access'
import type { Run } from '../context.ts'

/** Whether an agent acts who may decide requests for approval. The worker and partners decide nothing. */
export function mayDecide(run: Run): boolean {
  return run.actor.kind === 'agent' && grantsOf(run.actor).has('approval.decide')
}
