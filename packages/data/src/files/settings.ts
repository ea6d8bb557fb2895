import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderFiles } from './folder.ts'
import type { Files } from './port.ts'
import { type S3Settings, s3Files } from './s3.ts'

/** Where files are kept. */
export type FileSettings =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 's3' } & S3Settings)

/** The variables that say where the files of proof are. */
const FILE_VARIABLES = [
  'EVIDENCE_FOLDER',
  'EVIDENCE_S3_URL',
  'EVIDENCE_S3_REGION',
  'EVIDENCE_S3_ACCESS_KEY_ID',
  'EVIDENCE_S3_SECRET_ACCESS_KEY',
] as const
type FileVariable = (typeof FILE_VARIABLES)[number]

/**
 * Reads where files are kept: in a bucket if EVIDENCE_S3_URL is set, else in EVIDENCE_FOLDER; `null`: neither. With
 * a bucket the folder is where bytes wait until they are checked. Throws with a line for each variable that is
 * missing or wrong, without its value.
 */
export function readFileSettings(
  env: Readonly<Partial<Record<FileVariable, string | undefined>>>,
): FileSettings | null {
  const folder = env.EVIDENCE_FOLDER
  const url = env.EVIDENCE_S3_URL
  if (!url) return folder ? { kind: 'folder', folder } : null
  const needed = FILE_VARIABLES.filter((name) => name !== 'EVIDENCE_FOLDER' && !env[name])
  const problems = needed.map((name) => `${name}: required with EVIDENCE_S3_URL`)
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) problems.push('EVIDENCE_S3_URL: not a URL')
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return {
    kind: 's3',
    url,
    region: env.EVIDENCE_S3_REGION ?? '',
    accessKeyId: env.EVIDENCE_S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.EVIDENCE_S3_SECRET_ACCESS_KEY ?? '',
    incoming: join(folder ?? tmpdir(), 'incoming-evidence'),
  }
}

/** The files of a setting; nothing is opened before it is used. */
export function openFiles(settings: FileSettings): Files {
  return settings.kind === 's3' ? s3Files(settings) : folderFiles(settings.folder)
}
