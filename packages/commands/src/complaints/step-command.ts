import type { Permission } from '@cs/domain/access'
import type { ComplaintAsk, ComplaintFacts, ComplaintState } from '@cs/domain/complaints'
import { z } from 'zod'
import type { Command, EventDraft, StoredDecision } from '../command.ts'
import type { Run } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import {
  type ComplaintStepRequest,
  judgeComplaintStep,
  type LoadedComplaint,
  loadComplaint,
} from './complaint.ts'
import { type ComplaintStepOptions, takeComplaintStep } from './step.ts'

/** What every step of a complaint takes. */
export const complaintInput = {
  caseId: id,
  /** For the timeline of the complaint: free text that no event and no decision holds. */
  note: note.optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
}

const bare = z.strictObject(complaintInput)
export type ComplaintInput = z.output<typeof bare>

/** A complaint that a command moved on. */
export interface ComplaintMoved {
  readonly caseId: string
  readonly version: number
  readonly state: ComplaintState
  /** The entry of the timeline. */
  readonly stepId: string
}

/** What is special about one step; what all have in common is `complaintCommand`'s. */
export interface ComplaintSpec<Input extends ComplaintInput> {
  readonly name: string
  readonly permission: Permission
  readonly schema: z.ZodType<Input>
  readonly ask: (input: Input, found: ComplaintFacts) => Exclude<ComplaintAsk, { step: 'OPEN' }>
  /** Writes what the step leaves besides the case, and says what it changes. */
  readonly prepare?: (
    run: Run,
    input: Input,
    found: LoadedComplaint,
    decision: StoredDecision,
  ) => Promise<Prepared>
  /** The event of the step, in the past tense. */
  readonly event: string | ((input: Input) => string)
  /** The names of the fields that change besides the state. */
  readonly fields?: readonly string[]
}

export interface Prepared {
  readonly options?: ComplaintStepOptions
  /** What the step's event says besides the states: ids, codes, amounts. */
  readonly data?: Readonly<Record<string, unknown>>
  /** Events besides the step's own. */
  readonly events?: readonly EventDraft[]
}

/** The command of one step of a complaint: found, locked, judged, taken, told. */
export function complaintCommand<Input extends ComplaintInput>(
  spec: ComplaintSpec<Input>,
): Command<Input, ComplaintStepRequest, ComplaintMoved, LoadedComplaint> {
  const { prepare } = spec
  return {
    name: spec.name,
    permission: spec.permission,
    schema: spec.schema,
    subjectType: 'Case',
    load: (run, input) => loadComplaint(run, input.caseId, (found) => spec.ask(input, found)),
    judge: judgeComplaintStep,
    async execute(run, input, found, decision) {
      const { ask, complaint: before } = found.facts
      if (ask.step === 'OPEN') throw new RangeError(`${spec.name} opens no complaint`)
      const prepared = await prepare?.(run, input, found, decision)
      const options = { note: input.note ?? null, ...prepared?.options }
      const {
        stepId,
        state,
        version: next,
      } = await takeComplaintStep(run, found, ask.step, decision, options)
      const type = typeof spec.event === 'string' ? spec.event : spec.event(input)
      return {
        ids: { caseId: found.subjectId, version: next, state, stepId },
        events: [
          { type, data: { from: before.state, to: state, ...prepared?.data } },
          ...(prepared?.events ?? []),
        ],
        fields: ['complaintState', ...(spec.fields ?? [])],
      }
    },
  }
}
