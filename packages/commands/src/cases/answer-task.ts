import { answerTaskRow, changeCase, findTask, openTasks } from '@cs/data/cases'
import { type CaseRequest, judgeCase } from '@cs/domain/cases'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import type { DepartmentAsked } from './ask-department.ts'
import { readCase, requestOf } from './case.ts'

const schema = z.strictObject({
  taskId: id,
  answer: note,
  /** Of the case. */
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type AnswerTaskInput = z.input<typeof schema>

/** Answers what one's department was asked about a case (ROL-06); with the last answer, a consultation goes on. */
export function answerTask(
  deps: CommandDeps,
  actor: Actor,
  input: AnswerTaskInput,
): Promise<Outcome<DepartmentAsked>> {
  return runCommand(deps, actor, answerTaskCommand, input)
}

const answerTaskCommand: Command<z.output<typeof schema>, CaseRequest, DepartmentAsked> = {
  name: 'answerTask',
  permission: 'task.answer',
  schema,
  subjectType: 'Case',
  async load(run, { taskId }) {
    const { tx, actor } = run
    const where = await findTask(tx, actor.shop, taskId)
    const of = where && (await readCase(run, where.caseId))
    // Read again under the lock of its case: another answer may have come first, or the case was merged away.
    const found = of && (await findTask(tx, actor.shop, taskId))
    if (!of || !found) return null
    const { caseId: _, ...task } = found
    return requestOf(run, of, { step: 'ANSWER_TASK', task })
  },
  judge: judgeCase,
  async execute(run, { taskId, answer }, { facts: { case: of, ask } }) {
    const { tx, actor, now } = run
    const by = requireAgent(run, 'task.answer').id
    await answerTaskRow(tx, { shopId: actor.shop, id: taskId, answer, by, at: now })
    const left = await openTasks(tx, actor.shop, of.id)
    const goesOn = left === 0 && of.kind === 'CONSULTATION' && of.status === 'WAITING_FOR_OTHERS'
    const next = await changeCase(tx, actor.shop, of.id, goesOn ? { status: 'OPEN' } : {})
    const department = ask.step === 'ANSWER_TASK' ? ask.task.department : null
    return {
      ids: { caseId: of.id, version: next, taskId },
      events: [{ type: 'DepartmentAnswered', data: { taskId, department } }],
      fields: ['tasks', ...(goesOn ? ['status'] : [])],
    }
  },
}
