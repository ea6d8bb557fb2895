import { createHmac } from 'node:crypto'
import { type Database, inShop, newId } from '@cs/data'
import { claimKey, type KeyClaim, keepOutcome } from '@cs/data/journal'
import type { Command, Loaded } from './command.ts'
import { type Actor, type AssumedRun, assumeRun, principalOf, type Run } from './context.ts'
import { conflict, type Issue, invalid, notFound, type Outcome, Withdrawn } from './outcomes.ts'
import { perform } from './perform.ts'
import { retrying } from './retry.ts'
import { scopeOf } from './scope.ts'
import { validate } from './validate.ts'

/** What a command needs of the world. */
export interface CommandDeps {
  readonly database: Database
  /** The service's clock. */
  readonly now: () => Date
  /** The secret of look-up hashes and input fingerprints. */
  readonly hashKey: string
  /** The largest file that is taken as proof, in bytes. */
  readonly evidenceLimit?: number
}

/**
 * Runs one command: permission, input, then one transaction of the shop in which the subject is found and
 * locked, the idempotency key is claimed, the expected version compared, the rules judge, and state,
 * decision, events and audit are written together.
 *
 * NotFound comes first, so that neither keys nor versions tell what exists. A kept key comes before
 * Conflict: a repeated call gets the first one's answer although that one raised the version. Throws Forbidden.
 * `keyRequired`: where money, points or goods move.
 */
export async function runCommand<
  Input extends object,
  Facts extends object,
  Ids extends object,
  Found extends Loaded<Facts>,
>(
  deps: CommandDeps,
  actor: Actor,
  command: Command<Input, Facts, Ids, Found>,
  input: unknown,
  { keyRequired = false }: { readonly keyRequired?: boolean } = {},
): Promise<Outcome<Ids>> {
  const scope = scopeOf(actor, command.permission)
  const parsed = validate(command.schema, input)
  if (!parsed.ok) return { kind: 'ValidationFailed', issues: parsed.issues }
  if (keyRequired && !keyOf(parsed.value)) return { kind: 'ValidationFailed', issues: [KEY_REQUIRED] }
  const commandId = newId(deps.now())
  try {
    return await retrying(() =>
      inShop(deps.database, actor.shop, async (tx) => {
        const opened = await assumeRun({ deps, tx, actor, scope, commandId })
        return transact(opened, command, parsed.value)
      }),
    )
  } catch (error) {
    if (error instanceof Withdrawn) return error.outcome
    throw error
  }
}

async function transact<
  Input extends object,
  Facts extends object,
  Ids extends object,
  Found extends Loaded<Facts>,
>(
  { run, under }: AssumedRun,
  command: Command<Input, Facts, Ids, Found>,
  input: Input,
): Promise<Outcome<Ids>> {
  const loaded = await under(command.load(run, input))
  if (!loaded) throw notFound(command.subjectType)
  const claim = claimOf(run, command.name, input)
  if (claim) {
    const kept = await claimKey(run.tx, claim)
    if (!kept.claimed) {
      if (kept.fingerprint === claim.fingerprint) return kept.outcome as Outcome<Ids>
      throw invalid('idempotencyKey', 'IDEMPOTENCY_KEY_REUSED', KEY_REUSED)
    }
  }
  const expected = (input as { expectedVersion?: number }).expectedVersion
  if (expected !== undefined && expected !== loaded.version) throw conflict(loaded.version)
  const outcome = await perform(run, command, input, loaded)
  if (claim) await keepOutcome(run.tx, claim, outcome)
  return outcome
}

const keyOf = (input: object) => (input as { idempotencyKey?: string }).idempotencyKey

function claimOf(run: Run, command: string, input: object): KeyClaim | null {
  const key = keyOf(input)
  const principalId = principalOf(run.actor)
  if (!key || principalId === null) return null
  const { idempotencyKey: _, ...rest } = input as { idempotencyKey?: string }
  return {
    shopId: run.actor.shop,
    principalId,
    command,
    key,
    // Keyed: the input holds digits and numbers that a plain hash would give away.
    fingerprint: createHmac('sha256', run.deps.hashKey)
      .update(`input:${canonical(rest)}`)
      .digest('hex'),
    commandId: run.commandId,
    at: run.now,
  }
}

/** JSON with sorted keys: the same input, however it was spelled, has one fingerprint. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

const KEY_REQUIRED: Issue = {
  field: 'idempotencyKey',
  code: 'REQUIRED',
  message: {
    zh: '涉及款项、积分或库存的操作须带幂等键。',
    en: 'Where money, points or goods move, an idempotency key is required.',
  },
}

const KEY_REUSED = {
  zh: '该幂等键已用于另一个不同的请求。',
  en: 'This idempotency key was used for another request.',
}
