import { type AfterSaleChanges, moveAfterSale, recordAfterSaleStep } from '@cs/data/after-sales'
import { addNotice } from '@cs/data/notices'
import {
  AFTER_SALE_STEPS,
  type AfterSaleCaseFacts,
  type AfterSaleNotice,
  type AfterSaleOrderFacts,
  type AfterSaleState,
  type Step,
  type StepName,
  stateAfter,
} from '@cs/domain/after-sales'
import type { ClockName } from '@cs/domain/policy'
import type { NoticeParameters } from '@cs/domain/wording'
import { moveClocks } from '../clocks/index.ts'
import type { StoredDecision } from '../command.ts'
import { agentOf, originOf, type Run } from '../context.ts'
import type { LoadedAfterSale } from './after-sale.ts'

export interface StepOptions {
  /** For the timeline: free text, which no event and no decision may hold. */
  readonly note?: string | null
  /** What changes beside the state. */
  readonly set?: AfterSaleChanges
  /** Clocks beside those that the step moves anyway: what the domain says has to start. */
  readonly start?: readonly ClockName[]
  readonly stop?: readonly ClockName[]
  /** Another script than the step's own; `null`: no notice is owed this time. */
  readonly notice?: AfterSaleNotice | null
  /** The values of the notice beside the number of the case: never the customer's data. */
  readonly parameters?: NoticeParameters
}

/** What a step left behind. */
export interface StepTaken {
  readonly stepId: string
  readonly state: AfterSaleState
  /** The case's new version. */
  readonly version: number
}

/**
 * Takes a step that was judged: moves the after-sale to its next state and its case with it, adds the step to the
 * timeline, moves the clocks and writes the notice that the customer is owed. Throws where the step is out of
 * order: the rules are to have refused it.
 */
export async function takeStep(
  run: Run,
  found: LoadedAfterSale,
  name: StepName,
  decision: StoredDecision,
  options: StepOptions = {},
): Promise<StepTaken> {
  const { tx, actor, now } = run
  const { case: before, order } = found.facts
  const step: Step = AFTER_SALE_STEPS[name]
  const state = stateAfter(name, before.type, before.state)
  if (state === null) throw new RangeError(`${name} is out of order in ${before.state}`)
  const script = options.notice === undefined ? step.notice : options.notice
  const told = script !== undefined && script !== null
  const on = { shopId: actor.shop, caseId: before.id, at: now }
  const version = await moveAfterSale(tx, {
    ...on,
    to: state,
    set: options.set ?? {},
    answered:
      agentOf(run) !== null && (told || step.clocks?.stop?.includes('after_sale.acknowledge') === true),
  })
  const stepId = await recordAfterSaleStep(tx, {
    ...on,
    step: name,
    from: before.state,
    to: state,
    actorKind: originOf(run).actorKind,
    agentId: agentOf(run),
    decisionId: decision.id,
    note: options.note ?? null,
  })
  const subject = { subjectType: 'Case', subjectId: before.id, caseId: before.id } as const
  await moveClocks(run, subject, {
    ...step.clocks,
    start: [...(step.clocks?.start ?? []), ...(options.start ?? [])],
    stop: [...(step.clocks?.stop ?? []), ...(options.stop ?? [])],
  })
  if (script) await notify(run, before, order, script, options.parameters)
  return { stepId, state, version }
}

/** Puts a notice in line that the customer of an after-sale is owed. */
export async function notify(
  run: Run,
  about: Pick<AfterSaleCaseFacts, 'id' | 'number'>,
  order: Pick<AfterSaleOrderFacts, 'id' | 'customerId'>,
  script: AfterSaleNotice,
  parameters: NoticeParameters = {},
): Promise<void> {
  await addNotice(run.tx, {
    shopId: run.actor.shop,
    customerId: order.customerId,
    caseId: about.id,
    orderId: order.id,
    script,
    parameters: { number: about.number, ...parameters },
    at: run.now,
    commandId: run.commandId,
  })
}
