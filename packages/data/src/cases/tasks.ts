import type { AskedDepartment, TaskFacts } from '@cs/domain/cases'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** Asks a department about a case. Returns the id of the task. */
export async function addTask(
  tx: Tx,
  task: {
    readonly shopId: string
    readonly caseId: string
    readonly department: AskedDepartment
    readonly question: string
    readonly askedBy: string
    readonly at: Date
    readonly dueAt: Date
  },
): Promise<string> {
  const id = newId(task.at)
  await tx
    .insertInto('case_tasks')
    .values({
      shop_id: task.shopId,
      id,
      case_id: task.caseId,
      department: task.department,
      question: task.question,
      asked_by: task.askedBy,
      asked_at: task.at,
      due_at: task.dueAt,
    })
    .execute()
  return id
}

/** A task and the case that it stands in; `null`: none such in this shop. */
export async function findTask(
  db: Db,
  shopId: string,
  taskId: string,
): Promise<(TaskFacts & { readonly caseId: string }) | null> {
  const row = await db
    .selectFrom('case_tasks')
    .select(['id', 'case_id', 'department', 'status'])
    .where('shop_id', '=', shopId)
    .where('id', '=', taskId)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    caseId: row.case_id,
    department: row.department as TaskFacts['department'],
    status: row.status as TaskFacts['status'],
  }
}

/** Writes the answer to a task whose case is locked. */
export async function answerTaskRow(
  tx: Tx,
  answered: {
    readonly shopId: string
    readonly id: string
    readonly answer: string
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await tx
    .updateTable('case_tasks')
    .set({
      status: 'ANSWERED',
      answer: answered.answer,
      answered_by: answered.by,
      answered_at: answered.at,
      version: sql`version + 1`,
    })
    .where('shop_id', '=', answered.shopId)
    .where('id', '=', answered.id)
    .execute()
}

/** How many tasks of a case wait for their answer. */
export async function openTasks(db: Db, shopId: string, caseId: string): Promise<number> {
  const { n } = await db
    .selectFrom('case_tasks')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('status', '=', 'OPEN')
    .executeTakeFirstOrThrow()
  return Number(n)
}
