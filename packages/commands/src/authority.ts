import type { Decision } from '@cs/domain/decisions'
import { agentOf, type Run } from './context.ts'
import { conflict } from './outcomes.ts'

/** The rules of what may be given away, by grade (C-15, C-24). */
const AUTHORITY_RULES: ReadonlySet<string> = new Set(['AS-POL-09', 'AS-POL-22', 'CMP-PRI-06', 'PRC-07'])

/**
 * Nobody lets happen by approval what is beyond their own authority (Q05): throws Conflict where the amount takes a
 * higher grade than that of who decides, so that the request waits for one.
 */
export function requireAuthority(run: Run, version: number, judged: () => Decision): void {
  if (!run.approval) return
  const { findings } = judged()
  const beyond = findings.some(
    ({ rule, verdict }) => AUTHORITY_RULES.has(rule) && verdict === 'NEEDS_APPROVAL',
  )
  if (beyond) throw conflict(version, BEYOND)
}

/** Who granted something, and who let it happen where that was somebody else. */
export function grantedBy(run: Run): {
  readonly grantedBy: string | null
  readonly approvedBy: string | null
} {
  const acting = agentOf(run)
  return run.approval
    ? { grantedBy: run.approval.requestedBy, approvedBy: acting }
    : { grantedBy: acting, approvedBy: null }
}

const BEYOND = {
  zh: '金额超出您的审批权限，请由更高级别审批。',
  en: 'The amount is beyond what you may approve: somebody of a higher grade decides.',
}
