import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { Product } from '../catalog/index.ts'
import { Clock } from '../clocks/types.ts'
import { Customer } from '../customers/index.ts'
import {
  AfterSaleState,
  CaseChannel,
  CaseKind,
  CasePriority,
  CaseStatus,
  InquiryType,
  MessageSender,
  Skill,
} from '../enums.ts'
import { before, equals, flag, oneOf, refersTo, since } from '../filters.ts'
import { lookup, lookupArgs } from '../lookup.ts'
import { agentIn, CODES, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'
import { Review } from '../reviews/index.ts'
import { HandoverItem } from '../shifts/types.ts'
import { idOfArchived } from '../traces.ts'
import { CaseLink, CaseTask, CaseTransfer } from './types.ts'

const content = 'case.content.read'

export const Case = mapper.interface('Case', 'cases', {
  code: CODES.Case,
  discriminator: 'kind',
  guard: 'case.read',
  description:
    'A work item: a consultation, an after-sale or a complaint. The owner answers for it to the end (CMP-PRI-01); once it is archived, its content is the owner’s and no more the assignee’s (PRV-02).',
  reaches: {
    own: (c, { viewer }) =>
      sql`(${agentIn.own(c.owner_id, viewer)} OR ${c.archived_at} IS NULL AND ${agentIn.own(c.assignee_id, viewer)})`,
    team: (c, { viewer }) =>
      sql`(${agentIn.team(c.owner_id, viewer)} OR ${c.archived_at} IS NULL AND ${agentIn.team(c.assignee_id, viewer)})`,
  },
  traced: { permission: content, id: idOfArchived },
})

export const Consultation = mapper.implementation(
  Case,
  'Consultation',
  'CONSULTATION',
  'A question before or after buying (PRE-WF-01).',
)
export const AfterSale = mapper.implementation(
  Case,
  'AfterSale',
  'AFTER_SALE',
  'A return, exchange, repair or compensation (AS-TYP).',
)
export const Complaint = mapper.implementation(
  Case,
  'Complaint',
  'COMPLAINT',
  'A complaint and its eight steps (CMP-WF-01).',
)

export const Message = mapper.type('CaseMessage', 'case_messages', {
  code: CODES.CaseMessage,
  description: 'What was said in a case.',
})
export const Note = mapper.type('CaseNote', 'case_notes', {
  description: 'An internal note; customers never see it.',
})

Case.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The case number.' }),
  kind: f.col('kind', { type: CaseKind, description: 'Which of the three it is.' }),
  status: f.col('status', { type: CaseStatus, description: 'Where it stands.' }),
  priority: f.col('priority', { type: CasePriority, description: 'How urgent it is.' }),
  queue: f.expr((c) => c.queue, {
    type: Skill,
    description: 'What it takes to handle it; follows from what it is about.',
  }),
  fastLaneAt: f.col('fast_lane_at', {
    type: 'DateTime',
    nullable: true,
    description: 'In the fast lane for hard problems since then (CMP-ESC-01).',
  }),
  channel: f.col('channel', { type: CaseChannel, description: 'Where it came in.' }),
  subject: f.col('subject', {
    type: 'String',
    guard: content,
    description: 'What it is about. Free text counts as personal.',
  }),
  openedAt: f.col('opened_at', { type: 'DateTime', description: 'When it was opened.' }),
  firstResponseAt: f.col('first_response_at', {
    type: 'DateTime',
    nullable: true,
    description: 'The first human answer.',
  }),
  dueAt: f.col('due_at', { type: 'DateTime', nullable: true, description: 'The next promise to keep.' }),
  closedAt: f.col('closed_at', { type: 'DateTime', nullable: true, description: 'When it was closed.' }),
  archivedAt: f.col('archived_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was put away (PRV-02, Q54).',
  }),
  conversationAt: f.col('conversation_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the conversation that goes on began (Q60).',
  }),
  lastMessageAt: f.col('last_message_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When something was said last.',
  }),
  awaitsReply: f.expr(
    (c) =>
      sql`${c.last_customer_at} IS NOT NULL AND COALESCE(${c.last_reply_at} < ${c.last_customer_at}, true)`,
    { type: 'Boolean', description: 'Whether the customer waits for a person (C-01).' },
  ),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
  customer: f.one(Customer, {
    description: 'Whose case it is.',
    where: (c, k) => sql`${c.id} = ${k.customer_id}`,
  }),
  order: f.one(Order, {
    description: 'The order it is about.',
    where: (o, k) => sql`${o.id} = ${k.order_id}`,
  }),
  product: f.one(Product, {
    description: 'The product it is about.',
    where: (p, k) => sql`${p.id} = ${k.product_id}`,
  }),
  review: f.one(Review, {
    description: 'The review it came from.',
    where: (r, k) => sql`${r.id} = ${k.review_id}`,
  }),
  owner: f.one(Agent, {
    description: 'Who answers for it to the end (C-38).',
    where: (a, k) => sql`${a.agent_id} = ${k.owner_id}`,
  }),
  assignee: f.one(Agent, {
    description: 'Who works on it now (C-38).',
    where: (a, k) => sql`${a.agent_id} = ${k.assignee_id}`,
  }),
  clocks: f.list(Clock, {
    description: 'The promises made on it, running and stopped, oldest first (AS-SLA).',
    where: (p, k) => sql`${p.case_id} = ${k.id}`,
    order: (p) => [p.started_at, p.id],
  }),
  handoverItems: f.list(HandoverItem, {
    description: 'What shifts handed over about it, oldest first (OPS-SHF-02).',
    where: (h, k) => sql`${h.case_id} = ${k.id}`,
    order: (h) => [h.added_at, h.id],
  }),
  messages: f.connection(Message, {
    guard: content,
    description: 'What was said, oldest first.',
    where: (m, k) => sql`${m.case_id} = ${k.id}`,
  }),
  tasks: f.list(CaseTask, {
    description: 'What departments were asked about it, oldest first (ROL-06).',
    where: (t, k) => sql`${t.case_id} = ${k.id}`,
    order: (t) => [t.asked_at, t.id],
  }),
  transfers: f.list(CaseTransfer, {
    guard: content,
    description: 'From whom to whom it went, oldest first (C-38).',
    where: (t, k) => sql`${t.case_id} = ${k.id}`,
    order: (t) => [t.at, t.id],
  }),
  links: f.list(CaseLink, {
    description: 'Cases that belong to it (Q33).',
    where: (l, k) => sql`${l.case_id} = ${k.id}`,
    order: (l) => [l.other_id],
  }),
  notes: f.list(Note, {
    guard: content,
    description: 'Internal notes, oldest first.',
    where: (n, k) => sql`${n.case_id} = ${k.id}`,
    order: (n) => [n.created_at, n.id],
  }),
})).listed({
  filters: {
    kind: equals(CaseKind, 'Of this kind.', (c) => c.kind),
    status: oneOf(CaseStatus, 'In one of these states.', (c) => c.status),
    afterSaleState: oneOf(AfterSaleState, 'After-sales in one of these states.', (c) => c.after_sale_state),
    priority: equals(CasePriority, 'Of this priority.', (c) => c.priority),
    queue: equals(Skill, 'In this queue.', (c) => c.queue),
    inFastLane: flag('In the fast lane, or not.', (c) => sql`(${c.fast_lane_at} IS NOT NULL)`),
    customerId: refersTo(CODES.Customer, 'Of this customer.', (c) => c.customer_id, 'customer.read'),
    orderId: refersTo(CODES.Order, 'About this order.', (c) => c.order_id, 'order.read'),
    ownerId: refersTo(CODES.Agent, 'Owned by this agent.', (c) => c.owner_id, 'agent.read'),
    assigneeId: refersTo(CODES.Agent, 'Worked on by this agent.', (c) => c.assignee_id, 'agent.read'),
    mine: {
      type: 'Boolean',
      description: 'Owned or worked on by the viewer.',
      shape: (mine: boolean) => (mine ? 'mine' : 'of others'),
      sql: (c, _value, { viewer }, shape) => {
        const owned = agentIn.own(c.owner_id, viewer)
        const assigned = agentIn.own(c.assignee_id, viewer)
        return shape === 'mine'
          ? [owned, sql`${assigned} AND NOT ${owned}`]
          : sql`NOT ${owned} AND NOT ${assigned}`
      },
    },
    openedFrom: since('Opened at or after.', (c) => c.opened_at),
    openedBefore: before('Opened before.', (c) => c.opened_at),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'opened_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
    CLOSEST_TO_BREACH: {
      description: 'The closest to the latest time of its next promise first; only open cases that have one.',
      by: [{ column: 'due_at', cast: 'timestamptz' }],
      direction: 'ASC',
      where: (c) => sql`${c.due_at} IS NOT NULL AND ${c.status} <> 'CLOSED'`,
    },
    DUE: {
      description: 'The next promise first; only open cases that have one.',
      by: [{ column: 'due_at', cast: 'timestamptz' }],
      direction: 'ASC',
      where: (c) => sql`${c.due_at} IS NOT NULL AND ${c.status} <> 'CLOSED'`,
    },
    IN_TURN: {
      description:
        'By priority, the oldest first among equals; only open cases. Priority handling moves a case up here and shortens no promise (MEM-05, Q75).',
      by: [
        { column: 'priority_rank', cast: 'smallint' },
        { column: 'opened_at', cast: 'timestamptz' },
      ],
      direction: 'ASC',
      where: (c) => sql`${c.status} <> 'CLOSED'`,
    },
  },
})

