import { preprocessIntrospection } from '@gql.tada/internal'
import { type GraphQLSchema, introspectionFromSchema, lexicographicSortSchema } from 'graphql'
import { generatedFrom, type Output } from './output.ts'
import { SCALARS } from './scalars.ts'

/** The schema as a type, in the form that gql.tada reads fastest. */
export function introspectionOutput(schema: GraphQLSchema): Output {
  const introspection = introspectionFromSchema(lexicographicSortSchema(schema), { descriptions: false })
  const scalars = Object.entries(SCALARS).map(([name, type]) => `  ${name}: ${type}`)
  const text = [
    `// ${generatedFrom('the schema')}`,
    `/** How the scalars travel. */\nexport interface scalars {\n${scalars.join('\n')}\n}`,
    `/** The schema as a type: \`initGraphQLTada<{ introspection: introspection; scalars: scalars }>()\`. */\nexport type introspection = ${preprocessIntrospection(introspection)}`,
  ].join('\n\n')
  return { path: 'packages/client/src/generated/introspection.ts', text: `${text}\n` }
}
