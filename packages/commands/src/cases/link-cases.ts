import { addLink, areLinked, changeCase } from '@cs/data/cases'
import { type CaseRequest, judgeCase } from '@cs/domain/cases'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseInput, requestOf } from './case.ts'
import { readBoth } from './together.ts'

const schema = z.strictObject({ ...caseInput, otherCaseId: id })
export type LinkCasesInput = z.input<typeof schema>

/** Links two cases that are about one matter: limits per case count them as one (Q33). */
export function linkCases(
  deps: CommandDeps,
  actor: Actor,
  input: LinkCasesInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, linkCasesCommand, input)
}

const linkCasesCommand: Command<z.output<typeof schema>, CaseRequest, CaseChanged> = {
  name: 'linkCases',
  permission: 'case.handle',
  schema,
  subjectType: 'Case',
  async load(run, { caseId, otherCaseId }) {
    const found = await readBoth(run, caseId, otherCaseId)
    if (!found) return null
    const linked = await areLinked(run.tx, run.actor.shop, caseId, otherCaseId)
    return requestOf(run, found.of, { step: 'LINK', other: found.other, linked })
  },
  judge: judgeCase,
  async execute({ tx, actor, now }, { caseId, otherCaseId }) {
    await addLink(tx, { shopId: actor.shop, caseId, otherId: otherCaseId, kind: 'RELATED', at: now })
    const next = await changeCase(tx, actor.shop, caseId)
    return {
      ids: { caseId, version: next },
      events: [{ type: 'CasesLinked', data: { otherCaseId } }],
      fields: ['links'],
    }
  },
}
