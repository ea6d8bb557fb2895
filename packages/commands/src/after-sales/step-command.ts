import type { AfterSaleFacts } from '@cs/data/after-sales'
import type { Permission } from '@cs/domain/access'
import type { AfterSaleAsk } from '@cs/domain/after-sales'
import type { z } from 'zod'
import type { Command, EventDraft, StoredDecision } from '../command.ts'
import type { Run } from '../context.ts'
import { judgeStep, type LoadedAfterSale, loadAfterSale, type StepRequest } from './after-sale.ts'
import { type AfterSaleMoved, moved, type StepInput } from './moved.ts'
import { type StepOptions, takeStep } from './step.ts'

/** What is special about one step; what all have in common is `stepCommand`'s. */
export interface StepSpec<Input extends StepInput, More extends object> {
  readonly name: string
  readonly permission: Permission
  readonly schema: z.ZodType<Input>
  readonly ask: (input: Input, found: AfterSaleFacts) => Exclude<AfterSaleAsk, { step: 'APPLY' }>
  /** Refuses what is no rule's business, by throwing `Withdrawn`. Not called by previews. */
  readonly attempt?: (run: Run, input: Input, found: LoadedAfterSale) => Promise<void>
  /** Writes what the step leaves besides the case, and says what it changes and tells. */
  readonly prepare?: (
    run: Run,
    input: Input,
    found: LoadedAfterSale,
    decision: StoredDecision,
  ) => Promise<Prepared<More>>
  /** The event of the step, in the past tense. */
  readonly event: string
  /** The names of the fields that change besides the state. */
  readonly fields?: readonly string[]
}

export interface Prepared<More extends object> {
  readonly options?: StepOptions
  readonly ids: More
  /** What the step's event says besides the states: ids, codes, amounts. */
  readonly data?: Readonly<Record<string, unknown>>
  /** Events besides the step's own. */
  readonly events?: readonly EventDraft[]
}

/** The command of one step of an after-sale: found, locked, judged, taken, told. */
export function stepCommand<Input extends StepInput, More extends object = object>(
  spec: StepSpec<Input, More>,
): Command<Input, StepRequest, AfterSaleMoved & More, LoadedAfterSale> {
  const { attempt, prepare } = spec
  return {
    name: spec.name,
    permission: spec.permission,
    schema: spec.schema,
    subjectType: 'Case',
    load: (run, input) => loadAfterSale(run, input.caseId, (found) => spec.ask(input, found)),
    ...(attempt && {
      async attempt(run: Run, input: Input, found: LoadedAfterSale) {
        await attempt(run, input, found)
        return found.facts
      },
    }),
    judge: judgeStep,
    async execute(run, input, found, decision) {
      const { ask, case: before, order } = found.facts
      if (ask.step === 'APPLY') throw new RangeError(`${spec.name} takes no application`)
      const prepared = prepare ? await prepare(run, input, found, decision) : null
      const options = { note: input.note ?? null, ...prepared?.options }
      const taken = await takeStep(run, found, ask.step, decision, options)
      return {
        ids: { ...moved(found, taken), ...prepared?.ids } as AfterSaleMoved & More,
        events: [
          {
            type: spec.event,
            data: { orderId: order.id, from: before.state, to: taken.state, ...prepared?.data },
          },
          ...(prepared?.events ?? []),
        ],
        fields: ['afterSaleState', ...(spec.fields ?? [])],
      }
    },
  }
}
