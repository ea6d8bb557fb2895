import { changeCase, openTasks } from '@cs/data/cases'
import { z } from 'zod'
import { moveClocks } from '../clocks/index.ts'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput, clocksOf } from './case.ts'

const schema = z.strictObject({ ...caseInput })
export type CloseCaseInput = z.input<typeof schema>

/**
 * Ends a consultation (PRE-WF-05) and archives it at once: nobody is called back after one (Q54, PRV-02). After-sales
 * and complaints have endings of their own.
 */
export function closeCase(
  deps: CommandDeps,
  actor: Actor,
  input: CloseCaseInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, closeCaseCommand, input)
}

const closeCaseCommand = caseCommand({
  name: 'closeCase',
  permission: 'case.handle',
  schema,
  ask: async ({ tx, actor }, _input, of) => ({
    step: 'CLOSE',
    openTasks: await openTasks(tx, actor.shop, of.id),
  }),
  async execute(run, _input, of) {
    const { tx, actor, now } = run
    const version = await changeCase(tx, actor.shop, of.id, {
      status: 'CLOSED',
      closed_at: now,
      archived_at: now,
      // The next message begins a conversation (Q60).
      conversation_at: null,
    })
    await moveClocks(run, clocksOf(of.id), { endAll: true })
    return {
      version,
      ids: {},
      events: [{ type: 'ConsultationClosed', data: { stage: of.stage } }, { type: 'CaseArchived' }],
      fields: ['status', 'archivedAt'],
    }
  },
})
