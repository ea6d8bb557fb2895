import { codegen } from '@graphql-codegen/core'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { type GraphQLSchema, parse } from 'graphql'
import { type Operations, readOperations, type TrustedOperation } from './documents.ts'
import { introspectionOutput } from './introspection.ts'
import { generatedFrom, type Output } from './output.ts'
import { SCALARS } from './scalars.ts'
import { printSdl } from './sdl.ts'

const FOLDER = new URL('../../packages/client/operations/', import.meta.url)
const SOURCE = 'packages/client/operations and the schema'
const GENERATED = 'packages/client/src/generated'

/** What is generated for @cs/client, and the manifest of its documents. */
export async function clientOutputs(schema: GraphQLSchema): Promise<readonly Output[]> {
  const read = await readOperations(FOLDER, schema)
  return [
    await types(schema, read),
    documents(read.operations),
    functions(read.operations),
    introspectionOutput(schema),
    manifest(read.operations),
  ]
}

/** Types of variables and answers; exactly what each document selects. */
async function types(schema: GraphQLSchema, { document }: Operations): Promise<Output> {
  const path = `${GENERATED}/types.ts`
  const text = await codegen({
    filename: path,
    schema: parse(printSdl(schema)),
    documents: [{ location: SOURCE, document }],
    plugins: [{ operations: {} }],
    pluginMap: { operations: typescriptOperations },
    config: {
      immutableTypes: true,
      inlineFragmentTypes: 'combine',
      strictScalars: true,
      arrayInputCoercion: false,
      skipTypename: true,
      scalars: SCALARS,
    },
  })
  return { path, text: `// ${generatedFrom(SOURCE)}\n\n${text.trim()}\n` }
}

const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
const dataType = ({ name, kind }: TrustedOperation) => `${name}${kind === 'query' ? 'Query' : 'Mutation'}`
const importTypes = (operations: readonly TrustedOperation[]) =>
  operations
    .flatMap((operation) => [dataType(operation), `${dataType(operation)}Variables`])
    .map((type) => `  ${type},`)
    .join('\n')

/** The documents as text with their hashes. */
function documents(operations: readonly TrustedOperation[]): Output {
  const entries = operations.map((operation) =>
    [
      `  ${camel(operation.name)}: {`,
      `    name: '${operation.name}',`,
      `    kind: '${operation.kind}',`,
      `    hash: '${operation.hash}',`,
      `    text: ${JSON.stringify(operation.text)},`,
      '  },',
    ].join('\n'),
  )
  const text = [
    `// ${generatedFrom(SOURCE)}`,
    "import type { Operation } from '../operation.ts'\nimport type { Functions } from './functions.ts'",
    `export const documents: Readonly<Record<keyof Functions, Operation<unknown, never>>> = {\n${entries.join('\n')}\n}`,
  ].join('\n\n')
  return { path: `${GENERATED}/documents.ts`, text: `${text}\n` }
}

/** The face of the client: one function per operation. */
function functions(operations: readonly TrustedOperation[]): Output {
  const members = operations.map((operation) => {
    const variables = `variables${operation.hasRequiredVariables ? '' : '?'}: ${dataType(operation)}Variables`
    return [
      `  /** ${operation.comment} */`,
      `  ${camel(operation.name)}(${variables}, options?: CallOptions): Promise<Result<${dataType(operation)}>>`,
    ].join('\n')
  })
  const text = [
    `// ${generatedFrom(SOURCE)}`,
    `import type { CallOptions } from '../call.ts'\nimport type { Result } from '../result.ts'\nimport type {\n${importTypes(operations)}\n} from './types.ts'`,
    `/** One function for each operation. */\nexport interface Functions {\n${members.join('\n')}\n}`,
  ].join('\n\n')
  return { path: `${GENERATED}/functions.ts`, text: `${text}\n` }
}

/** Which documents our own clients send, by hash. JSON has no comments: `generated` says where it comes from. */
function manifest(operations: readonly TrustedOperation[]): Output {
  const documents = Object.fromEntries(
    operations.map(({ hash, name, kind, text }) => [hash, { name, kind, document: text }]),
  )
  const text = JSON.stringify({ generated: generatedFrom(SOURCE), version: 1, documents }, null, 2)
  return { path: 'schema/operations.json', text: `${text}\n` }
}