Message.fields((f) => ({
  id: f.id(),
  sender: f.col('sender', { type: MessageSender, description: 'Who wrote it.' }),
  agent: f.one(Agent, {
    description: 'The agent who wrote it.',
    where: (a, m) => sql`${a.agent_id} = ${m.agent_id}`,
  }),
  text: f.col('text', { type: 'String', description: 'What was written.' }),
  channel: f.col('channel', { type: CaseChannel, description: 'Which way it came or went.' }),
  inquiryType: f.col('inquiry_type', {
    type: InquiryType,
    nullable: true,
    description: 'What the customer asked, where it was said.',
  }),
  writtenIn: f.one(Case, {
    description: 'The duplicate that it was written in; null: this case itself (PRV-10).',
    where: (k, m) => sql`${k.id} = ${m.merged_from}`,
  }),
  sentAt: f.col('sent_at', { type: 'DateTime', description: 'When.' }),
})).listed({
  filters: {},
  orders: {
    OLDEST: {
      description: 'Oldest first.',
      by: [{ column: 'sent_at', cast: 'timestamptz' }],
      direction: 'ASC',
    },
  },
})

Note.fields((f) => ({
  author: f.one(Agent, { description: 'Who wrote it.', where: (a, n) => sql`${a.agent_id} = ${n.agent_id}` }),
  text: f.col('text', { type: 'String', description: 'What was noted.' }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'When.' }),
}))

builder.queryFields((t) => ({
  case: mapper.read(t, (f) =>
    f.one(Case, {
      description: 'One case, by id or by number.',
      args: lookupArgs('case'),
      where: (c, _parent, context) => lookup(c, context, CODES.Case),
    }),
  ),
  cases: mapper.read(t, (f) => f.connection(Case, { description: 'The cases of the shop.' })),
}))
