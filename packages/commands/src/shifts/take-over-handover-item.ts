import { takeOverItem } from '@cs/data/shifts'
import { judgeShift } from '@cs/domain/shifts'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type HandoverItemMoved, type ItemCommand, loadItem, passTo } from './shift-request.ts'

const schema = z.strictObject({
  itemId: id,
  /** Of the item. */
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type TakeOverHandoverItemInput = z.input<typeof schema>

/**
 * Takes an item of the last shift over: whoever does works on it and on its case from now on, and its owner stays
 * (OPS-SHF-06, C-38). Of two who do at once, the second gets a Conflict.
 */
export function takeOverHandoverItem(
  deps: CommandDeps,
  actor: Actor,
  input: TakeOverHandoverItemInput,
): Promise<Outcome<HandoverItemMoved>> {
  return runCommand(deps, actor, takeOverHandoverItemCommand, input)
}

const takeOverHandoverItemCommand: ItemCommand<z.output<typeof schema>> = {
  name: 'takeOverHandoverItem',
  permission: 'handover.manage',
  schema,
  subjectType: 'HandoverItem',
  load: (run, { itemId }) => loadItem(run, itemId, 'TAKE_OVER_HANDOVER_ITEM'),
  async attempt(_run, _input, { facts, item }) {
    if (item.status !== 'OPEN') throw conflict(item.version, TAKEN)
    return facts
  },
  judge: judgeShift,
  async execute(run, _input, { item, work }) {
    const { tx, now } = run
    const agent = requireAgent(run, 'handover.manage')
    const next = await takeOverItem(tx, agent.shop, item.id, agent.id, now)
    if (work.assigneeId !== agent.id) await passTo(run, work, agent.id, 'HANDOVER_ITEM')
    return {
      ids: { itemId: item.id, caseId: work.id, version: next },
      events: [
        {
          type: 'HandoverItemTakenOver',
          subject: { type: 'Case', id: work.id },
          data: { itemId: item.id, ownerId: work.ownerId, from: work.assigneeId, to: agent.id },
        },
      ],
      fields: ['status', 'assignee'],
    }
  },
}

const TAKEN = { zh: '该事项已有人接手。', en: 'Somebody took this over already.' }
