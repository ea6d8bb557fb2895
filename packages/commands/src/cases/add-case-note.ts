import { addNote, changeCase } from '@cs/data/cases'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput } from './case.ts'

const schema = z.strictObject({ ...caseInput, text: note })
export type AddCaseNoteInput = z.input<typeof schema>

/** Adds an internal note, which customers never see. */
export function addCaseNote(
  deps: CommandDeps,
  actor: Actor,
  input: AddCaseNoteInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, addCaseNoteCommand, input)
}

const addCaseNoteCommand = caseCommand<z.output<typeof schema>>({
  name: 'addCaseNote',
  permission: 'case.handle',
  schema,
  ask: () => ({ step: 'ADD_NOTE' }),
  async execute(run, { text }, of) {
    const { tx, actor, now } = run
    const agentId = requireAgent(run, 'case.handle').id
    const noteId = await addNote(tx, { shopId: actor.shop, caseId: of.id, agentId, text, at: now })
    const version = await changeCase(tx, actor.shop, of.id)
    return { version, ids: {}, events: [{ type: 'CaseNoteAdded', data: { noteId } }], fields: ['notes'] }
  },
})
