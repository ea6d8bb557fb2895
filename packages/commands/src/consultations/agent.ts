import { agentOf, type Run } from '../context.ts'
import { Forbidden } from '../outcomes.ts'

/** The agent who follows up; throws Forbidden for anybody else. */
export function followingAgent(run: Run): string {
  const agent = agentOf(run)
  if (agent === null) throw new Forbidden('lead.manage')
  return agent
}
