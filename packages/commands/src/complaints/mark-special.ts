import { markComplaint } from '@cs/data/complaints'
import { MALICE_STAGES, seriousBecause } from '@cs/domain/complaints'
import { z } from 'zod'
import { type Actor, agentOf } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { gradeTo } from './grade.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  /** REPEAT and GROUP are found by the rules. */
  kind: z.enum(['AGITATED', 'EXCESSIVE_CLAIM', 'MEDIA', 'MALICIOUS']),
  /** For MALICIOUS: how far it has come (C-44); TAGGED where nothing is said. */
  stage: z.enum(MALICE_STAGES).optional(),
})
export type MarkSpecialInput = z.input<typeof schema>

/**
 * Marks a complaint as special (CMP-SPC-01 to -04). Where the media listen it is serious, and answered through the
 * official channel alone; malice goes up its ladder on evidence (C-44).
 */
export function markSpecial(
  deps: CommandDeps,
  actor: Actor,
  input: MarkSpecialInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, markSpecialCommand, input)
}

/** What markSpecial would decide now. */
export function previewMarkSpecial(
  deps: CommandDeps,
  actor: Actor,
  input: MarkSpecialInput,
): Promise<Preview> {
  return preview(deps, actor, markSpecialCommand, input)
}

const markSpecialCommand = complaintCommand({
  name: 'markSpecial',
  permission: 'complaint.handle',
  schema,
  ask: ({ kind, stage }) => ({ step: 'MARK', kind, stage: stageOf(kind, stage) }),
  async prepare(run, { kind, stage: asked }, { facts: { complaint } }) {
    const { tx, actor, now, context } = run
    const stage = stageOf(kind, asked)
    await markComplaint(tx, {
      shopId: actor.shop,
      caseId: complaint.id,
      kind,
      stage,
      by: agentOf(run),
      at: now,
    })
    const data = { kind, stage }
    if (kind !== 'MEDIA') return { data }
    const harms = [...new Set([...complaint.harms, 'MEDIA' as const])]
    const serious = seriousBecause({ harms, claimedFen: complaint.claimedFen }, context.pack).length > 0
    if (!serious || complaint.grade === 'SERIOUS') return { options: { set: { harms } }, data }
    const { set, clocks, events } = await gradeTo(run, complaint, 'SERIOUS', { answered: false })
    return { options: { set: { ...set, harms }, clocks }, data, events }
  },
  event: 'ComplaintMarked',
  fields: ['special'],
})

const stageOf = (kind: string, stage: (typeof MALICE_STAGES)[number] | undefined) =>
  kind === 'MALICIOUS' ? (stage ?? 'TAGGED') : null
