import { changeCase, moveIntoMain } from '@cs/data/cases'
import { keepCaseDue, runningClocks } from '@cs/data/clocks'
import { type CaseRequest, judgeCase } from '@cs/domain/cases'
import { z } from 'zod'
import { moveClocks } from '../clocks/index.ts'
import type { Command } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseInput, clocksOf, requestOf } from './case.ts'
import { readBoth } from './together.ts'

const schema = z.strictObject({ ...caseInput, mainCaseId: id })
export type MergeCasesInput = z.input<typeof schema>

export interface CasesMerged extends CaseChanged {
  readonly mainCaseId: string
}

/**
 * Merges a duplicate into its main case: what was said, noted, asked and promised follows, and the duplicate closes
 * (PRV-10). Where both promise the same, the one that has to be kept first runs on.
 */
export function mergeCases(
  deps: CommandDeps,
  actor: Actor,
  input: MergeCasesInput,
): Promise<Outcome<CasesMerged>> {
  return runCommand(deps, actor, mergeCasesCommand, input)
}

const mergeCasesCommand: Command<z.output<typeof schema>, CaseRequest, CasesMerged> = {
  name: 'mergeCases',
  permission: 'case.handle',
  schema,
  subjectType: 'Case',
  async load(run, { caseId, mainCaseId }) {
    const found = await readBoth(run, caseId, mainCaseId)
    return found && requestOf(run, found.of, { step: 'MERGE', main: found.other })
  },
  judge: judgeCase,
  async execute(run, { caseId, mainCaseId }) {
    const { tx, actor, now } = run
    await endDoubled(run, caseId, mainCaseId)
    await moveIntoMain(tx, actor.shop, caseId, mainCaseId)
    await changeCase(tx, actor.shop, mainCaseId)
    const next = await changeCase(tx, actor.shop, caseId, {
      status: 'CLOSED',
      closed_at: now,
      archived_at: now,
      merged_into: mainCaseId,
    })
    await keepCaseDue(tx, actor.shop, caseId)
    await keepCaseDue(tx, actor.shop, mainCaseId)
    return {
      ids: { caseId, version: next, mainCaseId },
      events: [
        { type: 'CaseMerged', data: { mainCaseId } },
        { type: 'CaseTookOver', subject: { type: 'Case', id: mainCaseId }, data: { caseId } },
      ],
      fields: ['status', 'mergedInto', 'messages', 'notes', 'tasks', 'clocks'],
    }
  },
}

/** Of two promises of one name, ends the one that may be kept later: it is not owed twice. */
async function endDoubled(run: Run, caseId: string, mainCaseId: string): Promise<void> {
  const { tx, actor } = run
  const main = new Map((await runningClocks(tx, actor.shop, mainCaseId)).map((clock) => [clock.name, clock]))
  for (const clock of await runningClocks(tx, actor.shop, caseId)) {
    const other = main.get(clock.name)
    if (!other) continue
    const later = clock.breachAt < other.breachAt ? mainCaseId : caseId
    await moveClocks(run, clocksOf(later), { end: [clock.name] })
  }
}
