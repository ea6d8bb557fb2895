import { isSame, signatureOf } from '../signature.ts'

/** For how long a file may be sent after it was announced, in milliseconds. */
const HOLDS = 15 * 60_000

/** Which file may be sent. */
export interface Upload {
  readonly shopId: string
  readonly evidenceId: string
}

export interface UploadToken {
  readonly token: string
  readonly expiresAt: Date
}

/** Signs the right to send the bytes of one announced file, once: whoever has it may, and nothing else. */
export function signUpload(hashKey: string, { shopId, evidenceId }: Upload, now: Date): UploadToken {
  const expiresAt = new Date(now.getTime() + HOLDS)
  const claims = [shopId, evidenceId, String(expiresAt.getTime())].join('.')
  return { token: `${claims}.${mac(hashKey, claims)}`, expiresAt }
}

/** What a token permits; `INVALID`: it is none of ours; `EXPIRED`: its time is over. */
export function readUpload(hashKey: string, token: string, now: Date): Upload | 'INVALID' | 'EXPIRED' {
  const [shopId = '', evidenceId = '', expiry = '', signature = '', ...more] = token.split('.')
  const genuine = isSame(signature, mac(hashKey, [shopId, evidenceId, expiry].join('.')))
  if (more.length > 0 || !genuine) return 'INVALID'
  return Number(expiry) <= now.getTime() ? 'EXPIRED' : { shopId, evidenceId }
}

const mac = (hashKey: string, claims: string) => signatureOf(hashKey, 'evidence-upload', claims)
