import { COMPLAINT_GRADES } from '@cs/domain/complaints'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { gradeTo } from './grade.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  /** Required unless it was said when the complaint came in. */
  expectedSolution: note.optional(),
  /** Required unless it was graded before (Q34). */
  grade: z.enum(COMPLAINT_GRADES).optional(),
})
export type RecordComplaintInput = z.input<typeof schema>

/** The first answer: what the customer expects is written down, and the complaint is graded (CMP-WF-02, Q34). */
export function recordComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: RecordComplaintInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, recordComplaintCommand, input)
}

const recordComplaintCommand = complaintCommand({
  name: 'recordComplaint',
  permission: 'complaint.handle',
  schema,
  ask: ({ grade = null, expectedSolution }) => ({
    step: 'RECORD',
    grade,
    demand: expectedSolution !== undefined,
  }),
  async prepare(run, { grade, expectedSolution }, { facts: { complaint } }) {
    const demand = expectedSolution === undefined ? {} : { expected_solution: expectedSolution }
    if (!grade) return { options: { set: demand } }
    const { set, clocks, events } = await gradeTo(run, complaint, grade, { answered: true })
    return { options: { set: { ...demand, ...set }, clocks }, data: { grade }, events }
  },
  event: 'ComplaintRecorded',
  fields: ['expectedSolution', 'grade'],
})
