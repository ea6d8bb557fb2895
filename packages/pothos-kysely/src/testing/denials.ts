import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { ConnectionField, Field } from '../definitions.ts'
import { decodeGlobalId } from '../global-id.ts'
import { readingOf } from '../reads.ts'
import { pageError } from './page.ts'
import type { Rules } from './reference.ts'

/** What an operation may not ask: known of its text and arguments, whatever the rows are. */
export interface Foreseen {
  /** `selection permission` of each selection that is answered with null. */
  readonly denials: Set<string>
  readonly errors: GraphQLError[]
}

/** Walks an operation and tells what every answer to it must deny, also where no row shows it. */
export function foresee<Viewer>(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  rules: Rules<Viewer>,
  viewer: Viewer,
): Foreseen {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const definition of document.definitions)
    if (definition.kind === 'FragmentDefinition') fragments[definition.name.value] = definition
  const foreseen: Foreseen = { denials: new Set(), errors: [] }
  const denied = (permission: string | undefined, selection: string): boolean => {
    if (permission === undefined || rules.grant(viewer, permission) !== undefined) return false
    foreseen.denials.add(`${selection} ${permission}`)
    return true
  }

  const walk = (type: GraphQLObjectType, set: SelectionSetNode, path: string): void => {
    for (const selection of set.selections) {
      const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables)
      const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables)
      if (skip?.if === true || include?.if === false) continue
      if (selection.kind !== 'Field') {
        const inner = selection.kind === 'InlineFragment' ? selection : fragments[selection.name.value]
        const on = inner?.typeCondition && schema.getType(inner.typeCondition.name.value)
        if (!inner || (on && on !== type && !(isAbstractType(on) && schema.isSubType(on, type)))) continue
        walk(type, inner.selectionSet, path)
        continue
      }
      const field = type.getFields()[selection.name.value]
      if (!field) continue
      const at = `${path}${path && '.'}${selection.alias?.value ?? field.name}`
      const mapped = rules.registry.types.get(type.name)?.fields.get(field.name) as Field<Viewer> | undefined
      const mapping = mapped ?? readingOf<Viewer>(field)?.mapping
      if (mapping?.kind === 'nodes') {
        const inside = isListType(getNullableType(field.type)) ? `${at}[*]` : at
        for (const id of mapping.ids(getArgumentValues(field, selection, variables) as never)) {
          const found = rules.registry.byCode(decodeGlobalId(id)?.code ?? 0)
          const guard = found?.guard ?? found?.nodeGuard
          if (!found || !guard || denied(guard, at)) continue
          for (const possible of objectTypes(found.name)) walkInto(possible, selection.selectionSet, inside)
        }
        continue
      }
      if (mapping && 'guard' in mapping && denied(mapping.guard, at)) continue
      const leads = mapping?.kind === 'one' || mapping?.kind === 'list' || mapping?.kind === 'connection'
      if (leads && denied(rules.registry.type(mapping.type).guard, at)) continue
      if (mapping?.kind === 'connection')
        page(mapping, getArgumentValues(field, selection, variables) as Record<string, unknown>)
      const target = getNamedType(field.type)
      const inside = isListType(getNullableType(field.type)) ? `${at}[*]` : at
      if (isCompositeType(target))
        for (const possible of objectTypes(target.name)) walkInto(possible, selection.selectionSet, inside)
    }
  }
  const walkInto = (type: GraphQLObjectType, set: SelectionSetNode | undefined, path: string) =>
    set && walk(type, set, path)
  const objectTypes = (name: string): readonly GraphQLObjectType[] => {
    const type = schema.getType(name)
    if (isObjectType(type)) return [type]
    return isInterfaceType(type) || isAbstractType(type) ? schema.getPossibleTypes(type) : []
  }
  const page = (mapping: ConnectionField<Viewer>, args: Record<string, unknown>) => {
    const type = rules.registry.type(mapping.type)
    const error = pageError(type, args)
    if (error) foreseen.errors.push(error)
    const filter = (args.filter ?? {}) as Record<string, unknown>
    for (const [name, { guard }] of type.filters)
      if (guard && filter[name] !== undefined && filter[name] !== null)
        if (rules.grant(viewer, guard) !== rules.tenantReach)
          foreseen.errors.push(
            new GraphQLError('denied', {
              extensions: { code: 'FORBIDDEN', permission: guard, argument: `filter.${name}` },
            }),
          )
  }

  const root = schema.getQueryType()
  if (root) walk(root, operation.selectionSet, '')
  return foreseen
}
