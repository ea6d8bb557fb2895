import { sql } from 'kysely'
import { Agent, inShift, Shift } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import { Clock } from '../clocks/types.ts'
import { HandoverStatus } from '../enums.ts'
import { oneOf, refersTo } from '../filters.ts'
import { CODES, idIn, mapper } from '../mapping.ts'
import { HandoverItem } from './types.ts'

HandoverItem.fields((f) => ({
  id: f.id(),
  status: f.col('status', { type: HandoverStatus, description: 'Where it stands.' }),
  text: f.col('text', { type: 'String', description: 'What is to be done.' }),
  case: f.one(Case, { description: 'The case it is about.', where: (k, h) => sql`${k.id} = ${h.case_id}` }),
  shift: f.one(Shift, {
    description: 'The shift that hands it over; null where none was on the roster.',
    where: (s, h) => sql`${s.id} = ${h.shift_id}`,
  }),
  owner: f.one(Agent, {
    description: 'Who answers for it to the end: the owner of the case.',
    where: (a, h) => sql`${a.agent_id} = ${h.owner_id}`,
  }),
  assignee: f.one(Agent, {
    description: 'Who took it over; null while nobody did.',
    where: (a, h) => sql`${a.agent_id} = ${h.assignee_id}`,
  }),
  addedBy: f.one(Agent, {
    description: 'Who wrote it.',
    where: (a, h) => sql`${a.agent_id} = ${h.added_by}`,
  }),
  addedAt: f.col('added_at', { type: 'DateTime', description: 'When it was written.' }),
  dueAt: f.col('due_at', {
    type: 'DateTime',
    description: 'By when it is to be done: the noon after it was written (AS-SLA-29, Q53).',
  }),
  takenOverAt: f.col('taken_over_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was taken over.',
  }),
  completedAt: f.col('completed_at', { type: 'DateTime', nullable: true, description: 'When it was done.' }),
  completedBy: f.one(Agent, {
    description: 'Who did it.',
    where: (a, h) => sql`${a.agent_id} = ${h.completed_by}`,
  }),
  result: f.col('result', { type: 'String', nullable: true, description: 'What came of it.' }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
})).listed({
  filters: {
    status: oneOf(HandoverStatus, 'In one of these states.', (h) => h.status),
    shiftId: refersTo(CODES.Shift, 'Handed over by this shift.', (h) => h.shift_id, 'agent.read'),
    assigneeId: refersTo(CODES.Agent, 'Taken over by this agent.', (h) => h.assignee_id, 'agent.read'),
  },
  orders: {
    DUE: {
      description: 'The next to be done first; only those that are not done.',
      by: [{ column: 'due_at', cast: 'timestamptz' }],
      direction: 'ASC',
      where: (h) => sql`${h.status} <> 'DONE'`,
    },
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'added_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

/** What a shift leaves to the next: a view of the shift. */
const Handover = mapper.type('Handover', 'shifts', {
  guard: 'handover.read',
  description:
    'What a shift leaves to the next: its open promises and its items, each of which somebody takes over (OPS-SHF-02, OPS-SHF-06).',
})

Handover.fields((f) => ({
  shift: f.one(Shift, {
    description: 'The shift that hands over.',
    where: (s, h) => sql`${s.id} = ${h.id}`,
  }),
  promises: f.connection(Clock, {
    description:
      'The promises that run on cases which its agents still work on, closest to the latest time first. `takeOverCase` takes one over.',
    where: (k, s, c) => {
      const { from, where } = c.scoped('cases', 'at_hand')
      const theirs = inShift(sql`at_hand.assignee_id`, s.id, c, sql`NOT on_shift.on_call`)
      return sql`${k.subject_type} = 'Case' AND ${k.case_id} IN (
        SELECT at_hand.id FROM ${from} WHERE ${where} AND at_hand.status <> 'CLOSED' AND ${theirs})`
    },
  }),
  items: f.connection(HandoverItem, {
    description: 'What it wrote down for the next shift. `takeOverHandoverItem` takes one over.',
    where: (i, s) => sql`${i.shift_id} = ${s.id}`,
  }),
}))

interface HandoverArgs {
  readonly shiftId?: string | null
}

builder.queryFields((t) => ({
  handover: mapper.read(t, (f) =>
    f.one(Handover, {
      description: 'What a shift hands over.',
      args: (arg) => ({
        shiftId: arg({ type: 'ID', description: 'The shift; left out: the last that ended.' }),
      }),
      where: (s, _parent, c) => {
        if (c.shape((args: HandoverArgs) => Boolean(args.shiftId)))
          return sql`${s.id} = ${c.arg((args: HandoverArgs, viewer) => idIn(viewer, args.shiftId ?? '', CODES.Shift))}::uuid`
        const { from, where } = c.scoped('shifts', 'ended')
        const now = sql`${c.viewer((viewer) => viewer.now)}::timestamptz`
        return sql`${s.id} = (SELECT ended.id FROM ${from} WHERE ${where} AND ended.starts_at < ${now} AND ended.ends_at <= ${now}
          ORDER BY ended.starts_at DESC LIMIT 1)`
      },
    }),
  ),
  handoverItem: mapper.read(t, (f) =>
    f.one(HandoverItem, {
      description: 'One item of a hand-over, by id.',
      args: (arg) => ({ id: arg({ type: 'ID', required: true, description: 'The global id.' }) }),
      where: (h, _parent, c) =>
        sql`${h.id} = ${c.arg((args: { id: string }, viewer) => idIn(viewer, args.id, CODES.HandoverItem))}::uuid`,
    }),
  ),
  handoverItems: mapper.read(t, (f) =>
    f.connection(HandoverItem, { description: 'The items that shifts handed over.' }),
  ),
}))
