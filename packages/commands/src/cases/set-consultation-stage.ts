import { changeCase } from '@cs/data/cases'
import { askingCustomer } from '@cs/data/consultations'
import { INQUIRY_TYPES, STAGES } from '@cs/domain/cases'
import { priorityOf } from '@cs/domain/consultations'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput } from './case.ts'

const schema = z.strictObject({
  ...caseInput,
  stage: z.enum(STAGES),
  /** What turned out to be asked; left out: as before. */
  inquiryType: z.enum(INQUIRY_TYPES).optional(),
})
export type SetConsultationStageInput = z.input<typeof schema>

/**
 * Records the step that a consultation is at, in any order (PRE-WF-01), and what is asked, by which it is queued
 * (PRE-TYP-07 to -10).
 */
export function setConsultationStage(
  deps: CommandDeps,
  actor: Actor,
  input: SetConsultationStageInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, setConsultationStageCommand, input)
}

const setConsultationStageCommand = caseCommand<z.output<typeof schema>>({
  name: 'setConsultationStage',
  permission: 'case.handle',
  schema,
  ask: (_run, { stage, inquiryType }, of) => ({
    step: 'SET_STAGE',
    stage,
    inquiryType: inquiryType ?? of.inquiryType ?? 'OTHER',
  }),
  async execute({ tx, actor, context }, { stage, inquiryType }, of) {
    const asking = inquiryType ? await askingCustomer(tx, actor.shop, of.customerId) : null
    if (inquiryType && !asking) throw notFound('Customer')
    const version = await changeCase(tx, actor.shop, of.id, {
      stage,
      ...(inquiryType &&
        asking && {
          inquiry_type: inquiryType,
          priority: priorityOf({ inquiryType, ...asking }, context.pack),
        }),
    })
    return {
      version,
      ids: {},
      events: [
        {
          type: 'ConsultationStageSet',
          data: { from: of.stage, to: stage, inquiryType: inquiryType ?? of.inquiryType },
        },
      ],
      fields: ['stage', ...(inquiryType ? ['inquiryType', 'priority'] : [])],
    }
  },
})
