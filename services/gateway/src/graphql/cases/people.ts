import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { CaseLinkKind, CaseTaskStatus, Department, HandoverReason, TransferOccasion } from '../enums.ts'
import { mapper } from '../mapping.ts'
import { Case } from './index.ts'
import { CaseLink, CaseTask, CaseTransfer } from './types.ts'

CaseTask.fields((f) => ({
  id: f.id(),
  case: f.one(Case, { description: 'The case it is about.', where: (k, t) => sql`${k.id} = ${t.case_id}` }),
  department: f.expr((t) => sql`upper(${t.department})`, { type: Department, description: 'Who is asked.' }),
  status: f.col('status', { type: CaseTaskStatus, description: 'Whether it was answered.' }),
  question: f.col('question', { type: 'String', description: 'What is asked.' }),
  askedBy: f.one(Agent, { description: 'Who asks.', where: (a, t) => sql`${a.agent_id} = ${t.asked_by}` }),
  askedAt: f.col('asked_at', { type: 'DateTime', description: 'When it was asked.' }),
  dueAt: f.col('due_at', { type: 'DateTime', description: 'By when an answer is wanted.' }),
  answer: f.col('answer', { type: 'String', nullable: true, description: 'The answer.' }),
  answeredBy: f.one(Agent, {
    description: 'Who answered.',
    where: (a, t) => sql`${a.agent_id} = ${t.answered_by}`,
  }),
  answeredAt: f.col('answered_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was answered.',
  }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
})).listed({
  filters: {
    department: {
      type: Department,
      description: 'Asked of this department.',
      decode: (value: string) => value.toLowerCase(),
      sql: (t, value) => sql`${t.department} = ${value}::text`,
    },
  },
  orders: {
    DUE: {
      description: 'The one wanted first comes first; only those that wait for an answer.',
      by: [{ column: 'due_at', cast: 'timestamptz' }],
      direction: 'ASC',
      where: (t) => sql`${t.status} = 'OPEN'`,
    },
  },
})

CaseTransfer.fields((f) => ({
  from: f.one(Agent, {
    description: 'Who worked on it.',
    where: (a, t) => sql`${a.agent_id} = ${t.from_assignee}`,
  }),
  to: f.one(Agent, {
    description: 'Who works on it since.',
    where: (a, t) => sql`${a.agent_id} = ${t.to_assignee}`,
  }),
  owner: f.one(Agent, {
    description: 'Who answers for it since.',
    where: (a, t) => sql`${a.agent_id} = ${t.to_owner}`,
  }),
  handoverReason: f.col('handover_reason', {
    type: HandoverReason,
    nullable: true,
    description: 'Why ownership passed; null: the owner stayed (C-38).',
  }),
  occasion: f.col('occasion', { type: TransferOccasion, description: 'On which occasion.' }),
  reason: f.col('reason', {
    type: 'String',
    nullable: true,
    description: 'Why it was handed on; null on any other occasion. Free text counts as personal.',
  }),
  by: f.one(Agent, {
    description: 'Who did it.',
    where: (a, t) => sql`${a.agent_id} = ${t.transferred_by}`,
  }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
}))

CaseLink.fields((f) => ({
  kind: f.col('kind', { type: CaseLinkKind, description: 'How they belong together.' }),
  case: f.one(Case, { description: 'The other case.', where: (k, l) => sql`${k.id} = ${l.other_id}` }),
  linkedAt: f.col('linked_at', { type: 'DateTime', description: 'Since when.' }),
}))

builder.queryFields((t) => ({
  caseTasks: mapper.read(t, (f) =>
    f.connection(CaseTask, {
      description: 'What departments are asked and have not answered yet, the one wanted first (ROL-06).',
    }),
  ),
}))
