import { type Actor, type CommandDeps, Forbidden, type Outcome, type Success } from '@cs/commands'
import type { Permission } from '@cs/domain/access'
import { GraphQLError } from 'graphql'
import { builder } from '../builder.ts'
import { type RequestContext, reach, type Viewer } from '../context.ts'
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
      description: `${field.description} Requires \`${field.permission}\`.`,
      extensions: {
        permissions: [field.permission],
        directives: { requires: { permissions: [field.permission] } },
      },
      args: { input: t.arg({ type: field.input as never, required: true, description: 'What to do.' }) },
      resolve: (async (_root: unknown, { input }: { input: Input }, context: RequestContext) => {
        const { viewer } = context
        if (viewer.principal.kind === 'public' || !reach(viewer, field.permission))
          throw forbidden(field.permission)
        try {
          return await field.run(context.commands, viewer.principal, input, viewer)
        } catch (error) {
          throw error instanceof Forbidden ? forbidden(error.permission) : error
        }
      }) as never,
    }),
  )
}

function forbidden(permission: Permission): GraphQLError {
  return new GraphQLError(`Not permitted: this needs ${permission}.`, {
    extensions: { code: 'FORBIDDEN', permission },
  })
}
