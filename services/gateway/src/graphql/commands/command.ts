import {
  type Actor,
  type CommandDeps,
  Forbidden,
  type Outcome,
  type Preview,
  type Success,
} from '@cs/commands'
import type { Permission } from '@cs/domain/access'
import { GraphQLError } from 'graphql'
import { builder } from '../builder.ts'
import { type RequestContext, reach, type Viewer } from '../context.ts'
import { PolicyDecision } from '../decisions/shape.ts'
import { spend } from '../mapping.ts'
import { REFUSALS } from './outcomes.ts'

type SuccessFields<Ids extends object> = NonNullable<
  Parameters<ReturnType<typeof builder.objectRef<Success<Ids>>>['implement']>[0]['fields']
>

interface CommandField<Input, Ids extends object> {
  readonly description: string
  readonly permission: Permission
  /** The input type of the mutation. */
  readonly input: unknown
  /** What its success answers with. */
  readonly success: { readonly description: string; readonly fields: SuccessFields<Ids> }
  /** Translates the input (global ids to ids) and runs the command. */
  readonly run: (deps: CommandDeps, actor: Actor, input: Input, viewer: Viewer) => Promise<Outcome<Ids>>
}

/** A mutation for one command: its permission, its result union, its translation. Decides nothing. */
export function commandField<Input, Ids extends object>(name: string, field: CommandField<Input, Ids>): void {
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  const success = builder.objectRef<Success<Ids>>(`${title}Success`)
  success.implement({ description: field.success.description, fields: field.success.fields })
  const result = builder.unionType(`${title}Result`, {
    description: `What may come of \`${name}\`.`,
    types: [success, ...Object.values(REFUSALS)] as never,
    resolveType: ((outcome: Outcome) =>
      outcome.kind === 'Success' ? success : REFUSALS[outcome.kind]) as never,
  })
  builder.mutationField(name, (t) =>
    t.field({
      type: result as never,
      nullable: true,
      ...guarded(field),
      args: { input: t.arg({ type: field.input as never, required: true, description: 'What to do.' }) },
      resolve: ((_root: unknown, { input }: { input: Input }, context: RequestContext) =>
        asActor(field.permission, context, (actor) =>
          field.run(context.commands, actor, input, context.viewer),
        )) as never,
    }),
  )
}

interface PreviewField<Input> {
  readonly description: string
  readonly permission: Permission
  readonly input: unknown
  readonly run: (deps: CommandDeps, actor: Actor, input: Input, viewer: Viewer) => Promise<Preview>
}

const Previewed = builder.objectRef<Extract<Preview, { kind: 'Previewed' }>>('Previewed').implement({
  description: 'What a command would decide now. Nothing is stored for asking.',
  fields: (t) => ({
    decision: t.field({
      type: PolicyDecision,
      description: 'The decision it would be.',
      resolve: (p) => p.decision,
    }),
    subjectVersion: t.exposeInt('subjectVersion', {
      description: 'The version it was judged on; give it as `expectedVersion` to do just that.',
    }),
  }),
})

const PREVIEW_MEMBERS = {
  Previewed,
  ValidationFailed: REFUSALS.ValidationFailed,
  NotFound: REFUSALS.NotFound,
}

const PreviewResult = builder.unionType('PreviewResult', {
  description: 'What may come of asking first.',
  types: Object.values(PREVIEW_MEMBERS) as never,
  resolveType: ((preview: Preview) => PREVIEW_MEMBERS[preview.kind]) as never,
})

/** A query that asks what a command would decide, from the command's own code. */
export function previewField<Input>(name: string, field: PreviewField<Input>): void {
  builder.queryField(name, (t) =>
    t.field({
      type: PreviewResult,
      nullable: true,
      ...guarded(field),
      args: {
        input: t.arg({ type: field.input as never, required: true, description: 'What would be done.' }),
      },
      resolve: ((_root: unknown, { input }: { input: Input }, context: RequestContext) =>
        asActor(field.permission, context, (actor) =>
          field.run(context.commands, actor, input, context.viewer),
        )) as never,
    }),
  )
}

/** How a guarded field says so. */
export const guarded = ({ description, permission }: { description: string; permission: Permission }) => ({
  description: `${description} Requires \`${permission}\`.`,
  extensions: { permissions: [permission], directives: { requires: { permissions: [permission] } } },
})

/** What a command or its preview costs, besides what is read of its outcome. */
const COMMAND_COST = 10

/** Runs something as the viewer, who must hold a permission. Throws FORBIDDEN. */
export async function asActor<T>(
  permission: Permission,
  context: RequestContext,
  work: (actor: Actor, context: RequestContext) => Promise<T>,
): Promise<T> {
  const { viewer } = context
  if (viewer.principal.kind === 'public' || !reach(viewer, permission)) throw forbidden(permission)
  spend(context, COMMAND_COST)
  try {
    return await work(viewer.principal, context)
  } catch (error) {
    throw error instanceof Forbidden ? forbidden(error.permission) : error
  }
}

function forbidden(permission: Permission): GraphQLError {
  return new GraphQLError(`Not permitted: this needs ${permission}.`, {
    extensions: { code: 'FORBIDDEN', permission },
  })
}
