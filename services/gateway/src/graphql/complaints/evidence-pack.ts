import { sql } from 'kysely'
import { Compensation, Evidence, Notice } from '../after-sales/types.ts'
import { Message, Note } from '../cases/index.ts'
import { Clock } from '../clocks/types.ts'
import { TimelineEvent } from '../decisions/events.ts'
import { DecisionRecord } from '../decisions/index.ts'
import { Order } from '../orders/types.ts'
import { ComplaintStepTaken, EvidencePack } from './types.ts'

const content = 'case.content.read'

EvidencePack.fields((f) => ({
  number: f.col('number', { type: 'String', description: 'The number of the complaint.' }),
  openedAt: f.col('opened_at', { type: 'DateTime', description: 'When it was opened.' }),
  problem: f.expr((c) => c.problem, {
    type: 'String',
    guard: content,
    description: 'What the customer said went wrong.',
  }),
  order: f.one(Order, {
    description: 'The order it is about, with its parcels and payments.',
    where: (o, c) => sql`${o.id} = ${c.order_id}`,
  }),
  messages: f.list(Message, {
    guard: content,
    description: 'All that was said, oldest first (PRV-10).',
    where: (m, c) => sql`${m.case_id} = ${c.id}`,
    order: (m) => [m.sent_at, m.id],
  }),
  notes: f.list(Note, {
    guard: content,
    description: 'Internal notes, oldest first. Not part of what goes to the platform.',
    where: (n, c) => sql`${n.case_id} = ${c.id}`,
    order: (n) => [n.created_at, n.id],
  }),
  files: f.list(Evidence, {
    description: 'Its files, oldest first: screenshots, reports, outbound photos (PRV-07).',
    where: (e, c) => sql`${e.case_id} = ${c.id}`,
    order: (e) => [e.added_at, e.id],
  }),
  steps: f.list(ComplaintStepTaken, {
    description: 'What was done when, and by whom.',
    where: (s, c) => sql`${s.case_id} = ${c.id}`,
    order: (s) => [s.at, s.id],
  }),
  events: f.list(TimelineEvent, {
    description: 'What happened to it, oldest first.',
    where: (e, c) => sql`${e.subject_id} = ${c.id}`,
    order: (e) => [e.occurred_at, e.id],
  }),
  decisions: f.list(DecisionRecord, {
    description: 'What the rules said of each step, oldest first.',
    where: (d, c) => sql`${d.subject_id} = ${c.id}`,
    order: (d) => [d.decided_at, d.id],
  }),
  clocks: f.list(Clock, {
    description: 'Which promises were kept, oldest first.',
    where: (k, c) => sql`${k.case_id} = ${c.id}`,
    order: (k) => [k.started_at, k.id],
  }),
  notices: f.list(Notice, {
    description: 'What the customer was told, oldest first.',
    where: (n, c) => sql`${n.case_id} = ${c.id}`,
    order: (n) => [n.created_at, n.id],
  }),
  compensations: f.list(Compensation, {
    description: 'Goodwill that was given, oldest first.',
    where: (k, c) => sql`${k.case_id} = ${c.id}`,
    order: (k) => [k.created_at, k.id],
  }),
}))
