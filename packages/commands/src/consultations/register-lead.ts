import { findCase, lockCase } from '@cs/data/cases'
import { addLead, leadGround } from '@cs/data/consultations'
import { judgeLead, LEAD_REASONS, type LeadRequest } from '@cs/domain/consultations'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  caseId: id,
  reason: z.enum(LEAD_REASONS),
  /** When the customer is contacted next. */
  nextFollowUpAt: z.iso.datetime(),
  note: note.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type RegisterLeadInput = z.input<typeof schema>

/** A lead that was registered or followed up. */
export interface LeadChanged {
  readonly leadId: string
  readonly caseId: string
}

/** Registers who asked and did not order, with the reason and the next follow-up (PRE-CNV-01). */
export function registerLead(
  deps: CommandDeps,
  actor: Actor,
  input: RegisterLeadInput,
): Promise<Outcome<LeadChanged>> {
  return runCommand(deps, actor, registerLeadCommand, input)
}

interface Found extends Loaded<LeadRequest> {
  readonly customerId: string
  readonly productId: string | null
}

const registerLeadCommand: Command<z.output<typeof schema>, LeadRequest, LeadChanged, Found> = {
  name: 'registerLead',
  permission: 'lead.manage',
  schema,
  subjectType: 'Case',
  async load({ tx, actor, asking }, { caseId, nextFollowUpAt }) {
    const of = await (asking ? findCase : lockCase)(tx, actor.shop, caseId)
    if (!of) return null
    const ground = await leadGround(tx, actor.shop, caseId)
    return {
      subjectId: of.id,
      version: of.version,
      customerId: of.customerId,
      productId: of.productId,
      facts: {
        step: 'REGISTER_LEAD',
        caseId,
        consultation: of.kind === 'CONSULTATION',
        ...ground,
        nextAt: nextFollowUpAt,
      },
    }
  },
  judge: judgeLead,
  async execute(run, { caseId, reason, nextFollowUpAt, note: text }, { customerId, productId }) {
    const leadId = await addLead(run.tx, {
      shopId: run.actor.shop,
      caseId,
      customerId,
      productId,
      agentId: requireAgent(run, 'lead.manage').id,
      reason,
      note: text ?? null,
      nextAt: new Date(nextFollowUpAt),
      at: run.now,
    })
    return {
      ids: { leadId, caseId },
      events: [{ type: 'LeadRegistered', data: { leadId, reason, nextFollowUpAt } }],
      fields: ['leads'],
    }
  },
}
