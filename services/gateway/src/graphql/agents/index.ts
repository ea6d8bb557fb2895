import type { DB } from '@cs/data'
import type { Sql, SqlContext } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { AgentFunction, Department, Grade, ShiftKind, Skill } from '../enums.ts'
import { CODES, mapper } from '../mapping.ts'

const { Agent: code, Team: teamCode } = CODES

export const Agent = mapper.type('Agent', 'memberships', {
  code,
  key: 'agent_id',
  guard: 'agent.read',
  description:
    'An agent as a member of the shop: grade, function and team belong to the membership (ROL-01…03).',
})

const Team = mapper.type('Team', 'teams', {
  code: teamCode,
  guard: 'agent.read',
  description: 'A team of agents and who supervises it.',
})

export const Shift = mapper.type('Shift', 'shifts', {
  code: CODES.Shift,
  guard: 'agent.read',
  description: 'One shift of the roster.',
})

/** Agents as persons stand above shops. */
const person = ({ agent_id }: { readonly agent_id: Sql }, { beside }: SqlContext<Viewer>) =>
  beside<DB['agents']>('agents', ({ id }) => sql`${id} = ${agent_id}`)

Agent.fields((f) => ({
  id: f.id(),
  number: f.expr((m, c) => person(m, c).number, { type: 'String', description: 'The staff number.' }),
  name: f.expr((m, c) => person(m, c).name, { type: 'String', description: "The agent's name." }),
  grade: f.expr((m) => sql`upper(${m.grade})`, {
    type: Grade,
    description: 'The grade in this shop (ROL-01).',
  }),
  function: f.expr((m) => sql`upper(${m.function})`, {
    type: AgentFunction,
    description: 'What the agent does (ROL-02).',
  }),
  department: f.expr((m) => sql`upper(${m.department})`, {
    type: Department,
    description: 'Where the agent works (C-37).',
  }),
  skills: f.expr(
    (m, c) => {
      const { from, where } = c.scoped('agent_skills', 'skilled')
      return sql`ARRAY(SELECT skilled.skill FROM ${from} WHERE ${where} AND skilled.agent_id = ${m.agent_id} ORDER BY skilled.skill)`
    },
    { type: [Skill], description: 'What the agent can do besides the function (ROL-18).' },
  ),
  active: f.col('active', { type: 'Boolean', description: 'Whether the membership holds.' }),
  since: f.col('since', { type: 'Date', description: 'Member of the shop since.' }),
  team: f.one(Team, { description: 'The team.', where: (t, m) => sql`${t.id} = ${m.team_id}` }),
})).listed({
  filters: {
    grade: {
      type: Grade,
      description: 'Of this grade.',
      sql: (m, value) => sql`${m.grade} = lower(${value}::text)`,
    },
    function: {
      type: AgentFunction,
      description: 'With this function.',
      sql: (m, value) => sql`${m.function} = lower(${value}::text)`,
    },
    active: {
      type: 'Boolean',
      description: 'Whose membership holds, or no longer does.',
      sql: (m, value) => sql`${m.active} = ${value}::boolean`,
    },
  },
  orders: {
    SENIORITY: {
      description: 'Longest in the shop first.',
      by: [{ column: 'since', cast: 'date' }],
      direction: 'ASC',
    },
  },
})

Team.fields((f) => ({
  id: f.id(),
  name: f.col('name', { type: 'String', description: 'The name of the team.' }),
  function: f.expr((t) => sql`upper(${t.function})`, {
    type: AgentFunction,
    description: 'What the team does.',
  }),
  supervisor: f.one(Agent, {
    description: 'Who supervises it.',
    where: (m, t) => sql`${m.agent_id} = ${t.supervisor_id}`,
  }),
  members: f.list(Agent, {
    description: 'The agents of the team.',
    where: (m, t) => sql`${m.team_id} = ${t.id} AND ${m.active}`,
    order: (m) => [m.since, m.agent_id],
  }),
}))

/** Whether an agent is on the roster of a shift in this way. */
export const inShift = (agentId: Sql, shiftId: Sql, c: SqlContext<Viewer>, how: Sql) => {
  const { from, where } = c.scoped('shift_agents', 'on_shift')
  return sql`${agentId} IN (SELECT on_shift.agent_id FROM ${from} WHERE ${where} AND on_shift.shift_id = ${shiftId} AND ${how})`
}

Shift.fields((f) => ({
  id: f.id(),
  day: f.col('day', { type: 'Date', description: 'The day on which it starts.' }),
  kind: f.col('kind', { type: ShiftKind, description: 'Day or night.' }),
  startsAt: f.col('starts_at', { type: 'DateTime', description: 'When it starts.' }),
  endsAt: f.col('ends_at', { type: 'DateTime', description: 'When it ends.' }),
  agents: f.list(Agent, {
    description: 'Who works in it.',
    where: (m, s, c) => inShift(m.agent_id, s.id, c, sql`NOT on_shift.on_call`),
    order: (m) => [m.since, m.agent_id],
  }),
  onCall: f.list(Agent, {
    description: 'Who is not there but can be called.',
    where: (m, s, c) => inShift(m.agent_id, s.id, c, sql`on_shift.on_call`),
    order: (m) => [m.since, m.agent_id],
  }),
})).listed({
  filters: {
    from: {
      type: 'Date',
      description: 'On this day or later.',
      sql: (s, value) => sql`${s.day} >= ${value}::date`,
    },
    until: {
      type: 'Date',
      description: 'On this day or earlier.',
      sql: (s, value) => sql`${s.day} <= ${value}::date`,
    },
  },
  orders: {
    SOONEST: {
      description: 'Earliest first.',
      by: [
        { column: 'day', cast: 'date' },
        { column: 'starts_at', cast: 'timestamptz' },
      ],
      direction: 'ASC',
    },
  },
})
builder.queryFields((t) => ({
  agents: mapper.read(t, (f) => f.connection(Agent, { description: 'The agents of the shop.' })),
  teams: mapper.read(t, (f) =>
    f.list(Team, {
      description: 'The teams of the shop.',
      where: () => sql`true`,
      order: (team) => [team.name, team.id],
    }),
  ),
  onDuty: mapper.read(t, (f) =>
    f.list(Shift, {
      description: 'The shifts that run, with who works in them and who is on call; none at night.',
      args: (arg) => ({ at: arg({ type: 'DateTime', description: 'At this time; left out: now.' }) }),
      where: (s, _parent, c) => {
        const at = sql`${c.arg((args: { at?: Date | null }, viewer) => args.at ?? viewer.now)}::timestamptz`
        return sql`${s.starts_at} <= ${at} AND ${s.ends_at} > ${at}`
      },
      order: (s) => [s.starts_at, s.id],
    }),
  ),
  shifts: mapper.read(t, (f) => f.connection(Shift, { description: 'The roster.' })),
}))
