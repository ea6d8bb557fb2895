import { worksHere } from '@cs/data/cases'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { invalid, notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FollowUpChanged, followUpCommand, followUpInput } from './follow-up.ts'

const schema = z.strictObject({ ...followUpInput, toAgentId: id })
export type HandOverFollowUpInput = z.input<typeof schema>

/** Hands a follow-up over to a colleague of the shop. */
export function handOverFollowUp(
  deps: CommandDeps,
  actor: Actor,
  input: HandOverFollowUpInput,
): Promise<Outcome<FollowUpChanged>> {
  return runCommand(deps, actor, handOverFollowUpCommand, input)
}

const handOverFollowUpCommand = followUpCommand<z.output<typeof schema>>({
  name: 'handOverFollowUp',
  schema,
  async ask({ tx, actor }, { toAgentId }, { assigneeId }) {
    if (!(await worksHere(tx, actor.shop, toAgentId))) throw notFound('Agent')
    if (toAgentId === assigneeId) throw invalid('toAgentId', 'INVALID', THEIRS)
    return { step: 'HAND_OVER' }
  },
  execute: (_run, { toAgentId }, { found }) => ({
    change: { assignee_id: toAgentId, started_at: null },
    event: { type: 'FollowUpHandedOver', data: { from: found.assigneeId, to: toAgentId } },
    fields: ['assignee'],
  }),
})

const THEIRS = { zh: '该回访已由其负责。', en: 'It is theirs already.' }
