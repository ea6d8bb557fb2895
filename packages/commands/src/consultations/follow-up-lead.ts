import { findLead, followUpLeadRow } from '@cs/data/consultations'
import { judgeLead, LEAD_RESULTS, type LeadRequest } from '@cs/domain/consultations'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import type { LeadChanged } from './register-lead.ts'

const schema = z.strictObject({
  leadId: id,
  result: z.enum(LEAD_RESULTS),
  /** When the customer is contacted again; with the result LATER, and only with it. */
  nextFollowUpAt: z.iso.datetime().optional(),
  note: note.optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type FollowUpLeadInput = z.input<typeof schema>

/** Records a follow-up of a lead: another one was agreed, or it has ended (PRE-CNV-01). */
export function followUpLead(
  deps: CommandDeps,
  actor: Actor,
  input: FollowUpLeadInput,
): Promise<Outcome<LeadChanged>> {
  return runCommand(deps, actor, followUpLeadCommand, input)
}

interface Found extends Loaded<LeadRequest> {
  readonly caseId: string
}

const followUpLeadCommand: Command<z.output<typeof schema>, LeadRequest, LeadChanged, Found> = {
  name: 'followUpLead',
  permission: 'lead.manage',
  schema,
  subjectType: 'Lead',
  async load({ tx, actor, asking }, { leadId, result, nextFollowUpAt }) {
    const lead = await findLead(tx, actor.shop, leadId, !asking)
    if (!lead) return null
    const { status } = lead
    return {
      subjectId: leadId,
      version: lead.version,
      caseId: lead.caseId,
      facts: { step: 'FOLLOW_UP_LEAD', leadId, status, result, nextAt: nextFollowUpAt ?? null },
    }
  },
  judge: judgeLead,
  async execute({ tx, actor, now }, { leadId, result, nextFollowUpAt, note: text }, { caseId }) {
    await followUpLeadRow(tx, {
      shopId: actor.shop,
      id: leadId,
      status: result === 'LATER' ? 'OPEN' : result,
      nextAt: nextFollowUpAt ? new Date(nextFollowUpAt) : null,
      note: text ?? null,
      at: now,
    })
    return {
      ids: { leadId, caseId },
      events: [{ type: 'LeadFollowedUp', data: { caseId, result, nextFollowUpAt: nextFollowUpAt ?? null } }],
      fields: ['status', 'nextFollowUpAt'],
    }
  },
}
