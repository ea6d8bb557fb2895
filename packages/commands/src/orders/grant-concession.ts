import { addConcession, addOrderRemark, linesInPrice, setConcession } from '@cs/data/orders'
import { decimal, fen } from '@cs/domain/money'
import { flagOf, type OrderFacts, type OrderRequest } from '@cs/domain/orders'
import { concede } from '@cs/domain/prices'
import { z } from 'zod'
import { grantedBy, requireAuthority } from '../authority.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, loadOrder } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  /** Fen; on top of what was conceded before. */
  amountFen: z.int().min(1),
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: what is payable changes. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type GrantConcessionInput = z.input<typeof schema>

export interface ConcessionGranted {
  readonly orderId: string
  readonly version: number
  readonly concessionId: string
  readonly remarkId: string
}

/**
 * Takes something off the price of an unpaid order (PRC-07): within one's authority, summed over the order, else by
 * approval. It takes the place of the tier's discount where it is better (Q56), and is remarked in yellow (PRC-10).
 */
export function grantConcession(
  deps: CommandDeps,
  actor: Actor,
  input: GrantConcessionInput,
): Promise<Outcome<ConcessionGranted>> {
  return runCommand(deps, actor, grantConcessionCommand, input, { keyRequired: true })
}

/** What grantConcession would decide now. */
export function previewGrantConcession(
  deps: CommandDeps,
  actor: Actor,
  input: GrantConcessionInput,
): Promise<Preview> {
  return preview(deps, actor, grantConcessionCommand, input)
}

export const grantConcessionCommand: Command<z.output<typeof schema>, OrderRequest, ConcessionGranted> = {
  name: 'grantConcession',
  permission: 'price.concede',
  schema,
  subjectType: 'Order',
  load: (run, { orderId, amountFen }) =>
    loadOrder(run, orderId, () => ({
      action: 'GRANT_CONCESSION',
      amountFen: fen(amountFen),
      grade: run.actor.kind === 'agent' ? run.actor.grade : null,
    })),
  async attempt(run, _input, { facts, version: current }) {
    requireAuthority(run, current, () => judgeRequest(facts, run.context))
    return facts
  },
  judge: judgeRequest,
  async execute(run, { amountFen, note: text }, { facts: { order } }) {
    const { tx, actor, now, commandId } = run
    const of = { shopId: actor.shop, orderId: order.id }
    const by = grantedBy(run)
    if (!by.grantedBy) throw new Forbidden('price.concede')
    const totalFen = fen(concededOf(order) + amountFen)
    const lines = await linesInPrice(tx, actor.shop, order.id)
    const priced = concede(lines.map(inFen), totalFen)
    const payableFen = await setConcession(tx, {
      ...of,
      totalFen,
      lines: lines.map((line, i) => ({ ...line, ...priced[i] })),
    })
    const concessionId = await addConcession(tx, {
      ...of,
      ...by,
      grantedBy: by.grantedBy,
      amountFen,
      commandId,
      at: now,
    })
    const remark = await addOrderRemark(tx, {
      ...of,
      actionType: 'PRICE_CHANGE',
      flag: flagOf(order, 'PRICE_CHANGE'),
      text: text ?? `议价优惠 ${decimal(fen(amountFen))} 元，合计 ${decimal(totalFen)} 元`,
      agentId: by.grantedBy,
      at: now,
    })
    return {
      ids: { orderId: order.id, version: remark.version, concessionId, remarkId: remark.id },
      events: [{ type: 'ConcessionGranted', data: { concessionId, amountFen, totalFen, payableFen } }],
      fields: ['discounts', 'payableAmount', 'remarks', 'flag'],
    }
  },
}

const concededOf = ({ discounts }: OrderFacts): number =>
  discounts.filter(({ kind }) => kind === 'CONCESSION').reduce((sum, { amountFen }) => sum + amountFen, 0)

const inFen = (line: Awaited<ReturnType<typeof linesInPrice>>[number]) => ({
  grossFen: fen(line.grossFen),
  campaignFen: fen(line.campaignFen),
  tierFen: fen(line.tierFen),
  concessionFen: fen(line.concessionFen),
  discountFen: fen(line.discountFen),
})
