import type { Bilingual } from '@cs/domain/decisions'
import type { z } from 'zod'
import type { Issue, IssueCode } from './outcomes.ts'

/** Input as a command takes it, or what is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** Checks input from outside against a command's schema. Unknown fields are refused. */
export function validate<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input, { reportInput: true })
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, issues: result.error.issues.map(issueOf) }
}

function issueOf(issue: z.core.$ZodIssue): Issue {
  const code = codeOf(issue)
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  return { field: path.join('.'), code, message: MESSAGES[code](limitOf(issue)) }
}

function codeOf(issue: z.core.$ZodIssue): InputCode {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'REQUIRED' : 'INVALID'
    case 'too_big':
      return issue.origin === 'array' ? 'TOO_MANY' : issue.origin === 'string' ? 'TOO_LONG' : 'INVALID'
    case 'too_small':
      return issue.origin === 'array' ? 'TOO_FEW' : issue.origin === 'string' ? 'TOO_SHORT' : 'INVALID'
    case 'invalid_format':
      return 'INVALID_FORMAT'
    case 'unrecognized_keys':
      return 'UNKNOWN_FIELD'
    case 'custom':
      return (issue.params?.code as InputCode | undefined) ?? 'INVALID'
    default:
      return 'INVALID'
  }
}

function limitOf(issue: z.core.$ZodIssue): number {
  if (issue.code === 'too_big') return Number(issue.maximum)
  if (issue.code === 'too_small') return Number(issue.minimum)
  return issue.code === 'custom' ? Number(issue.params?.limit ?? 0) : 0
}

/** What the schemas find; the commands find the others. */
type InputCode = Exclude<
  IssueCode,
  'IDEMPOTENCY_KEY_REUSED' | 'NOT_OF_THIS_ORDER' | 'APPROVAL_NOT_NEEDED' | 'OF_ANOTHER_INPUT' | 'EXPIRED'
>

const MESSAGES: Record<InputCode, (limit: number) => Bilingual> = {
  REQUIRED: () => ({ zh: '必填。', en: 'Required.' }),
  INVALID: () => ({ zh: '取值无效。', en: 'Not a valid value.' }),
  INVALID_FORMAT: () => ({ zh: '格式不正确。', en: 'Not in the right format.' }),
  TOO_LONG: (limit) => ({ zh: `最多 ${limit} 个字符。`, en: `At most ${limit} characters.` }),
  TOO_SHORT: (limit) => ({ zh: `至少 ${limit} 个字符。`, en: `At least ${limit} characters.` }),
  TOO_MANY: (limit) => ({ zh: `最多 ${limit} 项。`, en: `At most ${limit} items.` }),
  TOO_FEW: (limit) => ({ zh: `至少 ${limit} 项。`, en: `At least ${limit} items.` }),
  CONTROL_CHARACTERS: () => ({ zh: '不能包含控制字符。', en: 'Control characters are not accepted.' }),
  UNKNOWN_FIELD: () => ({ zh: '未知字段。', en: 'Unknown field.' }),
}
