import { COMPLAINT_GRADES } from '@cs/domain/complaints'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { reason } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { gradeTo } from './grade.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  grade: z.enum(COMPLAINT_GRADES),
  /** Required where it goes down; kept in the timeline. */
  reason: reason.optional(),
})
export type GradeComplaintInput = z.input<typeof schema>

/** Grades a complaint: up at any time, down only by a supervisor and with a reason (CMP-GRD-01, CMP-GRD-02, Q34). */
export function gradeComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: GradeComplaintInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, gradeComplaintCommand, input)
}

/** What gradeComplaint would decide now. */
export function previewGradeComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: GradeComplaintInput,
): Promise<Preview> {
  return preview(deps, actor, gradeComplaintCommand, input)
}

const gradeComplaintCommand = complaintCommand({
  name: 'gradeComplaint',
  permission: 'complaint.handle',
  schema,
  ask: ({ grade, reason: why }) => ({ step: 'GRADE', grade, reasoned: why !== undefined }),
  async prepare(run, { grade, reason: why, note: text }, { facts: { complaint } }) {
    const { set, clocks, events } = await gradeTo(run, complaint, grade, { answered: false })
    const note = [why, text].filter(Boolean).join('\n') || null
    return { options: { set, clocks, note }, data: { grade, before: complaint.grade }, events }
  },
  event: 'ComplaintGraded',
  fields: ['grade'],
})
