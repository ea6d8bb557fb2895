import { setClaimAnswered } from '@cs/data/settlements'
import { fen } from '@cs/domain/money'
import { type ClaimRequest, judgeClaim } from '@cs/domain/settlements'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { claimFacts, loadClaim } from './claim.ts'

const schema = z.strictObject({
  claimId: id,
  /** Fen; 0: the carrier refuses. */
  acceptedFen: z.int().min(0).max(100_000_000),
  expectedVersion: version.optional(),
  /** Required: what is claimed changes. */
  idempotencyKey: idempotencyKey.optional(),
})
export type AnswerCarrierClaimInput = z.input<typeof schema>

export interface CarrierClaimAnswered {
  readonly claimId: string
  readonly version: number
  readonly status: 'ACCEPTED' | 'REFUSED'
}

interface LoadedClaim extends Loaded<ClaimRequest> {
  readonly about: { readonly orderId: string; readonly caseId: string | null }
}

/** Records what of a claim the carrier accepts (AS-LOG-12); the rest is the shop's loss, never the buyer's (C-26). */
export function answerCarrierClaim(
  deps: CommandDeps,
  actor: Actor,
  input: AnswerCarrierClaimInput,
): Promise<Outcome<CarrierClaimAnswered>> {
  return runCommand(deps, actor, answerCarrierClaimCommand, input, { keyRequired: true })
}

const answerCarrierClaimCommand: Command<
  z.output<typeof schema>,
  ClaimRequest,
  CarrierClaimAnswered,
  LoadedClaim
> = {
  name: 'answerCarrierClaim',
  permission: 'claim.manage',
  schema,
  subjectType: 'CarrierClaim',
  async load(run, { claimId, acceptedFen }) {
    const row = await loadClaim(run, claimId)
    if (!row) return null
    return {
      subjectId: row.id,
      version: row.version,
      facts: { step: 'ANSWER_CLAIM', claim: claimFacts(row), acceptedFen: fen(acceptedFen) },
      about: { orderId: row.order_id, caseId: row.case_id },
    }
  },
  judge: judgeClaim,
  async execute(run, { claimId, acceptedFen: accepted }, { facts, about }) {
    const acceptedFen = fen(accepted)
    const claimedFen = facts.step === 'ANSWER_CLAIM' ? facts.claim.amountFen : acceptedFen
    const answer = { shopId: run.actor.shop, id: claimId, acceptedFen, at: run.now }
    const claimVersion = await setClaimAnswered(run.tx, answer)
    const moved = { subjectId: claimId, ...about }
    await postMovement(run, moved, { kind: 'CLAIM_ANSWERED', claimedFen, acceptedFen })
    const status = acceptedFen > 0 ? 'ACCEPTED' : 'REFUSED'
    return {
      ids: { claimId, version: claimVersion, status },
      events: [{ type: 'CarrierClaimAnswered', data: { ...about, claimedFen, acceptedFen, status } }],
      fields: ['status', 'accepted'],
    }
  },
}
