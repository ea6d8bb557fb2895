import { createHmac } from 'node:crypto'
import { type Database, inShop, newId } from '@cs/data'
import { claimKey, type IdempotencyKey, keepOutcome } from '@cs/data/idempotency'
import type { Command } from './command.ts'
import { type Actor, openRun, principalOf, type Run } from './context.ts'
import { conflict, invalid, notFound, type Outcome, Withdrawn } from './outcomes.ts'
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
}

/**
 * Runs one command: permission, input, then one transaction of the shop in which the subject is found and
 * locked, the idempotency key is claimed, the expected version compared, the rules judge, and state,
 * decision, events and audit are written together.
 *
 * NotFound comes first, so that neither keys nor versions tell what exists. A kept key comes before
 * Conflict: a repeated call gets the first one's answer although that one raised the version. Throws Forbidden.
 */
export async function runCommand<Input extends object, Facts extends object, Ids extends object>(
  deps: CommandDeps,
  actor: Actor,
  command: Command<Input, Facts, Ids>,
  input: unknown,
): Promise<Outcome<Ids>> {
  const scope = scopeOf(actor, command.permission)
  const parsed = validate(command.schema, input)
  if (!parsed.ok) return { kind: 'ValidationFailed', issues: parsed.issues }
  const commandId = newId(deps.now())
  try {
    return await retrying(() =>
      inShop(deps.database, actor.shop, async (tx) => {
        const run = await openRun({ deps, tx, actor, scope, commandId })
        return transact(run, command, parsed.value)
      }),
    )
  } catch (error) {
    if (error instanceof Withdrawn) return error.outcome
    throw error
  }
}

async function transact<Input extends object, Facts extends object, Ids extends object>(
  run: Run,
  command: Command<Input, Facts, Ids>,
  input: Input,
): Promise<Outcome<Ids>> {
  const loaded = await command.load(run, input)
  if (!loaded) throw notFound(command.subjectType)
  const claim = claimOf(run, command.name, input)
  if (claim) {
    const kept = await claimKey(run.tx, claim)
    if (kept.kind === 'REPEATED') return kept.outcome as Outcome<Ids>
    if (kept.kind === 'OTHER_INPUT') throw invalid('idempotencyKey', 'IDEMPOTENCY_KEY_REUSED', KEY_REUSED)
  }
  const expected = (input as { expectedVersion?: number }).expectedVersion
  if (expected !== undefined && expected !== loaded.version) throw conflict(loaded.version)
  const outcome = await perform(run, command, input, loaded)
  if (claim) await keepOutcome(run.tx, claim, outcome)
  return outcome
}

function claimOf(run: Run, command: string, input: object): IdempotencyKey | null {
  const { idempotencyKey, ...rest } = input as { idempotencyKey?: string }
  const principalId = principalOf(run.actor)
  if (idempotencyKey === undefined || principalId === null) return null
  return {
    shopId: run.actor.shop,
    principalId,
    command,
    key: idempotencyKey,
    // Keyed: the input holds digits and numbers that a plain hash would give away.
    fingerprint: createHmac('sha256', run.deps.hashKey).update(`input:${canonical(rest)}`).digest('hex'),
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

const KEY_REUSED = {
  zh: '该幂等键已用于另一个不同的请求。',
  en: 'This idempotency key was used for another request.',
}
