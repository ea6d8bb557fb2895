import type { Decision } from '@cs/domain/decisions'
import { canonicalJson } from '@cs/domain/policy'
import { principalOf, type Run } from '../context.ts'
import { conflict, invalid } from '../outcomes.ts'
import { isSame, signatureOf } from '../signature.ts'

/** For how long a preview holds, in milliseconds. */
const HOLDS = 10 * 60_000

/** What a preview was made of and what it said. */
export interface Previewing {
  /** The input, without token, keys and versions. */
  readonly input: unknown
  /** What the rules judged: orders, cases, actor. */
  readonly facts: unknown
  readonly decision: Decision
  /** What was quoted, without what merely counts from the moment of asking. */
  readonly quote: unknown
}

export interface Token {
  readonly token: string
  /** RFC 3339 UTC. */
  readonly expiresAt: string
}

/**
 * Signs a preview, so that the command can tell whether it would still decide and promise the same. Holds hashes
 * only: nothing can be read from it, and it is worth nothing to another principal or shop.
 */
export function signPreview(run: Run, previewing: Previewing): Token {
  const expiresAt = new Date(run.now.getTime() + HOLDS)
  const claims = [String(expiresAt.getTime()), hash(run, previewing.input), hash(run, saidBy(previewing))]
  return { token: [...claims, mac(run, claims)].join('.'), expiresAt: expiresAt.toISOString() }
}

/**
 * Compares a token with what the command sees now. Throws `Withdrawn`: ValidationFailed on `token` where it is no
 * token of this principal (INVALID), belongs to another input (OF_ANOTHER_INPUT) or has run out (EXPIRED);
 * Conflict where the facts, the rules or the quote changed since.
 */
export function requirePreview(run: Run, token: string, version: number, previewing: Previewing): void {
  const [expiry = '', input = '', said = '', signature = '', ...more] = token.split('.')
  const genuine = more.length === 0 && isSame(signature, mac(run, [expiry, input, said]))
  if (!genuine) throw invalid('token', 'INVALID', NO_TOKEN)
  if (!isSame(input, hash(run, previewing.input))) throw invalid('token', 'OF_ANOTHER_INPUT', OTHER_INPUT)
  if (Number(expiry) <= run.now.getTime()) throw invalid('token', 'EXPIRED', RUN_OUT)
  if (!isSame(said, hash(run, saidBy(previewing)))) throw conflict(version, CHANGED)
}

function saidBy({ facts, decision, quote }: Previewing) {
  const verdicts = decision.findings.map(({ rule, verdict }) => [rule, verdict])
  return { facts, quote, outcome: decision.outcome, verdicts, pack: decision.pack.hash }
}

const keyed = (run: Run, purpose: string, text: string) =>
  signatureOf(run.deps.hashKey, `preview-${purpose}`, text)

const hash = (run: Run, value: unknown) => keyed(run, 'of', canonicalJson(value))

/** Signed for one principal in one shop. */
const mac = (run: Run, claims: readonly string[]) =>
  keyed(run, 'token', canonicalJson([run.actor.shop, run.actor.kind, principalOf(run.actor), ...claims]))

const NO_TOKEN = {
  zh: '预览凭证无效，请重新预览。',
  en: 'This is no preview of yours. Preview again.',
}
const OTHER_INPUT = {
  zh: '该预览凭证属于另一份申请，请重新预览。',
  en: 'This preview was of another request. Preview again.',
}
const RUN_OUT = { zh: '预览已过期，请重新预览。', en: 'The preview has run out. Preview again.' }
const CHANGED = {
  zh: '预览后情况已有变化，请重新预览后再提交。',
  en: 'Something changed since the preview. Preview again, then decide.',
}
