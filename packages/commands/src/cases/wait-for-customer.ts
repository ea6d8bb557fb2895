import { changeCase } from '@cs/data/cases'
import { PAUSED_BY_WAITING } from '@cs/domain/cases'
import { z } from 'zod'
import { moveClocks } from '../clocks/index.ts'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CaseChanged, caseCommand, caseInput, clocksOf } from './case.ts'

const schema = z.strictObject({ ...caseInput })
export type WaitForCustomerInput = z.input<typeof schema>

/**
 * Records that it is the customer's turn: promises stand still until the next message, but for those of the chat, of
 * escalation and of progress (Q16).
 */
export function waitForCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: WaitForCustomerInput,
): Promise<Outcome<CaseChanged>> {
  return runCommand(deps, actor, waitForCustomerCommand, input)
}

const waitForCustomerCommand = caseCommand({
  name: 'waitForCustomer',
  permission: 'case.handle',
  schema,
  ask: () => ({ step: 'WAIT_FOR_CUSTOMER' }),
  async execute(run, _input, of) {
    const version = await changeCase(run.tx, run.actor.shop, of.id, { status: 'WAITING_FOR_CUSTOMER' })
    await moveClocks(run, clocksOf(of.id), { pause: PAUSED_BY_WAITING })
    return { version, ids: {}, events: [{ type: 'CustomerAwaited' }], fields: ['status'] }
  },
})
