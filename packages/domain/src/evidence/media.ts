import type { EvidenceKind } from '../after-sales/index.ts'

/** What a file may be, with the ending of its name. Nothing that a browser would run. */
export const EVIDENCE_MEDIA = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
} as const
export type EvidenceMedia = keyof typeof EVIDENCE_MEDIA
export const EVIDENCE_MEDIA_TYPES = Object.keys(EVIDENCE_MEDIA) as EvidenceMedia[]

const PICTURES: readonly EvidenceMedia[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/heic',
]
const VIDEOS: readonly EvidenceMedia[] = ['video/mp4', 'video/quicktime']
const PAPERS: readonly EvidenceMedia[] = [...PICTURES, 'application/pdf']

const FITS: Readonly<Record<EvidenceKind, readonly EvidenceMedia[]>> = {
  PHOTO: PICTURES,
  VIDEO: VIDEOS,
  SCREENSHOT: PICTURES,
  WEIGHT_PHOTO: PICTURES,
  QC_REPORT: PAPERS,
  OUTBOUND_PHOTO: PICTURES,
  DELIVERY_CERTIFICATE: PAPERS,
  STUB: PAPERS,
  CHAT_RECORD: [...PAPERS, 'text/plain'],
}

/** The media types in which a kind of proof can be shown. */
export const mediaFor = (kind: EvidenceKind): readonly EvidenceMedia[] => FITS[kind]

/** What a file is called when it is handed out: its number, and nothing of a person (OPS-REG-02). */
export const fileNameOf = (number: string, media: EvidenceMedia): string =>
  `${number}.${EVIDENCE_MEDIA[media]}`
