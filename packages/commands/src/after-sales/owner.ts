import { leastLoadedAgent } from '@cs/data/after-sales'
import { agentOf, type Run } from '../context.ts'

/**
 * Who owns a case that this run opens: whoever asked for it, if that is an agent (the first who receives a case
 * owns it to the end); else the agent of the after-sale function with the fewest open cases.
 */
export async function ownerFor(run: Run): Promise<string> {
  return run.approval?.requestedBy ?? agentOf(run) ?? leastLoadedAgent(run.tx, run.actor.shop)
}
