import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

/** What is done for a parcel that is in trouble (AS-POL-11, AS-POL-12, AS-LOG-01). */
export const PARCEL_PLANS = ['SEARCH', 'EXPEDITE', 'RESHIP', 'REFUND'] as const

const schema = z.strictObject({ ...stepInput, plan: z.enum(PARCEL_PLANS) })
export type TellPlanInput = z.input<typeof schema>

/** Notes that the customer was told the plan for a lost, late or damaged parcel (AS-SLA-10, AS-LOG-01). */
export function tellPlan(
  deps: CommandDeps,
  actor: Actor,
  input: TellPlanInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, tellPlanCommand, input)
}

const tellPlanCommand = stepCommand({
  name: 'tellPlan',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'TELL_PLAN' }),
  async prepare(_run, { plan }) {
    return { ids: {}, options: { parameters: { reason: WORDS[plan] } }, data: { plan } }
  },
  event: 'PlanTold',
})

const WORDS: Record<(typeof PARCEL_PLANS)[number], { readonly zh: string; readonly en: string }> = {
  SEARCH: { zh: '已请快递公司核查包裹去向', en: 'the carrier is searching for the parcel' },
  EXPEDITE: { zh: '已请快递公司加急派送', en: 'the carrier was asked to hurry the parcel' },
  RESHIP: { zh: '核实后为您补发', en: 'once verified, the goods are sent again' },
  REFUND: { zh: '核实后为您全额退款', en: 'once verified, everything is paid back' },
}
