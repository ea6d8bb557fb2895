import { newId } from '@cs/data'
import { addHandoverItem as add, shiftOf } from '@cs/data/shifts'
import { dueAfter } from '@cs/domain/policy'
import { judgeShift, type ShiftRequest } from '@cs/domain/shifts'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import { moveClocks } from '../clocks/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FoundWork, loadWork } from './shift-request.ts'

const schema = z.strictObject({
  caseId: id,
  /** What is to be done: free text that no event and no decision holds. */
  text: note,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type AddHandoverItemInput = z.input<typeof schema>

export interface HandoverItemAdded {
  readonly itemId: string
  readonly caseId: string
}

/** Hands something over to the next shift, to be done by the noon that comes next (OPS-SHF-02, Q53). */
export function addHandoverItem(
  deps: CommandDeps,
  actor: Actor,
  input: AddHandoverItemInput,
): Promise<Outcome<HandoverItemAdded>> {
  return runCommand(deps, actor, addHandoverItemCommand, input)
}

const addHandoverItemCommand: Command<z.output<typeof schema>, ShiftRequest, HandoverItemAdded, FoundWork> = {
  name: 'addHandoverItem',
  permission: 'handover.manage',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadWork(run, caseId, 'ADD_HANDOVER_ITEM'),
  judge: judgeShift,
  async execute(run, { text }, { work }) {
    const { tx, now } = run
    const agent = requireAgent(run, 'handover.manage')
    const itemId = newId(now)
    const dueAt = dueAfter(now, run.context.pack.get('clock.handover.item.breach') ?? 'noon')
    const shiftId = await shiftOf(tx, agent.shop, agent.id, now)
    await add(tx, {
      shopId: agent.shop,
      id: itemId,
      caseId: work.id,
      shiftId,
      text,
      ownerId: work.ownerId,
      addedBy: agent.id,
      at: now,
      dueAt,
    })
    const subject = { subjectType: 'HandoverItem', subjectId: itemId, caseId: work.id } as const
    await moveClocks(run, subject, { start: ['handover.item'] })
    return {
      ids: { itemId, caseId: work.id },
      events: [
        {
          type: 'HandoverItemAdded',
          data: { itemId, shiftId, ownerId: work.ownerId, dueAt: dueAt.toISOString() },
        },
      ],
      fields: ['handoverItems'],
    }
  },
}
