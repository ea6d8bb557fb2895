import { addMember, addTierChanges, beginRounds, isMember, paidBy } from '@cs/data/membership'
import { addDays, dayOf, startOfDay } from '@cs/domain/calendar'
import {
  type EnrolmentFacts,
  firstFrom,
  hasDedicatedAgent,
  judgeEnrolment,
  ruleOfTier,
  thresholdOf,
  tierFor,
} from '@cs/domain/membership'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, originOf } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import type { Outcome } from '../outcomes.ts'
import { dedicate } from '../routing/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { windowAt } from './window.ts'

const schema = z.strictObject({ customerId: id, idempotencyKey: idempotencyKey.optional() })
export type EnrolMemberInput = z.input<typeof schema>

export interface MemberEnrolled {
  readonly customerId: string
  /** The number people see. */
  readonly number: string
}

/**
 * Makes a customer a member (MEM-06), with the tier that what was paid in the window reaches (Q42). Customers who are
 * members already are PolicyDenied.
 */
export function enrolMember(
  deps: CommandDeps,
  actor: Actor,
  input: EnrolMemberInput,
): Promise<Outcome<MemberEnrolled>> {
  return runCommand(deps, actor, enrolMemberCommand, input)
}

const enrolMemberCommand: Command<z.output<typeof schema>, EnrolmentFacts, MemberEnrolled> = {
  name: 'enrolMember',
  permission: 'member.manage',
  schema,
  subjectType: 'Customer',
  async load(run, { customerId }) {
    const member = await isMember(run.tx, run.actor.shop, customerId)
    if (member === null) return null
    return { subjectId: customerId, version: 1, facts: { customerId, member } }
  },
  judge: judgeEnrolment,
  async execute(run, { customerId }) {
    const { tx, now, actor, commandId } = run
    const { pack } = run.context
    const shopId = actor.shop
    const today = dayOf(now)
    const paidFen = await paidBy(tx, shopId, customerId, windowAt(now, pack))
    const tier = tierFor(paidFen, pack)
    const number = newNumber('MB', now)
    await addMember(tx, { shopId, customerId, number, tier, since: today, at: now })
    const change = { customerId, from: null, to: tier, paidFen, effectiveOn: today }
    addTierChanges(tx, { shopId, pack: pack.ref, commandId, at: now }, [
      { ...change, kind: 'ENROLLED', thresholdFen: thresholdOf(tier, pack), ruleId: ruleOfTier(tier) },
    ])
    if (hasDedicatedAgent(tier, pack)) await dedicate(tx, originOf(run), [customerId])
    const tomorrow = addDays(today, 1)
    await beginRounds(tx, shopId, { TIERS: startOfDay(firstFrom(tomorrow)), DAILY: startOfDay(tomorrow) })
    return {
      ids: { customerId, number },
      events: [
        {
          type: 'MemberEnrolled',
          subject: { type: 'Member', id: customerId },
          data: { customerId, number, tier, paidFen },
        },
      ],
      fields: ['member'],
    }
  },
}
