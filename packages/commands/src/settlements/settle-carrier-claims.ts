import { type CarrierClaim, claimsToSettle, setClaimSettled } from '@cs/data/settlements'
import { fen } from '@cs/domain/money'
import { type ClaimRequest, judgeClaim } from '@cs/domain/settlements'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { idempotencyKey } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  /** The month whose claims are settled, `YYYY-MM`. */
  month: z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/),
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type SettleCarrierClaimsInput = z.input<typeof schema>

/** What the settlement of a month came to, by carrier. Amounts in fen. */
export interface CarrierClaimsSettled {
  readonly month: string
  readonly claimIds: readonly string[]
  readonly carriers: readonly {
    readonly carrier: string
    readonly claims: number
    readonly amountFen: number
  }[]
  readonly amountFen: number
}

interface LoadedClaims extends Loaded<ClaimRequest> {
  readonly claims: readonly CarrierClaim[]
}

/**
 * Settles the claims of a month that the carriers accepted, once the month is over (AS-LOG-12). What is still
 * unanswered stays open: the month can be settled again for what is accepted later, and no claim counts twice.
 */
export function settleCarrierClaims(
  deps: CommandDeps,
  actor: Actor,
  input: SettleCarrierClaimsInput,
): Promise<Outcome<CarrierClaimsSettled>> {
  return runCommand(deps, actor, settleCarrierClaimsCommand, input, { keyRequired: true })
}

/** What settleCarrierClaims would decide now. */
export function previewSettleCarrierClaims(
  deps: CommandDeps,
  actor: Actor,
  input: SettleCarrierClaimsInput,
): Promise<Preview> {
  return preview(deps, actor, settleCarrierClaimsCommand, input)
}

const settleCarrierClaimsCommand: Command<
  z.output<typeof schema>,
  ClaimRequest,
  CarrierClaimsSettled,
  LoadedClaims
> = {
  name: 'settleCarrierClaims',
  permission: 'claim.manage',
  schema,
  subjectType: 'Shop',
  async load(run, { month: named }) {
    const month = `${named}-01`
    const claims = await claimsToSettle(run.tx, run.actor.shop, month, !run.asking)
    const accepted = claims.map((row) => ({ id: row.id, acceptedFen: fen(row.accepted_fen ?? 0) }))
    return {
      subjectId: run.actor.shop,
      version: 1,
      facts: { step: 'SETTLE_CLAIMS', month, claims: accepted },
      claims,
    }
  },
  judge: judgeClaim,
  async execute(run, { month }, { claims }) {
    for (const row of claims) await settle(run, row)
    const carriers = totalsOf(claims)
    const amountFen = carriers.reduce((sum, each) => sum + each.amountFen, 0)
    const settled = { month, claimIds: claims.map((row) => row.id), carriers, amountFen }
    return {
      ids: settled,
      events: [{ type: 'CarrierClaimsSettled', data: settled }],
      fields: ['claims'],
    }
  },
}

async function settle(run: Run, row: CarrierClaim): Promise<void> {
  await setClaimSettled(run.tx, run.actor.shop, row.id, run.now)
  const moved = { subjectId: row.id, orderId: row.order_id, caseId: row.case_id }
  await postMovement(run, moved, { kind: 'CLAIM_SETTLED', amountFen: fen(row.accepted_fen ?? 0) })
}

function totalsOf(claims: readonly CarrierClaim[]): CarrierClaimsSettled['carriers'] {
  const names = [...new Set(claims.map((row) => row.carrier))].sort()
  return names.map((carrier) => {
    const own = claims.filter((row) => row.carrier === carrier)
    return {
      carrier,
      claims: own.length,
      amountFen: own.reduce((sum, row) => sum + (row.accepted_fen ?? 0), 0),
    }
  })
}
