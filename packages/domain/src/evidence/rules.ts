import type { Rule } from '../decisions/index.ts'
import { correct, deny, pass, say } from '../decisions/index.ts'
import { labelOf } from '../labels/index.ts'
import type { EvidenceFacts } from './facts.ts'
import { mediaFor } from './media.ts'

const photo: EvidenceFacts = {
  caseId: '01900000-0000-7000-8000-00000000e001',
  kind: 'PHOTO',
  mediaType: 'image/jpeg',
  sizeBytes: 200_000,
}

/** What may be added to the archive of proof. */
export const EVIDENCE_ARCHIVE_RULES: readonly Rule<EvidenceFacts>[] = [
  {
    id: 'AS-WF-BAS-1',
    title: say('客户凭证即时归档', 'Proof is archived at once'),
    basis: { kind: 'cited', document: '004', section: '售后(一)1' },
    message: say(
      '凭证归档到该售后单，文件名不含客户信息。',
      'The proof goes to the case; the name of the file says nothing of the customer.',
    ),
    reads: [],
    judge: ({ kind, mediaType }) => {
      const fitting = mediaFor(kind)
      if (fitting.includes(mediaType)) return pass()
      const label = labelOf('EvidenceKind', kind)
      return deny(
        say(
          `${label?.zh ?? kind}不能是 ${mediaType} 文件。`,
          `${label?.en ?? kind}: a file of type ${mediaType} does not show that.`,
        ),
        correct(`可用格式：${fitting.join('、')}`, `Formats that do: ${fitting.join(', ')}`),
      )
    },
    cases: [
      { name: 'a photo', facts: photo, expect: 'PASS' },
      { name: 'a video as a photo', facts: { ...photo, mediaType: 'video/mp4' }, expect: 'DENY' },
      { name: 'text as a photo', facts: { ...photo, mediaType: 'text/plain' }, expect: 'DENY' },
      {
        name: 'a chat as text',
        facts: { ...photo, kind: 'CHAT_RECORD', mediaType: 'text/plain' },
        expect: 'PASS',
      },
      {
        name: 'a report of quality control as PDF',
        facts: { ...photo, kind: 'QC_REPORT', mediaType: 'application/pdf' },
        expect: 'PASS',
      },
    ],
  },
]
