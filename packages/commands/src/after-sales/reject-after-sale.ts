import { ruleOf } from '@cs/domain/rules'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({
  ...stepInput,
  /** The rules that it rests on, such as AS-POL-02. */
  ruleIds: z
    .array(z.string().refine((rule) => ruleOf(rule) !== undefined))
    .min(1)
    .max(10),
})
export type RejectAfterSaleInput = z.input<typeof schema>

/** Rejects an application, by rules that are named to the customer (AS-SLA-07). */
export function rejectAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: RejectAfterSaleInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, rejectAfterSaleCommand, input)
}

/** What rejectAfterSale would decide now. */
export function previewRejectAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: RejectAfterSaleInput,
): Promise<Preview> {
  return preview(deps, actor, rejectAfterSaleCommand, input)
}

const rejectAfterSaleCommand = stepCommand({
  name: 'rejectAfterSale',
  permission: 'after_sale.handle',
  schema,
  ask: ({ ruleIds }) => ({ step: 'REJECT', ruleIds }),
  async prepare({ now }, { ruleIds }) {
    const options = { set: { decided_at: now }, parameters: { reason: reasonOf(ruleIds) } }
    return { ids: {}, options, data: { ruleIds } }
  },
  event: 'AfterSaleRejected',
  fields: ['decidedAt'],
})

function reasonOf(ruleIds: readonly string[]) {
  const titles = [...new Set(ruleIds)].flatMap((rule) => ruleOf(rule)?.title ?? [])
  return {
    zh: titles.map(({ zh }) => zh).join('；'),
    en: titles.map(({ en }) => en).join('; '),
  }
}
