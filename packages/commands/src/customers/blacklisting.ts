import {
  type Blacklisting,
  changeCustomer,
  findBlacklisting,
  findCustomer,
  lockCustomer,
  moveBlacklisting,
} from '@cs/data/customers'
import type { Permission } from '@cs/domain/access'
import { type CustomerRequest, judgeCustomer } from '@cs/domain/customers'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command, Loaded } from '../command.ts'
import { type Actor, principalOf, type Run } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const common = {
  blacklistingId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
}
const plain = z.strictObject(common)
/** What the customer says against it: free text that no event and no decision holds. */
const withText = z.strictObject({ ...common, text: note })

export type BlacklistingInput = z.input<typeof plain>
export type AppealBlacklistingInput = z.input<typeof withText>

export interface BlacklistingMoved {
  readonly blacklistingId: string
  readonly customerId: string
  /** Of the blacklisting. */
  readonly version: number
}

interface Found extends Loaded<CustomerRequest> {
  readonly blacklisting: Blacklisting
}

type Step = 'APPEAL' | 'LIFT' | 'UPHOLD' | 'EXPIRE'

interface Spec<Input> {
  readonly name: string
  readonly permission: Permission
  readonly schema: z.ZodType<Input>
  readonly step: Step
  /** Only the worker. */
  readonly byItself?: true
  readonly execute: (run: Run, input: Input, found: Found) => Promise<{ version: number; event: string }>
}

/** A command on one blacklisting; its customer is locked. */
function blacklistingCommand<Input extends { readonly blacklistingId: string }>(
  spec: Spec<Input>,
): Command<Input, CustomerRequest, BlacklistingMoved, Found> {
  return {
    name: spec.name,
    permission: spec.permission,
    schema: spec.schema,
    subjectType: 'Blacklisting',
    async load(run, { blacklistingId }) {
      if (spec.byItself && run.actor.kind !== 'worker') throw new Forbidden(spec.permission)
      const { tx, actor } = run
      const seen = await findBlacklisting(tx, actor.shop, blacklistingId)
      const customer =
        seen && (await (run.asking ? findCustomer : lockCustomer)(tx, actor.shop, seen.customer_id))
      // Read again behind the lock: whoever waited sees what the other one wrote.
      const row = customer && (await findBlacklisting(tx, actor.shop, blacklistingId))
      return row && foundOf(run, spec.step, row, customer.facts)
    },
    judge: judgeCustomer,
    async execute(run, input, found) {
      const { version: next, event } = await spec.execute(run, input, found)
      const { id: blacklistingId, customer_id: customerId } = found.blacklisting
      return {
        ids: { blacklistingId, customerId, version: next },
        events: [{ type: event, subject: { type: 'Customer', id: customerId }, data: { blacklistingId } }],
        fields: ['blacklistings', 'blacklistedUntil'],
      }
    },
  }
}

function foundOf(run: Run, step: Step, row: Blacklisting, customer: CustomerRequest['customer']): Found {
  const blacklisting = {
    id: row.id,
    status: row.status as 'IN_FORCE' | 'EXPIRED' | 'LIFTED',
    until: row.until.toISOString(),
    appealed: row.appealed_at !== null,
    appealDecided: row.appeal_result !== null,
    approvedBySelf: row.approved_by === principalOf(run.actor),
  }
  return {
    subjectId: row.id,
    version: row.version,
    facts: { customer, ask: { step, blacklisting } },
    blacklisting: row,
  }
}

const appealCommand = blacklistingCommand<z.output<typeof withText>>({
  name: 'appealBlacklisting',
  permission: 'customer.appeal',
  schema: withText,
  step: 'APPEAL',
  execute: async ({ tx, actor, now }, { blacklistingId, text }) => ({
    version: await moveBlacklisting(tx, actor.shop, blacklistingId, { appealed_at: now, appeal: text }),
    event: 'BlacklistingAppealed',
  }),
})

const upholdCommand = blacklistingCommand<z.output<typeof plain>>({
  name: 'upholdBlacklisting',
  permission: 'customer.blacklist',
  schema: plain,
  step: 'UPHOLD',
  execute: async (run, { blacklistingId }) => ({
    version: await moveBlacklisting(run.tx, run.actor.shop, blacklistingId, {
      appeal_result: 'UPHELD',
      appeal_decided_by: requireAgent(run, 'customer.blacklist').id,
    }),
    event: 'BlacklistingUpheld',
  }),
})

/** Ends a blacklisting: orders are taken again at once. */
async function end(
  { tx, actor, now }: Run,
  { id: blacklistingId, customer_id: customerId }: Blacklisting,
  as: { status: 'EXPIRED' | 'LIFTED'; appeal_result?: 'LIFTED'; appeal_decided_by?: string },
): Promise<number> {
  await changeCustomer(tx, actor.shop, customerId, { blacklisted_until: null })
  return moveBlacklisting(tx, actor.shop, blacklistingId, { ...as, ended_at: now })
}

const liftCommand = blacklistingCommand<z.output<typeof plain>>({
  name: 'liftBlacklisting',
  permission: 'customer.blacklist',
  schema: plain,
  step: 'LIFT',
  async execute(run, _input, { blacklisting }) {
    const waits = blacklisting.appealed_at !== null && blacklisting.appeal_result === null
    const appeal_decided_by = requireAgent(run, 'customer.blacklist').id
    const version = await end(run, blacklisting, {
      status: 'LIFTED',
      ...(waits ? { appeal_result: 'LIFTED', appeal_decided_by } : {}),
    })
    return { version, event: 'BlacklistingLifted' }
  },
})

const expireCommand = blacklistingCommand<z.output<typeof plain>>({
  name: 'expireBlacklisting',
  permission: 'customer.blacklist',
  schema: plain,
  step: 'EXPIRE',
  byItself: true,
  execute: async (run, _input, { blacklisting }) => ({
    version: await end(run, blacklisting, { status: 'EXPIRED' }),
    event: 'BlacklistingExpired',
  }),
})

/** Records what a customer says against being blacklisted, once (C-44). A manager answers. */
export function appealBlacklisting(
  deps: CommandDeps,
  actor: Actor,
  input: AppealBlacklistingInput,
): Promise<Outcome<BlacklistingMoved>> {
  return runCommand(deps, actor, appealCommand, input)
}

/** Refuses an appeal. Whoever approved the blacklisting does not answer the appeal against it: PolicyDenied. */
export function upholdBlacklisting(
  deps: CommandDeps,
  actor: Actor,
  input: BlacklistingInput,
): Promise<Outcome<BlacklistingMoved>> {
  return runCommand(deps, actor, upholdCommand, input)
}

/** Ends a blacklisting before its time, with or without an appeal. */
export function liftBlacklisting(
  deps: CommandDeps,
  actor: Actor,
  input: BlacklistingInput,
): Promise<Outcome<BlacklistingMoved>> {
  return runCommand(deps, actor, liftCommand, input)
}

/** Ends a blacklisting whose time is over. The worker's: throws Forbidden for anybody else. */
export function expireBlacklisting(
  deps: CommandDeps,
  actor: Actor,
  input: BlacklistingInput,
): Promise<Outcome<BlacklistingMoved>> {
  return runCommand(deps, actor, expireCommand, input)
}
