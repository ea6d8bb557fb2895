import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isInterfaceType,
  isListType,
  isObjectType,
  lexicographicSortSchema,
} from 'graphql'
import type { PlannerOptions } from '../planner.ts'
import { readingOf } from '../reads.ts'
import { foresee } from './denials.ts'
import { Interpreter } from './interpreter.ts'
import type { Session } from './session.ts'

/** What the reference shares with the planner: the mapping and the grants, and nothing that plans. */
export type Rules<Viewer> = PlannerOptions<Viewer> & { readonly setting: string }

/** What an operation has to be answered with. */
export interface Expected {
  readonly data: ExecutionResult['data']
  /** `selection permission` of each denied selection. */
  readonly denials: ReadonlySet<string>
  readonly errors: readonly GraphQLError[]
  readonly statements: number
}

interface Asking<Viewer, Context> {
  readonly interpreter: Interpreter<Viewer>
  readonly context: Context
}

/**
 * Answers operations field by field, each field of each row by a small statement of its own, executed by
 * graphql-js: slow, simple, and without the planner. For differential tests.
 */
export class Reference<Viewer, Context> {
  readonly #rules: Rules<Viewer>
  readonly #schema: GraphQLSchema
  readonly #source: GraphQLSchema

  constructor(schema: GraphQLSchema, rules: Rules<Viewer>) {
    this.#rules = rules
    this.#source = schema
    this.#schema = this.#copy(schema)
  }

  /** Answers a query of a viewer. `tenant` is `undefined` for viewers who have none. */
  async answer(
    session: Session,
    document: DocumentNode,
    variables: Record<string, unknown>,
    viewer: Viewer,
    context: Context,
    tenant: string | undefined,
  ): Promise<Expected> {
    const operation = getOperationAST(document)
    if (!operation) throw new Error('one operation is expected')
    const before = session.statements
    const { interpreter, result } = await session.within(this.#rules.setting, tenant, async (rows) => {
      const interpreter = new Interpreter<Viewer>(this.#rules, rows, viewer)
      const contextValue: Asking<Viewer, Context> = { interpreter, context }
      const asked = { schema: this.#schema, document, variableValues: variables, contextValue }
      return { interpreter, result: await execute(asked) }
    })
    const { coerced } = getVariableValues(this.#source, operation.variableDefinitions ?? [], variables)
    const foreseen = coerced
      ? foresee(this.#source, document, operation, coerced, this.#rules, viewer)
      : { denials: new Set<string>(), errors: [] }
    return {
      data: result.data,
      denials: new Set([...interpreter.denials, ...foreseen.denials]),
      errors: [...(result.errors ?? []), ...foreseen.errors],
      statements: session.statements - before,
    }
  }

  /** The schema with resolvers of the reference on every mapped field. */
  #copy(source: GraphQLSchema): GraphQLSchema {
    const copy = lexicographicSortSchema(source)
    for (const type of Object.values(copy.getTypeMap())) {
      if (isInterfaceType(type)) type.resolveType = (value: { typeName: string }) => value.typeName
      if (!isObjectType(type) || type.name.startsWith('__')) continue
      const original = source.getType(type.name)
      for (const field of Object.values(type.getFields())) {
        const mapped = this.#rules.registry.types.get(type.name)?.fields.get(field.name)
        const reading = readingOf<Viewer>(
          isObjectType(original) ? original.getFields()[field.name] : undefined,
        )
        const plain = field.resolve
        const isList = isListType(getNullableType(field.type))
        field.resolve = async (
          parent: unknown,
          args: Record<string, unknown>,
          { interpreter, context }: Asking<Viewer, Context>,
          info: GraphQLResolveInfo,
        ) => {
          if (reading?.mapping.kind === 'nodes') {
            const rows = await interpreter.nodes(reading.mapping, args, info)
            return isList ? rows : rows[0]
          }
          if (reading) return interpreter.field(reading.mapping, undefined, parent, args, context, info)
          if (interpreter.knows(parent))
            return mapped
              ? interpreter.field(mapped, parent, undefined, args, context, info)
              : interpreter.part(parent, info)
          return plain?.(parent, args, context, info) ?? (parent as Record<string, unknown>)?.[field.name]
        }
      }
    }
    return copy
  }
}
