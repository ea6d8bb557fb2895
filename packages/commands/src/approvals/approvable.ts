import type { Permission } from '@cs/domain/access'
import type { Context, Decision } from '@cs/domain/decisions'
import type { Command, Loaded } from '../command.ts'
import type { Run } from '../context.ts'
import { type Issue, type Success, Withdrawn } from '../outcomes.ts'
import { perform } from '../perform.ts'
import { validate } from '../validate.ts'

/** A command that can wait for an approval, with its own types closed over. */
export interface Approvable {
  readonly name: string
  readonly permission: Permission
  readonly subjectType: string
  /** Finds and locks the subject of an input. Throws `Withdrawn` where the input is not valid. */
  load(run: Run, input: unknown): Promise<Loaded<object> | null>
  judge(facts: object, context: Context): Decision
  /** Carries the command out under an approval. Throws `Withdrawn` (Conflict) where the rules now say no. */
  carryOut(run: Run, input: unknown, loaded: Loaded<object>): Promise<Success>
}

/** Makes a command approvable. Its input must hold no personal data: it is stored with the request. */
export function approvable<
  Input extends object,
  Facts extends object,
  Ids extends object,
  Found extends Loaded<Facts>,
>(command: Command<Input, Facts, Ids, Found>): Approvable {
  const parse = (input: unknown): Input => {
    const parsed = validate(command.schema, input)
    if (parsed.ok) return parsed.value
    throw new Withdrawn({ kind: 'ValidationFailed', issues: parsed.issues.map(inside) })
  }
  return {
    name: command.name,
    permission: command.permission,
    subjectType: command.subjectType,
    load: (run, input) => command.load(run, parse(input)),
    judge: (facts, context) => command.judge(facts as Facts, context),
    async carryOut(run, input, loaded) {
      const outcome = await perform(run, command, parse(input), loaded as Found)
      if (outcome.kind !== 'Success')
        throw new Error(`${command.name} answered ${outcome.kind} under an approval`)
      return outcome
    },
  }
}

const inside = (issue: Issue): Issue => ({ ...issue, field: `input.${issue.field}` })
