import { dayOf, endOfDay } from '@cs/domain/calendar'
import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import { Lead } from '../consultations/types.ts'
import type { Viewer } from '../context.ts'
import { Customer } from '../customers/index.ts'
import { ContactChannel, FollowUpKind, FollowUpReason, FollowUpResult, FollowUpStatus } from '../enums.ts'
import { oneOf, refersTo } from '../filters.ts'
import { agentIn, CODES, idIn, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'
import {
  actionsField,
  nextAllowedField,
  nextCommandField,
  scriptField,
  suggestedChannelField,
} from './actions.ts'
import { FollowUp } from './types.ts'

FollowUp.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: FollowUpKind, description: 'Why the customer is contacted.' }),
  status: f.col('status', { type: FollowUpStatus, description: 'Where it stands.' }),
  because: f.col('because', {
    type: FollowUpReason,
    nullable: true,
    description: 'Why it waits, or ended without a contact.',
  }),
  customer: f.one(Customer, {
    description: 'Who is contacted.',
    where: (c, u) => sql`${c.id} = ${u.customer_id}`,
  }),
  case: f.one(Case, { description: 'The case it is about.', where: (k, u) => sql`${k.id} = ${u.case_id}` }),
  order: f.one(Order, {
    description: 'The order it is about.',
    where: (o, u) => sql`${o.id} = ${u.order_id}`,
  }),
  lead: f.one(Lead, { description: 'The lead it is about.', where: (l, u) => sql`${l.id} = ${u.lead_id}` }),
  assignee: f.one(Agent, {
    description:
      'Who does it: the owner of the case, the dedicated agent, or who had time; null until its day.',
    where: (a, u) => sql`${a.agent_id} = ${u.assignee_id}`,
  }),
  wantedAt: f.col('wanted_at', { type: 'DateTime', description: 'When its occasion asks for it.' }),
  dueAt: f.col('due_at', {
    type: 'DateTime',
    description: 'When it is planned for: a week apart from other contacts, within the hours (FUP-06, Q26).',
  }),
  latestAt: f.col('latest_at', { type: 'DateTime', description: 'It is dropped then (Q26).' }),
  plannedAt: f.col('planned_at', { type: 'DateTime', description: 'When it was planned.' }),
  startedAt: f.col('started_at', {
    type: 'DateTime',
    nullable: true,
    description: 'The contact has begun; null: it has not.',
  }),
  attempts: f.col('attempts', { type: 'Int', description: 'How often nobody answered.' }),
  channel: f.col('channel', {
    type: ContactChannel,
    nullable: true,
    description: 'How the customer was contacted.',
  }),
  contactedAt: f.col('contacted_at', { type: 'DateTime', nullable: true, description: 'When.' }),
  contactedBy: f.one(Agent, {
    description: 'By whom.',
    where: (a, u) => sql`${a.agent_id} = ${u.contacted_by}`,
  }),
  durationSeconds: f.col('duration_s', {
    type: 'Int',
    nullable: true,
    description: 'How long it took (FUP-07).',
  }),
  result: f.col('result', { type: FollowUpResult, nullable: true, description: 'What came of it (FUP-12).' }),
  satisfaction: f.col('satisfaction', {
    type: 'Int',
    nullable: true,
    description: 'What the customer says, 1 to 5 (FUP-15).',
  }),
  note: f.col('note', { type: 'String', nullable: true, description: 'What was noted.' }),
  endedAt: f.col('ended_at', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
  script: scriptField(f),
  suggestedChannel: suggestedChannelField(f),
  nextAllowedAt: nextAllowedField(f),
  nextCommand: nextCommandField(f),
  actions: actionsField(f),
})).listed({
  filters: {
    status: oneOf(FollowUpStatus, 'In one of these states.', (u) => u.status),
    kind: oneOf(FollowUpKind, 'For one of these reasons.', (u) => u.kind),
    assigneeId: refersTo(CODES.Agent, 'Done by this agent.', (u) => u.assignee_id, 'agent.read'),
    customerId: refersTo(CODES.Customer, 'With this customer.', (u) => u.customer_id, 'customer.read'),
  },
  orders: {
    DUE: {
      description: 'The next first; only those that are open.',
      by: [{ column: 'due_at', cast: 'timestamptz' }],
      direction: 'ASC',
      where: (u) => sql`${u.status} = 'OPEN'`,
    },
    NEWEST: {
      description: 'Planned last first.',
      by: [{ column: 'planned_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

interface DayArgs {
  readonly day?: string | null
}
const endOf = ({ day }: DayArgs, { now }: Viewer) => endOfDay(day ?? dayOf(now))

builder.queryFields((t) => ({
  followUp: mapper.read(t, (f) =>
    f.one(FollowUp, {
      description: 'One follow-up, by id.',
      args: (arg) => ({ id: arg({ type: 'ID', required: true, description: 'The global id.' }) }),
      where: (u, _parent, c) =>
        sql`${u.id} = ${c.arg((args: { id: string }, viewer) => idIn(viewer, args.id, CODES.FollowUp))}::uuid`,
    }),
  ),
  followUps: mapper.read(t, (f) =>
    f.connection(FollowUp, { description: 'Contacts with customers, planned and made.' }),
  ),
  myFollowUps: mapper.read(t, (f) =>
    f.list(FollowUp, {
      description: 'What the viewer has to do up to the end of a day, overdue first; at most 100.',
      args: (arg) => ({
        day: arg({ type: 'Date', description: 'The day in the shop’s zone; left out: today.' }),
      }),
      where: (u, _parent, c) =>
        sql`${agentIn.own(u.assignee_id, c.viewer)} AND ${u.status} = 'OPEN' AND ${u.due_at} < ${c.arg((args: DayArgs, viewer) => endOf(args, viewer))}::timestamptz`,
      order: (u) => [u.due_at, u.id],
    }),
  ),
}))
