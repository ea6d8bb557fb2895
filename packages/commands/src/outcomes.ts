import type { Permission } from '@cs/domain/access'
import type { Bilingual } from '@cs/domain/decisions'

/** It was done: the command's id, the decision that permitted it, and the ids of what came of it. */
export type Success<Ids extends object = object> = {
  readonly kind: 'Success'
  readonly commandId: string
  readonly decisionId: string
} & Ids

/** The rules say no. The decision is stored and says why, and what would change the answer. */
export interface PolicyDenied {
  readonly kind: 'PolicyDenied'
  readonly decisionId: string
}

/** The rules say: not without an approval. */
export interface ApprovalRequired {
  readonly kind: 'ApprovalRequired'
  readonly decisionId: string
  /** The request that is already waiting for this action on this subject; `null`: none, ask for one. */
  readonly approvalId: string | null
  /** Who holds this permission can approve; nobody decides their own. */
  readonly approver: Permission
}

/** One thing wrong with the input. `field` is the path, such as `address.phone`. */
export interface Issue {
  readonly field: string
  readonly code: IssueCode
  readonly message: Bilingual
}

export type IssueCode =
  | 'REQUIRED'
  | 'INVALID'
  | 'INVALID_FORMAT'
  | 'TOO_LONG'
  | 'TOO_SHORT'
  | 'TOO_MANY'
  | 'TOO_FEW'
  | 'CONTROL_CHARACTERS'
  | 'UNKNOWN_FIELD'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'NOT_OF_THIS_ORDER'
  | 'APPROVAL_NOT_NEEDED'
  | 'OF_ANOTHER_INPUT'
  | 'EXPIRED'

/** The input can't be acted on. Nothing was written. */
export interface ValidationFailed {
  readonly kind: 'ValidationFailed'
  readonly issues: readonly Issue[]
}

/** The subject changed since the caller looked, or another request is in the way. Nothing was written. */
export interface Conflict {
  readonly kind: 'Conflict'
  readonly currentVersion: number
  readonly message: Bilingual
}

/** Not in this shop, whether or not it exists elsewhere. */
export interface NotFound {
  readonly kind: 'NotFound'
  readonly what: string
}

/** Everything that may come of a command, as a value. Missing permissions and bugs are thrown. */
export type Outcome<Ids extends object = object> =
  | Success<Ids>
  | PolicyDenied
  | ApprovalRequired
  | ValidationFailed
  | Conflict
  | NotFound

/** The actor lacks the permission, or holds it in a scope that does not reach the subject. */
export class Forbidden extends Error {
  readonly permission: Permission
  constructor(permission: Permission) {
    super(`The permission ${permission} is missing`)
    this.name = 'Forbidden'
    this.permission = permission
  }
}

/** Ends a command's transaction with an outcome that leaves nothing behind. */
export class Withdrawn extends Error {
  readonly outcome: ValidationFailed | Conflict | NotFound
  constructor(outcome: ValidationFailed | Conflict | NotFound) {
    super(outcome.kind)
    this.name = 'Withdrawn'
    this.outcome = outcome
  }
}

export function conflict(currentVersion: number, message: Bilingual = CHANGED): Withdrawn {
  return new Withdrawn({ kind: 'Conflict', currentVersion, message })
}

export function notFound(what: string): Withdrawn {
  return new Withdrawn({ kind: 'NotFound', what })
}

export function invalid(field: string, code: IssueCode, message: Bilingual): Withdrawn {
  return new Withdrawn({ kind: 'ValidationFailed', issues: [{ field, code, message }] })
}

const CHANGED: Bilingual = {
  zh: '内容已被他人修改，请刷新后重试。',
  en: 'This changed since you looked at it. Look again, then retry.',
}
