import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

/** What selecting fields of an operation depends on. */
export interface SelectionContext {
  readonly schema: GraphQLSchema
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly variables: Readonly<Record<string, unknown>>
  /** Told of each @skip/@include met: their values are part of the plan's key. */
  readonly onCondition: (
    directives: readonly DirectiveNode[],
    read: (variables: Readonly<Record<string, unknown>>) => boolean,
  ) => boolean
}

/** The fields of one object, by response key, with all nodes that ask for them, as GraphQL's CollectFields. */
export type Fields = Map<string, FieldNode[]>

/** Collects the fields that `nodes` select on `type`, through fragments, with @skip and @include. */
export function collect(
  context: SelectionContext,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Fields {
  const fields: Fields = new Map()
  const visited = new Set<string>()
  for (const node of nodes) if (node.selectionSet) into(context, type, node.selectionSet, fields, visited)
  return fields
}

function into(
  context: SelectionContext,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  fields: Fields,
  visited: Set<string>,
): void {
  for (const selection of selectionSet.selections) {
    if (!included(context, selection.directives)) continue
    if (selection.kind === 'Field') {
      const key = selection.alias?.value ?? selection.name.value
      const known = fields.get(key)
      if (known) known.push(selection)
      else fields.set(key, [selection])
    } else if (selection.kind === 'InlineFragment') {
      const on = selection.typeCondition?.name.value
      if (!on || applies(context.schema, on, type))
        into(context, type, selection.selectionSet, fields, visited)
    } else {
      const name = selection.name.value
      const fragment = context.fragments[name]
      if (visited.has(name) || !fragment) continue
      visited.add(name)
      if (applies(context.schema, fragment.typeCondition.name.value, type))
        into(context, type, fragment.selectionSet, fields, visited)
    }
  }
}

function included(context: SelectionContext, directives: readonly DirectiveNode[] | undefined): boolean {
  if (!directives?.length) return true
  return context.onCondition(directives, (variables) => {
    const skip = getDirectiveValues(GraphQLSkipDirective, { directives }, variables)
    if (skip?.if === true) return false
    const include = getDirectiveValues(GraphQLIncludeDirective, { directives }, variables)
    return include?.if !== false
  })
}

function applies(schema: GraphQLSchema, on: string, type: GraphQLObjectType): boolean {
  if (on === type.name) return true
  const condition = schema.getType(on)
  return isAbstractType(condition) && schema.isSubType(condition, type)
}

/** Whether a variable is anywhere in a value. */
export function hasVariable(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return true
    case Kind.LIST:
      return value.values.some(hasVariable)
    case Kind.OBJECT:
      return value.fields.some((field) => hasVariable(field.value))
    default:
      return false
  }
}
