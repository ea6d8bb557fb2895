import { printSchemaWithDirectives } from '@graphql-tools/utils'
import { type GraphQLSchema, lexicographicSortSchema } from 'graphql'
import { generatedFrom, type Output } from './output.ts'

/** The schema as partners read it: descriptions and applied directives included, in an order that stays. */
export function printSdl(schema: GraphQLSchema): string {
  return `${printSchemaWithDirectives(lexicographicSortSchema(schema)).trimEnd()}\n`
}

/** The SDL of the service as it is now. */
export function sdlOutput(schema: GraphQLSchema): Output {
  const header = `# ${generatedFrom('services/gateway/src/graphql')}\n\n`
  return { path: 'schema/schema.graphql', text: header + printSdl(schema) }
}
