import { endPromotion as end, findPromotion } from '@cs/data/prices'
import { judgeOffer, type OfferRequest } from '@cs/domain/prices'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  promotionId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type EndPromotionInput = z.input<typeof schema>

export interface PromotionEnded {
  readonly promotionId: string
  readonly version: number
}

/** Ends a promotion now. Orders keep what they had of it, and coupons that were issued their own time. */
export function endPromotion(
  deps: CommandDeps,
  actor: Actor,
  input: EndPromotionInput,
): Promise<Outcome<PromotionEnded>> {
  return runCommand(deps, actor, endPromotionCommand, input)
}

const endPromotionCommand: Command<z.output<typeof schema>, OfferRequest, PromotionEnded> = {
  name: 'endPromotion',
  permission: 'promotion.manage',
  schema,
  subjectType: 'Promotion',
  async load({ tx, actor, asking }, { promotionId }) {
    const found = await findPromotion(tx, actor.shop, promotionId, { lock: !asking })
    if (!found) return null
    const facts = { step: 'END_PROMOTION', promotionId, endsAt: found.terms.endsAt } as const
    return { subjectId: found.id, version: found.version, facts }
  },
  judge: judgeOffer,
  async execute({ tx, actor, now }, { promotionId }) {
    const next = await end(tx, actor.shop, promotionId, now)
    return {
      ids: { promotionId, version: next },
      events: [{ type: 'PromotionEnded', data: { version: next } }],
      fields: ['endsAt'],
    }
  },
}
