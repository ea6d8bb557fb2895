import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import type { RequestContext } from '../context.ts'
import { agentIn, mapper } from '../mapping.ts'
import { CaseCounts, countsOf } from './counts.ts'

const AgentLoad = mapper.type('AgentLoad', 'memberships', {
  key: 'agent_id',
  guard: 'team.load.read',
  description: 'How much work an agent has.',
  reaches: { team: (m, { viewer }) => agentIn.team(m.agent_id, viewer) },
})

AgentLoad.fields((f) => ({
  agent: f.one(Agent, {
    description: 'The agent.',
    where: (a, m) => sql`${a.agent_id} = ${m.agent_id}`,
  }),
  cases: f.embed(CaseCounts, (m, c) => countsOf(c, sql`k.assignee_id = ${m.agent_id}`), {
    description: 'The cases that the agent works on.',
  }),
  owned: f.embed(CaseCounts, (m, c) => countsOf(c, sql`k.owner_id = ${m.agent_id}`), {
    description: 'The cases that the agent answers for.',
  }),
  limit: f.domain({
    type: 'Int',
    description: 'Open cases from which the agent gets no further one while somebody else on duty may.',
    reads: () => sql<true>`true`,
    run: async (_facts: true, _args: never, context: RequestContext) =>
      (await context.pack()).get('routing.open_case_limit'),
  }),
  onDuty: f.expr(
    (m, c) => {
      const shift = c.scoped('shifts', 'running')
      const place = c.scoped('shift_agents', 'placed')
      const now = sql`${c.viewer((viewer) => viewer.now)}::timestamptz`
      return sql`EXISTS (SELECT FROM ${shift.from} WHERE ${shift.where} AND running.starts_at <= ${now}
        AND running.starts_at > ${now} - interval '1 day' AND running.ends_at > ${now}
        AND EXISTS (SELECT FROM ${place.from} WHERE ${place.where} AND placed.shift_id = running.id
          AND placed.agent_id = ${m.agent_id} AND NOT placed.on_call))`
    },
    { type: 'Boolean', description: 'Works in a shift that runs now.' },
  ),
}))

builder.queryField('teamLoad', (t) =>
  mapper.read(t, (f) =>
    f.list(AgentLoad, {
      description: 'How much work each active agent of the team has: of the whole shop for a manager.',
      where: (m) => sql`${m.active} AND ${m.department} = 'service'`,
      order: (m) => [m.since, m.agent_id],
    }),
  ),
)
