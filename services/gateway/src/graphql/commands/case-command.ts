import type { Actor, CommandDeps, Outcome, Preview } from '@cs/commands'
import type { Permission } from '@cs/domain/access'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { AfterSale, Complaint } from '../cases/index.ts'
import type { Viewer } from '../context.ts'
import { CODES, idIn, mapper } from '../mapping.ts'
import { commandField, previewField } from './command.ts'
import { common, fenOf, type InputBuilder } from './input-fields.ts'
import { given } from './orders.ts'
import { decisionField } from './outcomes.ts'

/** The after-sale whose id the parent carries, and the decision behind the step. */
export const changedAfterSale = (t: unknown) => ({
  afterSale: mapper.read<{ caseId: string | null }>(t, (f) =>
    f.one(AfterSale, {
      description: 'The after-sale as it is now.',
      where: (k, _parent, c) =>
        sql`${k.id} = ${c.parent((p: { caseId: string | null }) => p.caseId)}::uuid AND ${k.kind} = 'AFTER_SALE'`,
    }),
  ),
  decision: decisionField(t, 'The decision that permitted it.'),
})

/** The complaint whose id the parent carries, and the decision behind the step. */
export const changedComplaint = (t: unknown) => ({
  complaint: complaintField(t),
  decision: decisionField(t, 'The decision that permitted it.'),
})

/** The after-sale or the complaint whose id the parent carries, and the decision. */
export const changedEither = (t: unknown) => ({ ...changedAfterSale(t), complaint: complaintField(t) })

const complaintField = (t: unknown) =>
  mapper.read<{ caseId: string | null }>(t, (f) =>
    f.one(Complaint, {
      description: 'The complaint as it is now.',
      where: (k, _parent, c) =>
        sql`${k.id} = ${c.parent((p: { caseId: string | null }) => p.caseId)}::uuid AND ${k.kind} = 'COMPLAINT'`,
    }),
  )

/** Which fields of an input are global ids of which type, and which are amounts. */
export interface Translation {
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
    if (code !== undefined) return [name, idIn(viewer, String(value), code)]
    return amounts.includes(name) ? [`${name}Fen`, fenOf(name, String(value))] : [name, value]
  })
  return Object.fromEntries(all) as Input
}

interface CaseCommand<Input, Ids extends object> extends Translation {
  readonly description: string
  readonly permission: Permission
  /** Money or goods move: a key is required. */
  readonly keyRequired?: true
  /** What the input takes besides the case, a note, a version and a key. */
  readonly fields?: (t: InputBuilder) => Record<string, unknown>
  /** It keeps no note of its own. */
  readonly withoutNote?: true
  readonly success: string
  /** What the success answers with; the after-sale where nothing is said. */
  readonly changed?: (t: unknown) => object
  /** Which case it is, in words; an after-sale where nothing is said. */
  readonly subject?: string
  readonly command: (deps: CommandDeps, actor: Actor, input: Input) => Promise<Outcome<Ids>>
  /** What it would decide, where that depends on more than the state: becomes a query of its own. */
  readonly preview?: (deps: CommandDeps, actor: Actor, input: Input) => Promise<Preview>
}

/** A mutation for one step of a case. Answers with its input type and translation, for `requestApproval`. */
export function caseCommand<Input, Ids extends { readonly caseId: string }>(
  name: string,
  spec: CaseCommand<Input, Ids>,
) {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const input = builder.inputType(`${title}Input`, {
    description: `What \`${name}\` takes.`,
    fields: (t) =>
      ({
        caseId: t.id({ required: true, description: `The ${spec.subject ?? 'after-sale'}.` }),
        ...spec.fields?.(t),
        ...(spec.withoutNote ? {} : { note: common.note(t) }),
        expectedVersion: common.expectedVersion(t),
        idempotencyKey: spec.keyRequired ? common.requiredKey(t) : common.idempotencyKey(t),
      }) as never,
  })
  const translation = { ...spec, ids: { ...spec.ids, caseId: CODES.Case } }
  const translate = (viewer: Viewer, given: object) => translated<Input>(viewer, given, translation)
  commandField<object, Ids>(name, {
    description: spec.description,
    permission: spec.permission,
    input,
    success: { description: spec.success, fields: (spec.changed ?? changedAfterSale) as never },
    run: (deps, actor, given, viewer) => spec.command(deps, actor, translate(viewer, given)),
  })
  const { preview } = spec
  if (preview)
    previewField<object>(`preview${title}`, {
      description: `What \`${name}\` would decide now.`,
      permission: spec.permission,
      input,
      run: (deps, actor, given, viewer) => preview(deps, actor, translate(viewer, given)),
    })
  return { input, translate }
}
