/** Why bytes are not taken or not handed out, with what to answer. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem'
  readonly status: number
  readonly code: FileProblemCode

  constructor(status: number, code: FileProblemCode, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export type FileProblemCode =
  | 'UPLOAD_INVALID'
  | 'UPLOAD_EXPIRED'
  | 'UPLOAD_NOT_AWAITED'
  | 'SIZE_MISMATCH'
  | 'PAYLOAD_TOO_LARGE'
  | 'MEDIA_TYPE_MISMATCH'
  | 'HASH_MISMATCH'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'METHOD_NOT_ALLOWED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
