import { inShop, newId, type Tx } from '@cs/data'
import type { Decision } from '@cs/domain/decisions'
import type { Command, Loaded } from './command.ts'
import { type Actor, assumeRun, type Run } from './context.ts'
import { type NotFound, type ValidationFailed, Withdrawn } from './outcomes.ts'
import { retrying } from './retry.ts'
import type { CommandDeps } from './run.ts'
import { scopeOf } from './scope.ts'
import { validate } from './validate.ts'

/** What a command would decide now, and on which version of its subject. */
export interface Previewed {
  readonly kind: 'Previewed'
  readonly decision: Decision
  readonly subjectVersion: number
}

/** `More`: what is quoted besides the decision. */
export type Preview<More extends object = object> = (Previewed & More) | ValidationFailed | NotFound

/**
 * Asks what a command would decide, from the same code: same permission, same input, same facts, same
 * rules. Nothing is locked or stored. An identity check in the input is not tried, as every try is recorded.
 * `quote` adds what follows from the decision. Throws Forbidden.
 */
export async function preview<
  Input extends object,
  Facts extends object,
  Ids extends object,
  Found extends Loaded<Facts>,
  More extends object = object,
>(
  deps: CommandDeps,
  actor: Actor,
  command: Command<Input, Facts, Ids, Found>,
  input: unknown,
  quote?: (run: Run, input: Input, found: Found, decision: Decision) => More,
): Promise<Preview<More>> {
  const scope = scopeOf(actor, command.permission)
  const parsed = validate(command.schema, input)
  if (!parsed.ok) return { kind: 'ValidationFailed', issues: parsed.issues }
  const ask = async (tx: Tx): Promise<Preview<More>> => {
    const { run, under } = await assumeRun({ deps, tx, actor, scope, commandId: newId(), asking: true })
    const found = await under(command.load(run, parsed.value))
    if (!found) return { kind: 'NotFound', what: command.subjectType }
    const further = command.alsoNeeds?.(run, found.facts)
    if (further) scopeOf(actor, further)
    const decision = command.judge(found.facts, run.context)
    const more = quote?.(run, parsed.value, found, decision)
    return { kind: 'Previewed', decision, subjectVersion: found.version, ...(more as More) }
  }
  try {
    return await retrying(() => inShop(deps.database, actor.shop, ask))
  } catch (error) {
    if (error instanceof Withdrawn && error.outcome.kind !== 'Conflict') return error.outcome
    throw error
  }
}
