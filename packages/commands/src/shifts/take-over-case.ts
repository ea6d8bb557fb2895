import { judgeShift, type ShiftRequest } from '@cs/domain/shifts'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FoundWork, loadWork, passTo } from './shift-request.ts'

const schema = z.strictObject({
  caseId: id,
  /** Who works on it now, as far as the caller knows: somebody else is a Conflict. */
  fromAgentId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type TakeOverCaseInput = z.input<typeof schema>

export interface CaseTakenOver {
  readonly caseId: string
  readonly version: number
}

/**
 * Takes over a case with its open promises from an agent of another shift; its owner stays (OPS-SHF-06, C-38). Of two
 * who do at once, the second gets a Conflict.
 */
export function takeOverCase(
  deps: CommandDeps,
  actor: Actor,
  input: TakeOverCaseInput,
): Promise<Outcome<CaseTakenOver>> {
  return runCommand(deps, actor, takeOverCaseCommand, input)
}

const takeOverCaseCommand: Command<z.output<typeof schema>, ShiftRequest, CaseTakenOver, FoundWork> = {
  name: 'takeOverCase',
  permission: 'case.take_over',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadWork(run, caseId, 'TAKE_OVER_CASE'),
  async attempt(run, { fromAgentId }, { facts, work }) {
    const mine = work.assigneeId === requireAgent(run, 'case.take_over').id
    if (mine || work.assigneeId !== fromAgentId) throw conflict(work.version, mine ? YOURS : TAKEN)
    return facts
  },
  judge: judgeShift,
  async execute(run, _input, { work }) {
    const agent = requireAgent(run, 'case.take_over')
    const next = await passTo(run, work, agent.id, 'TAKE_OVER')
    return {
      ids: { caseId: work.id, version: next },
      events: [
        { type: 'CaseTakenOver', data: { ownerId: work.ownerId, from: work.assigneeId, to: agent.id } },
      ],
      fields: ['assignee'],
    }
  },
}

const YOURS = { zh: '该工单已由您处理。', en: 'You work on this case already.' }
const TAKEN = { zh: '该工单已由他人接手。', en: 'Somebody else works on this case by now.' }
