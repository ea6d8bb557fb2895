import { ADJUSTMENT_REASONS, adjustPoints, checkIn, previewAdjustPoints, reversePoints } from '@cs/commands'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { CODES, mapper } from '../mapping.ts'
import { Member } from '../membership/types.ts'
import { permitted } from './answers.ts'
import { subjectCommand } from './subject-command.ts'

/** The membership whose points a command moved. */
export const memberField = (t: unknown) =>
  mapper.read<{ customerId: string }>(t, (f) =>
    f.one(Member, {
      description: 'The membership as it is now.',
      where: (m, _parent, c) =>
        sql`${m.customer_id} = ${c.parent((done: { customerId: string }) => done.customerId)}::uuid`,
    }),
  )

interface Exposing {
  exposeInt(name: string, options: object): unknown
}
const moved = (t: unknown) => ({
  points: (t as Exposing).exposeInt('points', { description: 'What it brought: below zero where it took.' }),
  member: memberField(t),
  ...permitted(t),
})

const whose = {
  field: 'customerId',
  code: CODES.Customer,
  description: 'The customer whose points they are.',
}

const AdjustmentReason = builder.enumType('AdjustmentReason', {
  description: 'Why points are moved by hand.',
  values: Object.fromEntries(
    ADJUSTMENT_REASONS.map((value) => [
      value,
      {
        value,
        description: {
          CORRECTION: '更正 · To correct a mistake',
          GOODWILL: '关怀 · Goodwill',
          CAMPAIGN: '活动 · A campaign',
          MISUSE: '违规收回 · Taken back after misuse',
        }[value],
      },
    ]),
  ),
})

subjectCommand('checkIn', {
  description: 'Checks a member in: once a calendar day, the seventh in a row brings more (PTS-03, Q43).',
  permission: 'points.check_in',
  subject: whose,
  withoutVersion: true,
  keyRequired: true,
  success: 'The member is checked in for today.',
  answers: (t) => ({
    dayInRow: (t as Exposing).exposeInt('dayInRow', { description: 'The place in the row, 1 to 7.' }),
    ...moved(t),
  }),
  command: checkIn,
})

export const AdjustPoints = subjectCommand('adjustPoints', {
  description:
    'Gives (above zero) or takes (below) points by hand, within the authority of one’s grade; beyond it it takes an approval.',
  permission: 'points.adjust',
  subject: whose,
  fields: (t) => ({
    points: t.int({ required: true, description: 'How many: above zero given, below taken.' }),
    reason: t.field({ type: AdjustmentReason, required: true, description: 'Why.' }),
  }),
  keyRequired: true,
  success: 'They were moved.',
  answers: moved,
  command: adjustPoints,
  preview: previewAdjustPoints,
})

export const ReversePoints = subjectCommand('reversePoints', {
  description:
    'Undoes what an entry by hand, of a review, a check-in or a prize brought, by a journal of its own: nothing is edited.',
  permission: 'points.adjust',
  subject: { field: 'entryId', code: CODES.PointsEntry, description: 'One entry of what is undone.' },
  keyRequired: true,
  success: 'It was undone.',
  answers: moved,
  command: reversePoints,
})
