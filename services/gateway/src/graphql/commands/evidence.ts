import { addEvidence, type EvidenceAnnounced, signUpload } from '@cs/commands'
import { EVIDENCE_MEDIA_TYPES } from '@cs/domain/evidence'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { Evidence } from '../after-sales/types.ts'
import { builder } from '../builder.ts'
import { type RequestContext, shopOf } from '../context.ts'
import { EvidenceKind } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { answered } from './answers.ts'
import { commandField } from './command.ts'
import { common } from './input-fields.ts'
import { decisionField } from './outcomes.ts'
import { translated } from './subject-command.ts'

const AddEvidenceInput = builder.inputType('AddEvidenceInput', {
  description: 'A file that proves a case. The bytes are sent apart and have to be just these.',
  fields: (t) => ({
    caseId: t.id({ required: true, description: 'The case.' }),
    kind: t.field({ type: EvidenceKind, required: true, description: 'What kind of proof it is.' }),
    mediaType: t.string({
      required: true,
      description: `One of ${EVIDENCE_MEDIA_TYPES.map((type) => `\`${type}\``).join(', ')}; checked against the bytes.`,
    }),
    sizeBytes: t.int({ required: true, description: 'The size in bytes.' }),
    sha256: t.string({ required: true, description: 'The SHA-256 of the bytes, in hexadecimal.' }),
    note: common.note(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

interface UploadAddress {
  readonly path: string
  readonly expiresAt: Date
}

const EvidenceUpload = builder.objectRef<UploadAddress>('EvidenceUpload').implement({
  description: 'Where the bytes of a file are to be sent, once.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description:
        'PUT the bytes to this path of the service. It takes no access token: whoever has the path may send the file.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'The last moment to begin.',
      resolve: ({ expiresAt }) => expiresAt.toISOString(),
    }),
  }),
})

commandField<object, EvidenceAnnounced>('addEvidence', {
  description:
    'Announces a file that proves a case (AS-WF-BAS-1, PRV-07). It counts once its bytes were sent to the path answered.',
  permission: 'evidence.add',
  input: AddEvidenceInput,
  success: {
    description: 'It was announced; the bytes are to come.',
    fields: (t) => ({
      evidenceId: t.id({
        description: 'The global id of the file.',
        resolve: ({ evidenceId: id }, _args, { viewer }: RequestContext) =>
          encodeGlobalId({ code: CODES.Evidence, tenant: shopOf(viewer), id }),
      }),
      number: t.exposeString('number', { description: 'The number of the file.' }),
      evidence: answered(t, Evidence, 'evidenceId', 'The file as it is on record.') as never,
      upload: t.field({
        type: EvidenceUpload,
        description: 'Where to send the bytes; a repeated call with the same key gives a fresh path.',
        resolve: ({ evidenceId }, _args, { viewer, commands }: RequestContext) => {
          const { token, expiresAt } = signUpload(
            commands.hashKey,
            { shopId: shopOf(viewer), evidenceId },
            commands.now(),
          )
          return { path: `/evidence/${token}`, expiresAt }
        },
      }),
      decision: decisionField(t, 'The decision that permitted it.') as never,
    }),
  },
  run: (deps, actor, input, viewer) =>
    addEvidence(deps, actor, translated(viewer, input, { ids: { caseId: CODES.Case } })),
})
