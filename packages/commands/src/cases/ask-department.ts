import { addTask, changeCase } from '@cs/data/cases'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor, Run } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput } from './case.ts'

const schema = z.strictObject({
  ...caseInput,
  department: z.enum(['warehouse', 'quality_control', 'finance', 'operations']),
  question: note,
  /** By when; left out: the time of the pack. */
  dueAt: z.iso.datetime().optional(),
})
export type AskDepartmentInput = z.input<typeof schema>

export interface DepartmentAsked extends CaseChanged {
  readonly taskId: string
}

/**
 * Asks another department about a case (ROL-06). No promise to the customer stands still for it: inner queues are ours
 * (Q16).
 */
export function askDepartment(
  deps: CommandDeps,
  actor: Actor,
  input: AskDepartmentInput,
): Promise<Outcome<DepartmentAsked>> {
  return runCommand(deps, actor, askDepartmentCommand, input)
}

const due = ({ now, context }: Run, dueAt: string | undefined) =>
  dueAt ? new Date(dueAt) : dueAfter(now, context.pack.get('case.task_due'))

const askDepartmentCommand = caseCommand<z.output<typeof schema>, { readonly taskId: string }>({
  name: 'askDepartment',
  permission: 'case.handle',
  schema,
  ask: (run, { department, dueAt }) => ({
    step: 'ASK_DEPARTMENT',
    department,
    dueAt: due(run, dueAt).toISOString(),
  }),
  async execute(run, { department, question, dueAt: wanted }, of) {
    const { tx, actor, now } = run
    const dueAt = due(run, wanted)
    const taskId = await addTask(tx, {
      shopId: actor.shop,
      caseId: of.id,
      department,
      question,
      askedBy: requireAgent(run, 'case.handle').id,
      at: now,
      dueAt,
    })
    // After-sales and complaints stand where their own steps say.
    const waits = of.kind === 'CONSULTATION' && of.status === 'OPEN'
    const version = await changeCase(tx, actor.shop, of.id, waits ? { status: 'WAITING_FOR_OTHERS' } : {})
    return {
      version,
      ids: { taskId },
      events: [{ type: 'DepartmentAsked', data: { taskId, department, dueAt: dueAt.toISOString() } }],
      fields: ['tasks', ...(waits ? ['status'] : [])],
    }
  },
})
