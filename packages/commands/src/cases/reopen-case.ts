import { changeCase } from '@cs/data/cases'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput } from './case.ts'

const schema = z.strictObject({ ...caseInput })
export type ReopenCaseInput = z.input<typeof schema>

/** Opens a consultation again, out of the archive. What the customer writes next begins a new conversation (Q60). */
export function reopenCase(
  deps: CommandDeps,
  actor: Actor,
  input: ReopenCaseInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, reopenCaseCommand, input)
}

const reopenCaseCommand = caseCommand({
  name: 'reopenCase',
  permission: 'case.handle',
  schema,
  ask: () => ({ step: 'REOPEN' }),
  async execute({ tx, actor }, _input, of) {
    const version = await changeCase(tx, actor.shop, of.id, {
      status: 'OPEN',
      closed_at: null,
      archived_at: null,
    })
    return {
      version,
      ids: {},
      events: [{ type: 'ConsultationReopened' }],
      fields: ['status', 'archivedAt'],
    }
  },
})
