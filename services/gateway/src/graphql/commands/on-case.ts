import type { Actor, CommandDeps, Outcome } from '@cs/commands'
import type { Permission } from '@cs/domain/access'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import { type RequestContext, shopOf } from '../context.ts'
import { CODES, mapper } from '../mapping.ts'
import { translated } from './case-command.ts'
import { commandField } from './command.ts'
import { common, type InputBuilder } from './input-fields.ts'
import { decisionField } from './outcomes.ts'

interface OnCase {
  readonly caseId: string
}

/** The case whose id the parent carries; its id alone for those who may not read cases; and the decision. */
const changedCase = (t: unknown) => ({
  caseId: idField(t, 'caseId', CODES.Case, 'The id of the case.'),
  case: mapper.read<OnCase>(t, (f) =>
    f.one(Case, {
      description: 'The case as it is now.',
      where: (k, _parent, c) => sql`${k.id} = ${c.parent((p: OnCase) => p.caseId)}::uuid`,
    }),
  ),
  decision: decisionField(t, 'The decision that permitted it.'),
})

/** The global id of something that a command made. */
export function idField(t: unknown, name: string, code: number, description: string) {
  return (t as IdBuilder).id({
    description,
    nullable: true,
    resolve: (done: Readonly<Record<string, unknown>>, _args: unknown, { viewer }: RequestContext) => {
      const id = done[name]
      return typeof id === 'string' ? encodeGlobalId({ code, tenant: shopOf(viewer), id }) : null
    },
  })
}

interface IdBuilder {
  id(options: object): unknown
}

interface OnCaseCommand<Input, Ids extends object> {
  readonly description: string
  readonly permission: Permission
  /** The field that names the subject and what it is; left out: the case. */
  readonly subject?: { readonly field: string; readonly code: number; readonly description: string }
  /** What the input takes besides. */
  readonly fields?: (t: InputBuilder) => Record<string, unknown>
  /** Which of those are global ids, of which type. */
  readonly ids?: Readonly<Record<string, number>>
  /** An input that opens something has no version to compare. */
  readonly withoutVersion?: true
  readonly success: string
  /** What success answers with besides the case and the decision. */
  readonly answers?: (t: unknown) => Record<string, unknown>
  readonly command: (deps: CommandDeps, actor: Actor, input: Input) => Promise<Outcome<Ids>>
}

const THE_CASE = { field: 'caseId', code: CODES.Case, description: 'The case.' }

/** A mutation for one command on a case. */
export function onCase<Input, Ids extends OnCase>(name: string, spec: OnCaseCommand<Input, Ids>): void {
  const subject = spec.subject ?? THE_CASE
  const input = builder.inputType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Input`, {
    description: `What \`${name}\` takes.`,
    fields: (t) =>
      ({
        [subject.field]: t.id({ required: true, description: subject.description }),
        ...spec.fields?.(t),
        ...(spec.withoutVersion ? {} : { expectedVersion: common.expectedVersion(t) }),
        idempotencyKey: common.idempotencyKey(t),
      }) as never,
  })
  const ids = { ...spec.ids, [subject.field]: subject.code }
  commandField<object, Ids>(name, {
    description: spec.description,
    permission: spec.permission,
    input,
    success: {
      description: spec.success,
      fields: ((t: unknown) => ({ ...changedCase(t), ...spec.answers?.(t) })) as never,
    },
    run: (deps, actor, given, viewer) => spec.command(deps, actor, translated<Input>(viewer, given, { ids })),
  })
}
