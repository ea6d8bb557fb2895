import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { AfterSale, Case } from '../cases/index.ts'
import { DecisionRecord } from '../decisions/index.ts'
import { ApprovalStatus } from '../enums.ts'
import { oneOf } from '../filters.ts'
import { lookup, lookupArgs } from '../lookup.ts'
import { agentIn, CODES, Money, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'

export const Approval = mapper.type('Approval', 'approvals', {
  code: CODES.Approval,
  guard: 'approval.read',
  description: 'A request for approval. Nobody decides their own; what was approved is executed once.',
  reaches: {
    own: (a, { viewer }) => agentIn.own(a.requested_by, viewer),
    team: (a, { viewer }) => agentIn.team(a.requested_by, viewer),
  },
})

Approval.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The number of the request.' }),
  action: f.col('action', { type: 'String', description: 'What is asked for.' }),
  status: f.col('status', { type: ApprovalStatus, description: 'Where it stands.' }),
  reason: f.col('reason', { type: 'String', description: 'Why it is asked for.' }),
  requestedBy: f.one(Agent, {
    description: 'Who asks.',
    where: (m, a) => sql`${m.agent_id} = ${a.requested_by}`,
  }),
  requestedAt: f.col('requested_at', { type: 'DateTime', description: 'When.' }),
  expiresAt: f.col('expires_at', { type: 'DateTime', description: 'Lapses if it is not decided by then.' }),
  decidedBy: f.one(Agent, {
    description: 'Who decided.',
    where: (m, a) => sql`${m.agent_id} = ${a.decided_by}`,
  }),
  decidedAt: f.col('decided_at', { type: 'DateTime', nullable: true, description: 'When it was decided.' }),
  decisionReason: f.col('decision_reason', {
    type: 'String',
    nullable: true,
    description: 'Why it was decided so.',
  }),
  executedAt: f.col('executed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was carried out.',
  }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
  order: f.one(Order, {
    description: 'The order it is about.',
    where: (o, a) => sql`${o.id} = ${a.subject_id}`,
  }),
  case: f.one(Case, {
    description: 'The case it is about.',
    where: (k, a) => sql`${k.id} = ${a.subject_id}`,
  }),
  afterSale: f.one(AfterSale, {
    description: 'The same, where it is an after-sale.',
    where: (k, a) => sql`${k.id} = ${a.subject_id} AND ${k.kind} = 'AFTER_SALE'`,
  }),
  amount: f.embed(Money, (a) => sql`(${a.input} ->> 'amountFen')::bigint`, {
    nullable: true,
    description: 'The amount that is asked for, where the request names one.',
  }),
  decision: f.one(DecisionRecord, {
    description: 'The decision that asked for it.',
    where: (d, a) => sql`${d.id} = ${a.decision_id}`,
  }),
})).listed({
  filters: { status: oneOf(ApprovalStatus, 'In one of these states.', (a) => a.status) },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'requested_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

builder.queryFields((t) => ({
  approval: mapper.read(t, (f) =>
    f.one(Approval, {
      description: 'One request for approval, by id or by number.',
      args: lookupArgs('approval'),
      where: (a, _parent, c) => lookup(a, c, CODES.Approval),
    }),
  ),
  approvals: mapper.read(t, (f) =>
    f.connection(Approval, { description: 'The inbox of requests, as far as the viewer sees them.' }),
  ),
}))
