import type { Actor, CommandDeps, Outcome, Preview } from '@cs/commands'
import type { Permission } from '@cs/domain/access'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { idIn } from '../mapping.ts'
import { commandField, previewField } from './command.ts'
import { common, fenOf, type InputBuilder } from './input-fields.ts'
import { given } from './orders.ts'

/** Which fields of an input are global ids of which type, and which are amounts. */
interface Translation {
  readonly ids?: Readonly<Record<string, number>>
  /** Amounts in yuan, which commands take in fen: `amount` becomes `amountFen`. */
  readonly amounts?: readonly string[]
}

/** An input with ids of the shop, amounts in fen, and without what the client left out or sent as null. */
export function translated<Input>(
  viewer: Viewer,
  input: object,
  { ids = {}, amounts = [] }: Translation,
): Input {
  const all = Object.entries(given(input) as Record<string, unknown>).map(([name, value]) => {
    const code = ids[name]
    if (code !== undefined) {
      const idOf = (each: unknown) => idIn(viewer, String(each), code)
      return [name, Array.isArray(value) ? value.map(idOf) : idOf(value)]
    }
    return amounts.includes(name) ? [`${name}Fen`, fenOf(name, String(value))] : [name, value]
  })
  return Object.fromEntries(all) as Input
}

/** The field of an input that names what a command is about. */
export interface Subject {
  readonly field: string
  readonly code: number
  readonly description: string
}

export interface SubjectCommand<Input, Ids extends object> extends Translation {
  readonly description: string
  readonly permission: Permission
  readonly subject: Subject
  /** What the input takes besides the subject, a note, a version and a key. */
  readonly fields?: (t: InputBuilder) => Record<string, unknown>
  readonly withNote?: boolean
  /** There is no version to compare, such as of what is being opened. */
  readonly withoutVersion?: true
  /** Money or goods move. */
  readonly keyRequired?: true
  readonly success: string
  readonly answers: (t: unknown) => object
  readonly command: (deps: CommandDeps, actor: Actor, input: Input) => Promise<Outcome<Ids>>
  /** What it would decide, where that depends on more than the state: becomes a query of its own. */
  readonly preview?: (deps: CommandDeps, actor: Actor, input: Input) => Promise<Preview>
}

/**
 * A mutation for a command on one thing, with its input type, and the query that previews it. Answers with the input
 * type and its translation, for `requestApproval`.
 */
export function subjectCommand<Input, Ids extends object>(name: string, spec: SubjectCommand<Input, Ids>) {
  const { subject, permission, command, preview } = spec
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const input = builder.inputType(`${title}Input`, {
    description: `What \`${name}\` takes.`,
    fields: (t) =>
      ({
        [subject.field]: t.id({ required: true, description: subject.description }),
        ...spec.fields?.(t),
        ...(spec.withNote ? { note: common.note(t) } : {}),
        ...(spec.withoutVersion ? {} : { expectedVersion: common.expectedVersion(t) }),
        idempotencyKey: spec.keyRequired ? common.requiredKey(t) : common.idempotencyKey(t),
      }) as never,
  })
  const { amounts = [] } = spec
  const translation = { amounts, ids: { ...spec.ids, [subject.field]: subject.code } }
  const translate = (viewer: Viewer, asked: object) => translated<Input>(viewer, asked, translation)
  commandField<object, Ids>(name, {
    description: spec.description,
    permission,
    input,
    success: { description: spec.success, fields: spec.answers as never },
    run: (deps, actor, asked, viewer) => command(deps, actor, translate(viewer, asked)),
  })
  if (preview)
    previewField<object>(`preview${title}`, {
      description: `What \`${name}\` would decide now.`,
      permission,
      input,
      run: (deps, actor, asked, viewer) => preview(deps, actor, translate(viewer, asked)),
    })
  return { input, translate }
}
