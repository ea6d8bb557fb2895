import { lockGift, setGiftFulfilled } from '@cs/data/membership'
import { type GiftFacts, judgeGift } from '@cs/domain/membership'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, principalOf } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  giftId: id,
  expectedVersion: version.optional(),
  /** Required: goods move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type FulfilGiftInput = z.input<typeof schema>

export interface GiftFulfilled {
  readonly giftId: string
  readonly customerId: string
  readonly version: number
}

/** Notes that a member was handed a gift (MEM-07). A gift is handed over once. */
export function fulfilGift(
  deps: CommandDeps,
  actor: Actor,
  input: FulfilGiftInput,
): Promise<Outcome<GiftFulfilled>> {
  return runCommand(deps, actor, fulfilGiftCommand, input, { keyRequired: true })
}

const fulfilGiftCommand: Command<z.output<typeof schema>, GiftFacts, GiftFulfilled> = {
  name: 'fulfilGift',
  permission: 'member.manage',
  schema,
  subjectType: 'GiftGrant',
  async load(run, { giftId }) {
    const gift = await lockGift(run.tx, run.actor.shop, giftId)
    return gift && { subjectId: gift.id, version: gift.version, facts: gift }
  },
  judge: judgeGift,
  async execute(run, _input, { facts: { id, customerId, benefit } }) {
    const { tx, actor, now } = run
    const next = await setGiftFulfilled(tx, actor.shop, id, principalOf(actor), now)
    return {
      ids: { giftId: id, customerId, version: next },
      events: [
        {
          type: 'GiftFulfilled',
          subject: { type: 'Member', id: customerId },
          data: { giftId: id, customerId, benefit },
        },
      ],
      fields: ['gifts'],
    }
  },
}
