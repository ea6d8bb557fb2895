import { changeCase } from '@cs/data/cases'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput } from './case.ts'

const schema = z.strictObject({ ...caseInput })
export type ArchiveCaseInput = z.input<typeof schema>

/** Puts a closed case away, after the customer was called back (PRV-02, Q54): its content is its owner's from then on. */
export function archiveCase(
  deps: CommandDeps,
  actor: Actor,
  input: ArchiveCaseInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, archiveCaseCommand, input)
}

const archiveCaseCommand = caseCommand({
  name: 'archiveCase',
  permission: 'case.handle',
  schema,
  ask: () => ({ step: 'ARCHIVE' }),
  async execute({ tx, actor, now }, _input, of) {
    const version = await changeCase(tx, actor.shop, of.id, { archived_at: now })
    return { version, ids: {}, events: [{ type: 'CaseArchived' }], fields: ['archivedAt'] }
  },
})
