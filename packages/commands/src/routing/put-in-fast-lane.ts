import { newId } from '@cs/data'
import { gradeOf } from '@cs/data/access'
import { recordTransfer } from '@cs/data/cases'
import { putInFastLane as put } from '@cs/data/routing'
import { lockWork, type Work } from '@cs/data/shifts'
import { GRADES } from '@cs/domain/access'
import { type FastLaneFacts, judgeFastLane } from '@cs/domain/routing'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { giveTo } from './owner-for.ts'

const schema = z.strictObject({
  caseId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type PutInFastLaneInput = z.input<typeof schema>

export interface CaseInFastLane {
  readonly caseId: string
  readonly version: number
  readonly assigneeId: string
}

interface Found extends Loaded<FastLaneFacts> {
  readonly work: Work
}

/**
 * Puts a hard problem into the fast lane (CMP-ESC-01): urgent, and with a senior or above unless one has it already.
 * The owner stays (CMP-PRI-01).
 */
export function putInFastLane(
  deps: CommandDeps,
  actor: Actor,
  input: PutInFastLaneInput,
): Promise<Outcome<CaseInFastLane>> {
  return runCommand(deps, actor, putInFastLaneCommand, input)
}

const putInFastLaneCommand: Command<z.output<typeof schema>, FastLaneFacts, CaseInFastLane, Found> = {
  name: 'putInFastLane',
  permission: 'case.fast_lane',
  schema,
  subjectType: 'Case',
  async load(run, { caseId }) {
    const work = await lockWork(run.tx, run.actor.shop, caseId)
    if (!work) return null
    const facts = { case: { id: work.id, status: work.status, queue: work.queue } }
    return { subjectId: work.id, version: work.version, facts, work }
  },
  async attempt(_run, _input, { facts, work }) {
    if (work.fastLaneAt) throw conflict(work.version, IN_IT)
    return facts
  },
  judge: judgeFastLane,
  async execute(run, _input, { work }) {
    const { tx, actor, now } = run
    const grade = await gradeOf(tx, actor.shop, work.assigneeId)
    const able = grade !== null && GRADES.indexOf(grade) >= GRADES.indexOf('senior')
    const to = able
      ? work.assigneeId
      : await giveTo(run, { queue: work.queue, customerId: null, from: 'senior' })
    if (to !== work.assigneeId)
      await recordTransfer(tx, {
        shopId: actor.shop,
        id: newId(now),
        caseId: work.id,
        from: { assigneeId: work.assigneeId, ownerId: work.ownerId },
        to: { assigneeId: to, ownerId: work.ownerId },
        handoverReason: null,
        occasion: 'FAST_LANE',
        reason: null,
        by: agentOf(run) ?? to,
        at: now,
      })
    const next = await put(tx, actor.shop, work.id, to, now)
    return {
      ids: { caseId: work.id, version: next, assigneeId: to },
      events: [{ type: 'CasePutInFastLane', data: { from: work.assigneeId, to, queue: work.queue } }],
      fields: ['priority', 'fastLaneAt', ...(to === work.assigneeId ? [] : ['assignee'])],
    }
  },
}

const IN_IT = { zh: '该工单已在快速通道中。', en: 'This case is in the fast lane already.' }
