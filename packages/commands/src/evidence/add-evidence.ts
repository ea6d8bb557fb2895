import { newId } from '@cs/data'
import { findProvenCase, type ProvenCase, addEvidence as writeEvidence } from '@cs/data/evidence'
import { storageKey } from '@cs/data/files'
import { EVIDENCE_KINDS } from '@cs/domain/after-sales'
import { EVIDENCE_MEDIA_TYPES, type EvidenceFacts, judgeAddEvidence } from '@cs/domain/evidence'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, note } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { Forbidden, invalid, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { within } from '../scope.ts'

/** What nobody may exceed, whatever a service is configured for, in bytes. */
const LARGEST = 1_000_000_000

const schema = z.strictObject({
  caseId: id,
  kind: z.enum(EVIDENCE_KINDS),
  mediaType: z.enum(EVIDENCE_MEDIA_TYPES),
  sizeBytes: z.int().min(1).max(LARGEST),
  /** Of the bytes, in hexadecimal. */
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .transform((hash) => hash.toLowerCase()),
  note: note.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type AddEvidenceInput = z.input<typeof schema>

/** Proof that was announced. It counts once its bytes have come. */
export interface EvidenceAnnounced {
  readonly evidenceId: string
  /** The number people see. */
  readonly number: string
  readonly caseId: string
}

interface FoundCase extends Loaded<EvidenceFacts> {
  readonly about: ProvenCase
}

/**
 * Announces a file that proves a case (AS-WF-BAS-1, PRV-07): what it is, how large, and its hash. The bytes are
 * sent apart, under the right that `signUpload` gives, and have to be those announced. Throws Forbidden for a case
 * beyond the scope of the permission.
 */
export function addEvidence(
  deps: CommandDeps,
  actor: Actor,
  input: AddEvidenceInput,
): Promise<Outcome<EvidenceAnnounced>> {
  return runCommand(deps, actor, addEvidenceCommand, input)
}

const addEvidenceCommand: Command<z.output<typeof schema>, EvidenceFacts, EvidenceAnnounced, FoundCase> = {
  name: 'addEvidence',
  permission: 'evidence.add',
  schema,
  subjectType: 'Case',
  async load(run, { caseId, kind, mediaType, sizeBytes }) {
    const about = await findProvenCase(run.tx, run.actor.shop, caseId)
    if (!about) return null
    if (!within(run, about.agents)) throw new Forbidden('evidence.add')
    const facts = { caseId: about.id, kind, mediaType, sizeBytes }
    return { subjectId: about.id, version: about.version, facts, about }
  },
  async attempt({ deps }, { sizeBytes }, { facts }) {
    if (sizeBytes > (deps.evidenceLimit ?? LARGEST)) throw invalid('sizeBytes', 'INVALID', TOO_LARGE)
    return facts
  },
  judge: judgeAddEvidence,
  async execute(run, { kind, mediaType, sizeBytes, sha256, note: text }, { about }) {
    const { tx, actor, now } = run
    const evidenceId = newId(now)
    const number = newNumber('EV', now)
    await writeEvidence(tx, {
      shopId: actor.shop,
      id: evidenceId,
      number,
      caseId: about.id,
      customerId: about.customerId,
      kind,
      mediaType,
      sizeBytes,
      sha256,
      storageKey: storageKey(actor.shop, number),
      note: text ?? null,
      addedBy: agentOf(run),
      at: now,
    })
    return { ids: { evidenceId, number, caseId: about.id }, events: [], fields: ['evidence'] }
  },
}

const TOO_LARGE = { zh: '文件超过允许的大小。', en: 'The file is larger than what is taken.' }
