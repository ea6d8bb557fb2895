import { completeItem } from '@cs/data/shifts'
import { judgeShift } from '@cs/domain/shifts'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import { moveClocks } from '../clocks/index.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type HandoverItemMoved, type ItemCommand, loadItem } from './shift-request.ts'

const schema = z.strictObject({
  itemId: id,
  /** What came of it: free text that no event and no decision holds. */
  result: note.optional(),
  /** Of the item. */
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type CompleteHandoverItemInput = z.input<typeof schema>

/** Notes that an item that was taken over is done; its promise is kept if that was by noon (AS-SLA-29). */
export function completeHandoverItem(
  deps: CommandDeps,
  actor: Actor,
  input: CompleteHandoverItemInput,
): Promise<Outcome<HandoverItemMoved>> {
  return runCommand(deps, actor, completeHandoverItemCommand, input)
}

const completeHandoverItemCommand: ItemCommand<z.output<typeof schema>> = {
  name: 'completeHandoverItem',
  permission: 'handover.manage',
  schema,
  subjectType: 'HandoverItem',
  load: (run, { itemId }) => loadItem(run, itemId, 'COMPLETE_HANDOVER_ITEM'),
  async attempt(_run, _input, { facts, item }) {
    if (item.status === 'DONE') throw conflict(item.version, DONE)
    return facts
  },
  judge: judgeShift,
  async execute(run, { result }, { item, work }) {
    const { tx, now } = run
    const agent = requireAgent(run, 'handover.manage')
    const done = { by: agent.id, result: result ?? null, at: now }
    const next = await completeItem(tx, agent.shop, item.id, done)
    const subject = { subjectType: 'HandoverItem', subjectId: item.id, caseId: work.id } as const
    await moveClocks(run, subject, { stop: ['handover.item'] })
    return {
      ids: { itemId: item.id, caseId: work.id, version: next },
      events: [
        {
          type: 'HandoverItemCompleted',
          subject: { type: 'Case', id: work.id },
          data: { itemId: item.id, inTime: now <= item.due_at },
        },
      ],
      fields: ['status', ...(result ? ['result'] : [])],
    }
  },
}

const DONE = { zh: '该事项已完成。', en: 'This is done already.' }
