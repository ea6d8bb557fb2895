import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server'
import { answerAsText } from '@cs/pothos-kysely'
import { type FormattedExecutionResult, GraphQLError } from 'graphql'
import type { RequestContext } from './context.ts'
import { answerErrors } from './errors.ts'
import { mapper, readContext } from './mapping.ts'

/** The `data` of an answer that the database wrote; spliced into the response as it is. */
class TextData {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Answers queries with nothing left to compute with the statement's own text. */
export const answerWithText: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    responseForOperation: async ({ schema, document, operation, request, contextValue }) => {
      // No operation of that name, whatever the type says: the execution tells it.
      if (!operation) return null
      const question = { schema, document, operation, variables: request.variables ?? {} }
      try {
        const text = await answerAsText(mapper.reader, question, readContext(contextValue))
        return text === null
          ? null
          : single({ data: new TextData(text) as unknown as Record<string, unknown> })
      } catch (error) {
        // A statement failed, or the budget does not suffice: the whole operation does, and is not run again.
        const told = error instanceof GraphQLError ? error : new GraphQLError('unexpected')
        return single({ data: null, errors: [answerErrors(contextValue.log)(told.toJSON(), error)] })
      }
    },
  }),
}

const single = (singleResult: FormattedExecutionResult): GraphQLResponse => ({
  http: { headers: new HeaderMap() },
  body: { kind: 'single', singleResult },
})

/** Serialises a result; data that is text already goes in untouched. */
export function stringifyResult(result: FormattedExecutionResult): string {
  const { data } = result
  if (!(data instanceof TextData)) return JSON.stringify(result)
  const errors = result.errors ? `"errors":${JSON.stringify(result.errors)},` : ''
  const extensions = result.extensions ? `,"extensions":${JSON.stringify(result.extensions)}` : ''
  return `{${errors}"data":${data.text}${extensions}}`
}
