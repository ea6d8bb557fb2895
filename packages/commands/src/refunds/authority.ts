import type { StoredDecision } from '../command.ts'
import type { Run } from '../context.ts'
import { conflict } from '../outcomes.ts'

/** The rules of who may give money away: compensation, and refunds without return (C-24, Q05). */
const OF_AUTHORITY: ReadonlySet<string> = new Set(['AS-POL-09', 'AS-POL-22'])

/**
 * Under an approval money is given by whoever decides, and no further than their own authority goes (Q04): throws
 * Conflict beyond it. The request stays, for somebody who may.
 */
export function requireAuthority(run: Run, { decision }: StoredDecision, version: number): void {
  const beyond = decision.findings.some(
    ({ rule, verdict }) => verdict === 'NEEDS_APPROVAL' && OF_AUTHORITY.has(rule),
  )
  if (run.approval && beyond) throw conflict(version, BEYOND)
}

const BEYOND = {
  zh: '金额超出您的审批权限，请由权限更高的人员审批。',
  en: 'This is beyond your own authority: somebody with more of it has to decide.',
}
